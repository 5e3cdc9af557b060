"""Errors of the rules: every one names the field it is about."""


class FieldError(ValueError):
    """A field of a request cannot be read or contradicts another one.

    `field` is a path like ``lines[0].rates.vat``; `code` is stable; `detail` is for people.
    """

    def __init__(self, field: str, code: str, detail: str) -> None:
        super().__init__(f"{field}: {detail}")
        self.field = field
        self.code = code
        self.detail = detail

    def under(self, parent: str) -> "FieldError":
        """The same error seen from one level up."""
        joint = "" if self.field.startswith("[") or not self.field else "."
        return FieldError(f"{parent}{joint}{self.field}", self.code, self.detail)


class WorkingError(AssertionError):
    """An explanation does not arrive at the figures of its quote: a fault of ours, never of the input."""
