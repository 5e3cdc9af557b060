"""`make demo-reset`: throw the data of this checkout away."""

from __future__ import annotations

import shutil

from local import runfile
from local.paths import state_dir


def reset() -> int:
    """Refuses while it runs. Deletes only in a directory that carries our secrets, so never a foreign one."""
    state = state_dir()
    with runfile.only_one(state):
        if not (state / "secrets.json").exists():
            print(f"Nothing to throw away in {state}")
            return 0
        for path in state.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    print(f"Thrown away: {state}")
    return 0
