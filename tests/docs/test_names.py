"""Names, places and sizes that the house promises."""

from __future__ import annotations

import ast
import os
import platform
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.docs.checkout import ROOT, named, python_files, text_files

STREET = (
    "accounts", "compass", "config", "content", "currency", "demo", "identifiers", "journal", "local", "money",
    "notifications", "openapi", "operations", "partners", "privacy", "seller", "simulators", "storefront", "tenancy",
    "typefaces", "wechat",
)  # fmt: skip
TRADE = (
    "analytics", "catalog", "catalog/inventory", "catalog/reviews", "customs", "customs/messages", "customs/policy",
    "customs/ports", "customs/reconcile", "customs/rules", "customs/services", "marketing", "orders",
    "orders/aftersale", "orders/logistics", "orders/logistics/carriers", "orders/payments", "orders/payments/gateways",
    "orders/reactions", "orders/risk", "orders/services", "orders/settlement", "tax", "tax/allowance", "tax/rules",
)  # fmt: skip
# Parts inside an app that its README speaks for.
SPOKEN_FOR = {
    "customs/policy", "customs/ports", "customs/reconcile", "customs/services", "orders/logistics/carriers",
    "orders/payments/gateways", "orders/reactions", "orders/services", "tax/rules",
}  # fmt: skip
PACKAGES = [*(f"platform/{name}" for name in STREET), *TRADE]
APPS = [name for name in PACKAGES if name not in SPOKEN_FOR]
STANDARD = Path(sysconfig.get_path("stdlib")).resolve()


@pytest.mark.parametrize("street", ["platform", "locale"])
def test_a_folder_with_the_name_of_a_standard_module_holds_no_module(street):
    assert [named(path) for path in (ROOT / street).glob("*.py")] == []


def test_here_platform_is_the_standard_librarys():
    assert Path(platform.__file__).resolve().parent == STANDARD


@pytest.mark.parametrize(
    "command",
    [
        ["-c", "import platform, locale; print(platform.__file__)"],
        ["-c", "import config.celery, platform; print(platform.__file__)"],
        ["-c", "import tenancy, platform; print(platform.__file__)"],
        ["manage.py", "shell", "--no-imports", "-c", "import platform; print(platform.__file__)"],
    ],
    ids=["in the checkout", "under the worker", "beside our own", "under manage.py"],
)
def test_elsewhere_platform_is_the_standard_librarys_too(command):
    environment = os.environ | {"TOOLING": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    said = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert Path(said.splitlines()[-1]).resolve() == STANDARD / "platform.py"


def test_a_module_inside_would_take_the_name(tmp_path):
    """The control: it is the missing file that keeps the name free."""
    (tmp_path / "platform").mkdir()
    ask = [sys.executable, "-c", "import platform; print(platform.__file__)"]
    free = subprocess.run(ask, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.strip()
    (tmp_path / "platform" / "__init__.py").touch()
    taken = subprocess.run(ask, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.strip()
    assert Path(free).resolve() == STANDARD / "platform.py"
    assert Path(taken).resolve() == (tmp_path / "platform" / "__init__.py").resolve()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_of_the_house_is_there(package):
    assert (ROOT / package / "__init__.py").is_file()


def test_the_street_has_no_other_house():
    houses = {path.parent.name for path in (ROOT / "platform").glob("*/__init__.py")}
    assert houses == set(STREET)


def test_no_app_of_the_trade_is_left_out():
    """Wherever Django finds an app, it stands on one of the two lists."""
    apps = {path.parent for path in python_files() if path.name == "apps.py"}
    assert {named(app) for app in apps} <= set(PACKAGES)


@pytest.mark.parametrize("app", APPS)
def test_every_app_says_what_it_owns_and_what_it_refuses(app):
    text = (ROOT / app / "README.md").read_text(encoding="utf-8")
    assert re.search(r"\b(Owns|Own|own)\b", text) and re.search(r"\b[Rr]efuses?\b", text)


def long_modules(paths: list[Path], most: int = 400) -> dict[str, int]:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return {path.name: size for path, size in sizes.items() if size > most}


def long_functions(paths: list[Path], most: int = 50) -> dict[str, int]:
    found = {}
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > most:
                    found[f"{path.name}:{node.name}"] = size
    return found


def test_no_module_is_over_400_lines():
    assert long_modules(list(python_files())) == {}


def test_no_function_is_over_50_lines():
    assert long_functions([path for path in python_files() if ROOT / "tests" not in path.parents]) == {}


def test_what_is_too_long_is_found(tmp_path):
    path = tmp_path / "long.py"
    path.write_text("def f():\n" + "    x = 1\n" * 50 + "y = 2\n" * 350)
    assert long_modules([path]) == {"long.py": 401}
    assert long_functions([path]) == {"long.py:f": 51}


def test_nothing_is_called_utils():
    names = {"util", "utils", "helpers", "misc", "common"}
    assert [named(path) for path in python_files() if names & {path.stem, path.parent.name}] == []


def test_the_locks_name_no_index_and_no_address():
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert re.findall(r"\w+://\S+|--\S*index\S*|--find-links|--trusted-host", text) == [], lock
        pinned = re.findall(r"^\S+==[^\n]*", text, re.MULTILINE)
        assert len(pinned) == len(re.findall(r"^\S+==[^\n]*\\\n\s+--hash=sha256:", text, re.MULTILINE)), lock


def test_the_universal_lock_of_another_tool_stays_out():
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert not list(ROOT.glob("*.mo"))


def test_no_path_of_a_machine_stands_in_a_file():
    homes = "|".join(("wo" + "rk/main", "wo" + "rk/shared", "ro" + "ot/", r"ho" + r"me/\w+/", "Use" + "rs/"))
    pattern = re.compile(rf"(?<![\w.:/])/({homes})")
    found = [
        named(path)
        for path in text_files()
        if pattern.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
