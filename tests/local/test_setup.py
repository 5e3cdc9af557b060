"""Making the virtual environment, and the tree it stands in."""

from __future__ import annotations

import subprocess
import sys

from local import bootstrap
from local.paths import CHECKOUT


def test_the_street_never_shadows_the_standard_library():
    assert not list((CHECKOUT / "platform").glob("*.py"))
    assert not list((CHECKOUT / "locale").glob("*.py"))


def test_both_roots_are_put_on_the_path_also_with_spaces_in_it(tmp_path, monkeypatch):
    root = tmp_path / "a shop 店"
    site = root / ".venv" / "lib" / "python3.11" / "site-packages"
    site.mkdir(parents=True)
    monkeypatch.setattr(bootstrap, "ROOT", root)
    monkeypatch.setattr(bootstrap, "VENV", root / ".venv")
    bootstrap._put_on_path()
    assert (site / "_crossport.pth").read_text().splitlines() == [str(root), str(root / "platform")]


def test_a_changed_lock_is_installed_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    (tmp_path / "requirements.lock").write_text("django==5.2\n")
    first = bootstrap._stamp("runtime")
    assert bootstrap._stamp("runtime") == first
    (tmp_path / "requirements.lock").write_text("django==5.2.1\n")
    assert bootstrap._stamp("runtime") != first


def test_the_wrapper_and_the_bootstrap_need_nothing_installed():
    for script in ("lifeline.py", "bootstrap.py"):
        path = CHECKOUT / "platform" / "local" / script
        imported = f"import runpy; runpy.run_path({str(path)!r}, run_name='imported')"
        done = subprocess.run([sys.executable, "-I", "-S", "-c", imported], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
