"""A process starts: hundreds of modules are loaded, and all of it stays.

Python looks for garbage among what is loaded again and again, which is a quarter of the start and finds nothing. So it
looks for none until the applications are loaded, and never again among what is there by then: a forked worker leaves
those pages alone, and shares them with its parent.
"""

from __future__ import annotations

import gc


def begin() -> None:
    """Called by the settings, which are read before anything else of the product."""
    gc.disable()


def end() -> None:
    """Called once all applications are loaded."""
    gc.enable()
    gc.freeze()
