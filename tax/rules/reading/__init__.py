"""From a document (parsed JSON) to a frozen `Request`. The first fault found is raised as FieldError."""

from tax.rules.reading.document import read_request

__all__ = ["read_request"]
