"""Every event that can stand in a lead's timeline is told in words."""

from __future__ import annotations

import json

import pytest

from cli.eventlog import read
from cli.timeline import _TELL, Story
from events.catalogue import EXAMPLES, catalogue

LEAD_EVENTS = [model for model in catalogue().values() if model.SUBJECT == "lead_id" and model.PRODUCERS]


@pytest.mark.parametrize("model", LEAD_EVENTS, ids=lambda model: model.TYPE)
def test_an_event_is_told_in_words_even_when_all_that_it_tells_of_is_gone(model: type) -> None:
    detail = json.loads((EXAMPLES / f"{model.detail_type()}.json").read_text())  # type: ignore[attr-defined]

    (entry,) = Story.of({"event": [{"detail": json.dumps(detail)}]}).entries()

    assert entry.title
    assert model.TYPE in _TELL  # type: ignore[attr-defined]
    assert "None" not in f"{entry.title} {entry.lines} {entry.quote}"


def test_an_event_of_a_later_version_is_told_plainly() -> None:
    detail = {
        "meta": {
            "id": "e",
            "type": "lead.sung_to",
            "occurred_at": "2026-03-04T17:00:00Z",
            "causation_id": "c",
            "correlation_id": "r",
            "producer": "p",
        },
        "data": {"lead_id": "a" * 32, "song": "blue"},
    }

    (entry,) = Story.of({"event": [{"detail": json.dumps(detail)}]}).entries()

    assert (entry.title, entry.lines) == ("lead.sung_to", ("song blue",))
    assert read({"detail": json.dumps(detail)})["song"] == "blue"
