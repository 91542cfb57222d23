import json
from pathlib import Path

import pytest

from dashboard.model import Happening, Letter
from dashboard.views.timeline import KNOWN_EVENTS, entries, entry
from events.catalogue import EXAMPLES, catalogue


def happening(kind: str, /, at: str = "2026-03-02T16:30:00.000Z", **data: object) -> Happening:
    return Happening(id="e" * 32, type=kind, at=at, cause="c" * 32, producer="score_lead", data=data)


def why(kind: str, /, **data: object) -> tuple[str, ...]:
    return entry(happening(kind, **data)).why


def test_every_event_of_the_catalogue_can_be_told_and_none_is_invented():
    assert {model.TYPE for model in catalogue().values()} == KNOWN_EVENTS


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_each_example_is_told_in_words_with_no_hole(path: Path):
    document = json.loads(path.read_text(encoding="utf-8"))
    told = entry(happening(document["meta"]["type"], **document["data"]))
    assert told.title != told.type
    assert "None" not in told.title + " ".join(told.why)
    assert all(line.strip() == line and line for line in told.why)


def test_an_event_that_is_not_known_is_shown_under_its_own_name():
    told = entry(happening("meeting.booked", place="Oslo"))
    assert (told.title, told.data) == ("meeting.booked", {"place": "Oslo"})


@pytest.mark.parametrize("kind", sorted(KNOWN_EVENTS))
def test_an_event_without_its_fields_is_still_shown(kind):
    assert entry(happening(kind)).title


def test_steps_are_counted_from_one_for_people():
    assert entry(happening("email.sent", step=1)).title == "Mail 2 sent"


def test_a_verdict_says_who_decided_how_sure_and_what_is_wanted():
    lines = why(
        "reply.classified",
        label="WARM",
        confidence=0.93,
        decided_by="model",
        wants_call=True,
        phone_given=False,
        needs_review=True,
        returns_on=None,
    )
    assert lines == ("decided by a model, 93% sure", "wants a call", "a person should look")


def test_a_rule_that_decided_is_named():
    assert why("reply.classified", decided_by="rule", rule="one_word_stop")[0] == (
        "decided by a rule (one word stop)"
    )


def test_a_mail_that_was_put_off_says_why_and_until_when():
    assert why("email.deferred", step=0, reason="send_window", until="2026-03-03T08:00:00Z") == (
        "send window",
        "until 2026-03-03 08:00 UTC",
    )


def test_what_the_table_adds_stands_after_what_the_event_says():
    told = entry(
        Happening(
            "e",
            "lead.scored",
            "2026-03-02T16:30:00Z",
            "",
            "",
            {"selected": True},
            ("sells online (+30)",),
            (),
        )
    )
    assert told.why == ("chosen", "sells online (+30)")


def test_pages_that_may_not_be_clicked_and_repeated_ones_are_left_out():
    pages = ("https://a.example/", "javascript:alert(1)", "https://a.example/", "https://b.example/")
    told = entry(Happening("e", "lead.enriched", "2026-03-02T16:30:00Z", "", "", {}, (), pages))
    assert told.pages == ("https://a.example/", "https://b.example/")


def test_what_was_written_stands_where_it_came_into_the_world():
    letters = {"a" * 32: Letter("Hello", "We saw…"), "b" * 32: Letter("Re: Hello", "Yes")}
    told = entries(
        (
            happening("email.drafted", send_id="a" * 32),
            happening("email.sent", send_id="a" * 32),
            happening("reply.received", send_id="a" * 32, reply_id="b" * 32),
            happening("reply.classified", reply_id="b" * 32),
            happening("email.drafted", send_id="c" * 32),
        ),
        letters,
    )
    assert [entry.letter and entry.letter.subject for entry in told] == [
        "Hello",
        None,
        "Re: Hello",
        None,
        None,
    ]


def test_a_timeline_runs_in_the_order_of_time_or_backwards():
    first = happening("email.sent", at="2026-03-02T16:30:00.000Z")
    later = happening("email.delivered", at="2026-03-02T16:30:00.500Z")
    assert [e.type for e in entries((later, first))] == ["email.sent", "email.delivered"]
    assert [e.type for e in entries((later, first), newest_first=True)] == ["email.delivered", "email.sent"]


def test_what_happened_in_one_moment_keeps_its_order():
    same = [happening(kind) for kind in ("reply.received", "reply.classified", "recipient.suppressed")]
    assert [e.type for e in entries(tuple(same))] == [h.type for h in same]


def test_a_whole_second_stands_before_its_fractions():
    whole = happening("email.sent", at="2026-03-02T16:30:00Z")
    fraction = happening("email.delivered", at="2026-03-02T16:30:00.125000Z")
    assert [e.type for e in entries((fraction, whole))] == ["email.sent", "email.delivered"]


def test_a_time_that_is_none_is_shown_first_and_breaks_nothing():
    odd = happening("email.sent", at="soon")
    assert next(e.at for e in entries((happening("email.sent"), odd))) == "soon"
