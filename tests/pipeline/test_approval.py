"""Mails that wait for a person, in the whole loop: nothing goes unseen, and nothing that waits is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from cli.drafts.decide import settle, settle_approved
from cli.drafts.waiting import look
from cli.errors import Trouble
from events.email_blocked import EmailBlocked
from outreach.approval import REJECTED
from outreach.campaign import Approval
from outreach.ids import lead_id
from store import drafts
from tests.pipeline.chaos import PowerCut
from tests.pipeline.invariants import broken
from tests.pipeline.stage import CAMPAIGN, DAY, START, TICK, Stage
from tests.pipeline.test_whole_loop import BAD_DAY, states

CAREFUL = replace(CAMPAIGN, approval=Approval.REQUIRED)


class Person:
    """Looks at the list whenever the loop rests: rejects what goes to some companies, approves the others."""

    def __init__(self, stage: Stage, rejects: frozenset[str] = frozenset()) -> None:
        self.connection: Any = SimpleNamespace(table=stage.table, clock=stage.clock)
        self.rejects = rejects
        self.decided = 0

    def decide(self) -> bool:
        """Decide about all that waits; whether there was anything. The power may fail in between."""
        try:
            waiting, _ = look(self.connection)
        except PowerCut:
            return True
        for one in waiting:
            try:
                self._decide(one.draft)
            except (PowerCut, Trouble):
                continue  # it is looked at again
        return bool(waiting)

    def _decide(self, draft: drafts.Draft) -> None:
        if draft.lead_id not in self.rejects:
            settle_approved(self.connection, draft, "ann")
        else:
            about = {name: getattr(draft, name) for name in ("lead_id", "campaign_id", "step", "send_id")}
            write = drafts.reject(draft, "ann", self.connection.clock.now())
            settle(self.connection, draft, write, EmailBlocked(**about, reason=REJECTED))
        self.decided += 1


def run(stage: Stage, person: Person | None) -> None:
    stage.store_campaign()
    stage.request_run()
    horizon = START + 3 * DAY
    stage.loop.run_until_quiet(horizon)
    while person is not None and person.decide():
        stage.clock.advance(timedelta(hours=1))
        stage.loop.run_until_quiet(horizon)
    for _ in range(3):
        stage.clock.advance(timedelta(minutes=20))
        stage.queues.put("settle_effects", json.dumps(TICK))
        stage.loop.run_until_quiet(horizon)


@pytest.mark.parametrize("seed", range(5))
def test_with_a_person_who_approves_everybody_ends_where_they_belong(seed: int) -> None:
    chaos = BAD_DAY if seed else {}
    stage = Stage(seed, companies=9, campaign=CAREFUL, **chaos)
    person = Person(stage)
    run(stage, person)
    assert broken(stage) == []
    if not seed:
        assert states(stage)["silent"] == "finished"
        assert states(stage)["complains"] == "complained"
    approved = {item["send_id"] for item in stage.items("draft") if item["state"] == drafts.APPROVED}
    assert {mail["send_id"] for mail in stage.world.books.accepted} <= approved
    assert person.decided >= 9
    assert list(drafts.waiting(stage.table)) == []


@pytest.mark.parametrize("seed", [0, 7])
def test_what_is_rejected_never_goes_and_its_sequence_says_why(seed: int) -> None:
    chaos = BAD_DAY if seed else {}
    stage = Stage(seed, companies=2, campaign=CAREFUL, characters=("silent", "warm"), **chaos)
    refused = stage.world.domains[0]
    run(stage, Person(stage, frozenset({lead_id(refused)})))
    assert broken(stage) == []
    assert [mail for mail in stage.world.books.accepted if mail["to"].endswith(f"@{refused}")] == []
    (row,) = [item for item in stage.items("enrolment") if item["lead_id"] == lead_id(refused)]
    assert (row["stop_reason"], row["detail"]) == ("blocked", REJECTED)


def test_without_anybody_nothing_goes_and_every_mail_is_still_there() -> None:
    stage = Stage(5, companies=6, campaign=CAREFUL, characters=("silent",), **BAD_DAY)
    run(stage, None)
    assert stage.world.books.accepted == []
    waiting = {draft.lead_id for draft in drafts.waiting(stage.table)}
    assert waiting == {item["lead_id"] for item in stage.items("enrolment")}
    assert len(waiting) == 6
    held = [item for item in stage.stream if item["detail_type"] == "email.held.v1"]
    assert len(held) == 6
