"""One machine: embedded PostgreSQL and Valkey, and the runner of every process. Imports no Django."""
