"""What every shape draws on."""

from dataclasses import dataclass

from PIL import Image

from demo.drawing.art import Words
from demo.drawing.colours import Rgb


@dataclass(frozen=True)
class Sheet:
    """A transparent square of SIDE pixels; things stand on FLOOR, centred on MIDDLE."""

    image: Image.Image
    body: Rgb
    accent: Rgb
    words: Words
