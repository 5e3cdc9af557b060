"""Where rates come from: one module a source, each with the face of `face.py`."""
