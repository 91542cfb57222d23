"""Fifty mails to one person at once, and the person's unsubscribe in the middle of them.

The real handlers in threads on the table in memory, which serialises transactions as DynamoDB does. When the
unsubscribe sets out is drawn by seed; what the threads do then is the machine's. Commits are numbered, so
that "after" is no matter of clocks: a claim is after the unsubscribe's answer when its commit is.

``python -m tests.race.unsubscribe --rounds 500`` prints the count; exit code 1 when a mail was claimed, or
taken by SES, after the answer.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import api.unsubscribe
from adapters import ses
from events.email_drafted import EmailDrafted
from handlers import send_email, serve_api
from outreach import ids, suppression, tokens
from outreach.enrolment import Enrolment, State
from runtime.consume import process
from runtime.outcome import Retry
from store import drafts, enrolments, keys, sends
from store.drafts import Draft
from store.sends import Send
from store.table import Busy, Table
from store.writes import Put
from tests.dynamo.memory import Change, Faults, MemoryTable, Place
from tests.unit.api.events import event
from tests.unit.sending.stage import ADDRESS, CONTACT, DEMO, LEAD, NOW, PEPPER, TOKEN_KEY, FakeSes, Stage

MAILS = 50
_OPERATIONS = 600  # of the table in a round, about: the unsubscribe sets out before one of them


@dataclass(frozen=True)
class Count:
    """What happened in some rounds. ``taken_after_answer``: mails that SES took after the answer, whenever
    they were claimed."""

    rounds: int = 0
    claimed: int = 0
    refused: int = 0
    after_suppression: int = 0
    after_answer: int = 0
    taken_after_answer: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(*(a + b for a, b in zip(self._values(), other._values(), strict=True)))

    def _values(self) -> tuple[int, ...]:
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)

    def line(self) -> str:
        return (
            f"unsubscribe: rounds={self.rounds} mails={self.rounds * MAILS} claimed={self.claimed}"
            f" refused={self.refused} claimed_after_suppression={self.after_suppression}"
            f" claimed_after_200={self.after_answer} sent_after_200={self.taken_after_answer}"
        )


class _Stir(Faults):
    """Lets other threads go first at random, and the unsubscribe set out before a drawn operation.

    One transaction in five finds an item held by another one, as DynamoDB's do when many want the same.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._left = self._random.randrange(_OPERATIONS)
        self._lock = threading.Lock()
        self.set_out = threading.Event()

    def before(self, operation: str) -> None:
        with self._lock:
            self._left -= 1
            aside = self._random.randrange(4)
            if self._left <= 0:
                self.set_out.set()
        for _ in range(aside):
            os.sched_yield()

    def conflicts(self, places: Sequence[Place]) -> list[bool]:
        with self._lock:
            held = self._random.randrange(5) == 0
        return [held, *[False] * (len(places) - 1)]


class _Ses(FakeSes):
    """SES for many threads; notes after which commit it took each mail."""

    def __init__(self, memory: MemoryTable) -> None:
        super().__init__()
        self._memory = memory
        self._numbers = itertools.count(1)
        self.taken_at: list[int] = []

    def send(self, raw: bytes, **_: Any) -> ses.Result:
        for _ in range(3):
            os.sched_yield()
        self.taken_at.append(self._memory.commits)
        return ses.Accepted(f"0100-{next(self._numbers):04d}")


def play(seed: int, pool: ThreadPoolExecutor) -> Count:
    """One round."""
    memory = MemoryTable("race")
    stage = Stage(Table(memory, "race"))
    token = _given(stage)
    stir, world = _Stir(seed), _Ses(memory)
    memory.faults, stage.ses = stir, world
    stage.settings.stage = "race"  # type: ignore[attr-defined]
    claims: list[int] = []
    closed: list[int] = []

    def heard(changes: Sequence[Change]) -> None:
        for change in changes:
            kind = change.after and change.after["_type"]["S"]
            if kind == "send" and change.after and change.after["state"]["S"] == sends.SENDING:
                claims.append(change.number)
            if kind == "suppression":
                closed.append(change.number)

    memory.heard.append(heard)
    start = threading.Barrier(MAILS + 1)

    def send(number: int) -> None:
        start.wait()
        incoming = stage.event(_drafted(number), identity=f"drafted-{number}")
        for _ in range(20):
            try:
                process("send_email", incoming, send_email.handle, stage)  # type: ignore[arg-type]
            except (Retry, Busy):
                continue  # the queue delivers it again
            return

    def unsubscribe() -> int:
        start.wait()
        stir.set_out.wait()
        request = event("POST", f"/u/{token}", body="List-Unsubscribe=One-Click")
        answer = serve_api.lambda_handler(request, None, deps=stage)  # type: ignore[arg-type]
        assert answer["statusCode"] == 200, answer
        return memory.commits

    work = [pool.submit(send, number) for number in range(MAILS)]
    wait_for = threading.Thread(target=lambda: ([one.exception() for one in work], stir.set_out.set()))
    wait_for.start()
    answered = pool.submit(unsubscribe).result()
    for one in work:
        one.result()
    wait_for.join()
    rows = [item for item in memory.every() if item["_type"]["S"] == "send" and item["step"]["N"] == "1"]
    assert len(rows) == len(claims) == len(world.taken_at)
    return Count(
        rounds=1,
        claimed=len(claims),
        refused=MAILS - len(claims),
        after_suppression=sum(number > min(closed) for number in claims),
        after_answer=sum(number > answered for number in claims),
        taken_after_answer=sum(number > answered for number in world.taken_at),
    )


