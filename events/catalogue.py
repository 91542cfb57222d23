"""Every event, found by looking at the modules of this folder: adding a file adds an event."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import events
from events.base import EventData

FOLDER = Path(__file__).parent
SCHEMAS = FOLDER / "schemas"
EXAMPLES = FOLDER / "examples"


def catalogue() -> dict[str, type[EventData]]:
    """``detail-type`` → model, in alphabetical order.

    Imports every event: for tests, documentation and the command, not for a Lambda, which imports the few
    events that it consumes or says.
    """
    found: dict[str, type[EventData]] = {}
    for module_info in pkgutil.iter_modules(events.__path__):
        module = importlib.import_module(f"events.{module_info.name}")
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, EventData) and value is not EventData:
                found[value.detail_type()] = value
    return dict(sorted(found.items()))


def meaning(model: type[EventData]) -> str:
    """The event's docstring as one line."""
    return " ".join((model.__doc__ or "").split())
