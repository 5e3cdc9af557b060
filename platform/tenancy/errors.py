"""What goes wrong at the walls between malls."""


class TenancyError(Exception):
    """Base of all: a programming error, never shown to a person."""


class NoMall(TenancyError):
    """A mall's table was asked without a mall being open (fail closed)."""


class CrossMall(TenancyError):
    """A row of one mall was about to be written, or joined, under another."""


class MallChanged(TenancyError):
    """Another mall was opened inside a running transaction or savepoint."""


class RoleTooStrong(TenancyError):
    """The application's database role could see through row security."""
