"""The files of this checkout, without what tools and runs leave in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NOT_OURS = {"var", "node_modules", "__pycache__", "staticfiles", "htmlcov"}
# In a second work tree `.git` is a file, and says where the first one is.
_NOT_OURS |= {".coverage", ".git"}
_TEXT = {
    ".css", ".csv", ".html", ".js", ".lock", ".md", ".po", ".py", ".sql", ".svg", ".toml", ".txt", ".yaml", ".yml", "",
}  # fmt: skip


def files() -> Iterator[Path]:
    yield from _under(ROOT)


def _under(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in _NOT_OURS or path.name.endswith(".egg-info"):
            continue
        if path.is_dir():
            if not path.name.startswith(".") or path.name == ".ci":
                yield from _under(path)
        else:
            yield path


def python_files() -> Iterator[Path]:
    """Modules that people write: migrations are made by a tool and never read again."""
    return (path for path in files() if path.suffix == ".py" and "migrations" not in path.parts)


def text_files() -> Iterator[Path]:
    return (path for path in files() if path.suffix in _TEXT and path.name not in _NOT_OURS)


def pages() -> list[Path]:
    return [path for path in files() if path.suffix == ".md"]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
