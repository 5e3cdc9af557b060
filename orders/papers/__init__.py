"""Papers on PDF: statement, order sheet, packing list, label. Values in, bytes out; they read no database."""
