"""The catalogue's producers are those whose code says the event, and no others."""

import ast
from pathlib import Path

import pytest

from events.catalogue import catalogue

ROOT = Path(__file__).parents[2]
MODELS = catalogue()
# Producers that are no handlers: the command, and EventBridge Scheduler, which repeats what others gave it.
SOURCES = {
    "cli": [*(ROOT / "cli").rglob("*.py")],
    "serve_api": [*(ROOT / "api").glob("*.py"), ROOT / "handlers" / "serve_api.py"],
}
SCHEDULES = {"schedule", "scheduler"}
HANDLERS = {path.stem: [path] for path in (ROOT / "handlers").glob("*.py") if path.stem != "__init__"}
HANDLERS["classify_reply"] += (ROOT / "inbox").glob("*.py")
HANDLERS["track_email"].append(ROOT / "sending" / "standing.py")
HANDLERS["send_email"].append(ROOT / "sending" / "case.py")


def said_by(producer: str) -> set[str]:
    """The event classes that a producer's source calls by name."""
    paths = SOURCES.get(producer) or HANDLERS[producer]
    calls = (n for path in paths for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call))
    return {node.func.id for node in calls if isinstance(node.func, ast.Name)}


SAID = {producer: said_by(producer) for producer in {*HANDLERS, *SOURCES}}


@pytest.mark.parametrize("name", MODELS)
def test_an_event_is_said_by_exactly_its_producers(name):
    model = MODELS[name]
    saying = {producer for producer, classes in SAID.items() if model.__name__ in classes}
    assert saying == set(model.PRODUCERS) - SCHEDULES


def test_a_schedule_repeats_only_what_somebody_else_may_say_too():
    for model in MODELS.values():
        if SCHEDULES & set(model.PRODUCERS):
            assert set(model.PRODUCERS) - SCHEDULES


def test_the_search_for_producers_finds_what_is_there():
    assert "LeadScored" in SAID["score_lead"]
    assert "LeadScored" not in SAID["send_email"]