def run(seeds: Sequence[int]) -> Count:
    """Some rounds, one after the other."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-3)  # five times as many changes of thread as usual
    try:
        # SES takes mails at once here; what is still open after that was cut off by a conflict, for good.
        with patch.object(api.unsubscribe, "LONGEST_WAIT", 0.5), ThreadPoolExecutor(MAILS + 1) as pool:
            return sum((play(seed, pool) for seed in seeds), Count())
    finally:
        sys.setswitchinterval(interval)


def _given(stage: Stage) -> str:
    """Fifty campaigns that have each written to the person once and would now again; the token of a mail.

    Nobody is in conversation with one person in fifty campaigns (``outreach.lease``): here each has its
    leases from before, so that nothing but the suppression keeps a mail back.
    """
    stage.given_lead()
    person = suppression.person_gate(ADDRESS, PEPPER).hashed
    for number in range(MAILS):
        campaign = replace(
            DEMO, id=_name(number), caps=DEMO.caps._replace(sender_per_day=9_999, domain_per_day=9_999)
        )
        form = campaign.to_item()
        earlier = Send(
            send_id=ids.send_id(LEAD, campaign.id, 0),
            lead_id=LEAD,
            campaign_id=campaign.id,
            step=0,
            contact_id=CONTACT,
            person=person,
            domain="d" * 32,
            sender=campaign.sender.address,
            day="2026-03-03",
            state=sends.SENT,
            claimed_at=keys.stamp(NOW - timedelta(days=1)),
            message_id=f"0099-{number}",
            leased_until=keys.stamp(NOW + timedelta(days=365)),
        )
        waiting = Enrolment(
            LEAD, campaign.id, 1, country="GB", state=State.ACTIVE, step=1, due_at=NOW, last_sent_at=NOW
        )
        draft = Draft(
            send_id=ids.send_id(LEAD, campaign.id, 1),
            lead_id=LEAD,
            campaign_id=campaign.id,
            campaign_version=1,
            step=1,
            contact_id=CONTACT,
            subject="Re: A question",
            paragraphs=("Hello again,",),
            sentences=(),
            written_by="template",
        )
        stage.table.commit(
            [
                Put(keys.campaign(campaign.id), "campaign", form | {"paused": False}),
                Put(keys.campaign_version(campaign.id, 1), "campaign_version", form),
                Put(
                    keys.send(LEAD, earlier.send_id),
                    "send",
                    _present(earlier),
                ),
                enrolments.save(waiting, 0, "given", NOW),
                drafts.keep(draft, NOW),
            ]
        )
    subject = tokens.subject_id(LEAD, ids.send_id(LEAD, _name(0), 0))
    return tokens.sign(tokens.TokenKind.UNSUBSCRIBE, subject, TOKEN_KEY)


def _present(send: Send) -> dict[str, Any]:
    return {name: value for name, value in send._asdict().items() if value != "" and value is not False}


def _name(number: int) -> str:
    return f"demo-{number:02d}"


def _drafted(number: int) -> EmailDrafted:
    return EmailDrafted(
        lead_id=LEAD,
        campaign_id=_name(number),
        step=1,
        send_id=ids.send_id(LEAD, _name(number), 1),
        contact_id=CONTACT,
        written_by="template",
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1, help="the first round's")
    asked = parser.parse_args()
    count = run(range(asked.seed, asked.seed + asked.rounds))
    print(count.line())  # noqa: T201
    return 1 if count.after_answer or count.after_suppression or count.taken_after_answer else 0


if __name__ == "__main__":
    sys.exit(main())
