"""Filing goods at a port (商品备案): one verb a file."""

from customs.services.filing.board import approve, prepare, return_, submit
from customs.services.filing.sheet import export_sheet, import_sheet

__all__ = ["approve", "export_sheet", "import_sheet", "prepare", "return_", "submit"]
