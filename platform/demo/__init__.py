"""Demo malls: what they sell (`goods`), what it looks like (`drawing`), and how it gets into the database."""
