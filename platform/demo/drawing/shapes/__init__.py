"""All shapes by name: `SHAPES[name](sheet)` draws one thing standing on the floor of a transparent sheet."""

from collections.abc import Callable
from types import ModuleType

from demo.drawing.shapes import accessories, baby, beauty, bottles, cellar, devices, jars, living, packs, wear
from demo.drawing.shapes.sheet import Sheet

Shape = Callable[[Sheet], None]


def _shapes(*modules: ModuleType) -> dict[str, Shape]:
    """Every public function that a module itself defines."""
    return {
        name: thing
        for module in modules
        for name, thing in vars(module).items()
        if callable(thing)
        and not name.startswith("_")
        and getattr(thing, "__module__", "") == module.__name__
    }


SHAPES: dict[str, Shape] = _shapes(
    accessories, baby, beauty, bottles, cellar, devices, jars, living, packs, wear
)
