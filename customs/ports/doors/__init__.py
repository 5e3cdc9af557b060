"""Families of doors: how a port is spoken to. Each has the same face (`customs.ports.face.Port`)."""
