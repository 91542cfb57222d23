"""``docs/data-model.md`` says what the code does: every key, every kind of item, every access pattern."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest

from store import keys

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "data-model.md").read_text()
_CODE = ("store", "handlers", "runtime", "api", "cli")
_SPECIAL = {"version": 1, "shard": 0}


def section(title: str) -> list[list[str]]:
    """The rows of the table under a heading, without their header."""
    text = DOCUMENT.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip().strip("|").split(" | ") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def key_functions() -> dict[str, object]:
    return {
        name: function
        for name, function in inspect.getmembers(keys, inspect.isfunction)
        if function.__module__ == keys.__name__ and inspect.signature(function).return_annotation == "Key"
    }


def documented_keys() -> dict[str, tuple[str, str]]:
    rows = section("Items") + section("Index entries")
    return {row[0].strip("`"): (row[1].strip("`"), row[2].strip("`")) for row in rows}


def put_types() -> set[str]:
    """The ``_type`` of every ``Put`` and of every ``Update`` that may create, found in the source."""
    found = set()
    for folder in _CODE:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in {"Put", "Update"}:
                    continue
                named = [word.value for word in node.keywords if word.arg == "type"]
                placed = node.args[1:2] if node.func.id == "Put" else []
                found |= {v.value for v in [*named, *placed] if isinstance(v, ast.Constant)}
    return found


def test_every_key_is_documented_and_no_other():
    assert set(documented_keys()) == set(key_functions())


@pytest.mark.parametrize("name", sorted(key_functions()))
def test_a_key_looks_as_documented(name, monkeypatch):
    monkeypatch.setattr(keys, "stamp", lambda moment: moment)
    function = key_functions()[name]
    arguments = {p: _SPECIAL.get(p, f"{{{p}}}") for p in inspect.signature(function).parameters}
    assert tuple(function(**arguments)) == documented_keys()[name]


def test_every_kind_of_item_that_is_written_is_documented():
    documented = {row[3].strip("`") for row in section("Items")}
    assert put_types() - documented == set()
    assert "lead" in put_types(), "the search for kinds finds nothing: it can't fail"


def test_every_access_pattern_names_a_function_that_exists():
    rows = section("Access patterns")
    assert len(rows) > 10
    for row in rows:
        for reference in re.findall(r"`([\w.]+)`", row[1]):
            module, _, name = reference.rpartition(".")
            target = _named(module)
            assert hasattr(target, name), f"{reference} does not exist"


def _named(path: str) -> object:
    """A module, or a class of one."""
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError:
        module, _, name = path.rpartition(".")
        return getattr(importlib.import_module(module), name)
