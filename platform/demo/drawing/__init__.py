"""Pictures of demo goods, drawn by our own code: no photographs, no real logos, nothing fetched.

from demo.drawing import draw, draw_banner, stored
"""

from demo.drawing.banners import SIZES, draw_banner
from demo.drawing.pictures import WIDTHS, draw
from demo.drawing.scenes import VIEWS
from demo.drawing.store import stored, stored_banner

__all__ = ["SIZES", "VIEWS", "WIDTHS", "draw", "draw_banner", "stored", "stored_banner"]
