"""What must be true of every seed. The outside world's books and the order of commits are the measure."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from outreach.enrolment import RESTING, WAITING, State
from outreach.ids import lead_id, send_id
from outreach.suppression import mail_gates
from store import keys, sends
from store.counters import metric, totals
from tests.chaos.run import Run

_CLOCKS = timedelta(seconds=120)
"""How far two workers' clocks and the machine's rounding may be apart."""


class Fault(NamedTuple):
    """Something that must not be. ``kind`` is one of the totals of the last line."""

    kind: str
    words: str


def faults(run: Run) -> list[Fault]:
    """Everything that is wrong with a finished run."""
    return [
        *_accepted_twice(run),
        *_suppressed(run),
        *_after_a_stop(run),
        *_over_a_cap(run),
        *_out_of_order(run),
        *_two_conversations(run),
        *_lost_enrolments(run),
        *_unaccounted_mail(run),
        *_left_behind(run),
        *_miscounted(run),
    ]


def _accepted_twice(run: Run) -> Iterator[Fault]:
    """No mail was accepted twice, and none for which there was no claim."""
    times = Counter(mail.send_id for mail in run.ledger.accepted)
    for send, number in times.items():
        if number > 1:
            yield Fault("double_sends", f"send {send} was accepted {number} times")
    for mail in run.ledger.accepted:
        if mail.claim is None:
            yield Fault("double_sends", f"send {mail.send_id} was accepted without a claim")


def _suppressed(run: Run) -> Iterator[Fault]:
    """No mail was claimed after a gate of its recipient had closed, or after they were told they are out."""
    for mail in run.ledger.accepted:
        if mail.claim is None:
            continue
        for gate in mail_gates(mail.to, run.deps.keys.pepper):
            closed = run.ledger.closed.get(keys.suppression(gate.scope.value, gate.hashed).pk)
            if closed is not None and closed < mail.claim.number:
                yield Fault("suppressed_sends", f"send {mail.send_id} was claimed after {gate.name}")
        left = run.ledger.left.get(mail.to)
        if left is not None and left < mail.claim.number:
            yield Fault("suppressed_sends", f"send {mail.send_id} was claimed after {mail.to} had left")


def _after_a_stop(run: Run) -> Iterator[Fault]:
    """No mail was claimed after its enrolment had stopped."""
    for mail in run.ledger.accepted:
        if mail.claim is None:
            continue
        row = mail.claim.row
        stopped = run.ledger.stopped.get((row["lead_id"], row["campaign_id"]))
        if stopped is not None and stopped < mail.claim.number:
            yield Fault(
                "sends_after_stop", f"send {mail.send_id} was claimed after its enrolment had stopped"
            )


def _over_a_cap(run: Run) -> Iterator[Fault]:
    """What went out on a day is within what each campaign allowed its sender and the recipient's domain."""
    caps = {campaign.id: campaign.caps for campaign in run.campaigns}
    by_sender: Counter[tuple[str, str]] = Counter()
    by_domain: Counter[tuple[str, str]] = Counter()
    allowed: dict[tuple[str, str], int] = defaultdict(int)
    for mail in run.ledger.accepted:
        if mail.claim is None:
            continue
        row = mail.claim.row
        cap = caps[row["campaign_id"]]
        sender, domain = (row["sender"], row["day"]), (row["domain"], row["day"])
        by_sender[sender] += 1
        by_domain[domain] += 1
        allowed[sender] = max(allowed[sender], cap.sender_per_day)
        allowed[domain] = max(allowed[domain], cap.domain_per_day)
    for whose, number in (*by_sender.items(), *by_domain.items()):
        if number > allowed[whose]:
            yield Fault("over_caps", f"{number} mails of {whose}, {allowed[whose]} were allowed")


def _out_of_order(run: Run) -> Iterator[Fault]:
    """Steps went in their order, each no sooner than its wait after the one before."""
    waits = {campaign.id: [step.wait for step in campaign.steps] for campaign in run.campaigns}
    last: dict[tuple[str, str], tuple[int, datetime]] = {}
    for mail in run.ledger.accepted:
        if mail.claim is None:
            continue
        row, at = mail.claim.row, datetime.fromisoformat(mail.at)
        whose = (row["lead_id"], row["campaign_id"])
        before = last.get(whose)
        last[whose] = (row["step"], at)
        if before is None:
            if row["step"] != 0:
                yield Fault("out_of_order", f"send {mail.send_id} is step {row['step']}, and the first")
        elif row["step"] != before[0] + 1:
            yield Fault("out_of_order", f"send {mail.send_id}: step {row['step']} after {before[0]}")
        elif at - before[1] < waits[row["campaign_id"]][row["step"]] - _CLOCKS:
            yield Fault("out_of_order", f"send {mail.send_id} came {at - before[1]} after the step before")


def _two_conversations(run: Run) -> Iterator[Fault]:
    """No campaign wrote to a company before another's conversation with it and the quiet were over."""
    quiet = {campaign.id: campaign.quiet for campaign in run.campaigns}
    last: dict[str, tuple[str, datetime]] = {}
    for mail in run.ledger.accepted:
        if mail.claim is None:
            continue
        row, at = mail.claim.row, datetime.fromisoformat(mail.at)
        before = last.get(row["lead_id"])
        last[row["lead_id"]] = (row["campaign_id"], at)
        if before is None or before[0] == row["campaign_id"]:
            continue
        if at - before[1] < quiet[before[0]] - _CLOCKS:
            yield Fault("two_conversations", f"send {mail.send_id} came {at - before[1]} after {before[0]}'s")


def _lost_enrolments(run: Run) -> Iterator[Fault]:
    """Every company of a campaign's list ends somewhere, with a reason, and a finished one got every mail."""
    rows = {(item["lead_id"], item["campaign_id"]): item for item in run.items("enrolment")}
    rows_of_sends = {item["send_id"]: item for item in run.items("send")}
    for campaign in run.campaigns:
        for domain in run.listed[campaign.id]:
            lead = lead_id(domain)
            of = f"{domain} in {campaign.id}"
            item = rows.get((lead, campaign.id))
            if item is None:
                yield Fault("lost_enrolments", f"{of} was never enrolled")
                continue
            state = State(item["state"])
            if not item.get("why"):
                yield Fault("lost_enrolments", f"{of} is {state.value} without a reason")
            doubtful = rows_of_sends.get(send_id(lead, campaign.id, item["step"]), {}).get("state")
            if state in WAITING and item["in_doubt"] and doubtful == sends.IN_DOUBT:
                continue
            if state not in RESTING:
                yield Fault("lost_enrolments", f"{of} hangs in {state.value}: {item['why']}")
            if state is State.FINISHED:
                for step in range(len(campaign.steps)):
                    sent = rows_of_sends.get(send_id(lead, campaign.id, step), {}).get("state")
                    if sent != sends.SENT:
                        yield Fault("lost_enrolments", f"{of} is finished, and step {step} is {sent}")


def _unaccounted_mail(run: Run) -> Iterator[Fault]:
    """What SES took is SENT or IN_DOUBT, what is SENT was taken, and nothing is still SENDING."""
    accepted = {mail.send_id for mail in run.ledger.accepted}
    for item in run.items("send"):
        name, state = item["send_id"], item["state"]
        if state == sends.SENDING:
            yield Fault("unaccounted", f"send {name} is still SENDING")
        if state == sends.SENT and name not in accepted:
            yield Fault("unaccounted", f"send {name} is SENT, and was not accepted")
        if name in accepted and state not in (sends.SENT, sends.IN_DOUBT):
            yield Fault("unaccounted", f"send {name} was accepted, and is {state}")
        accepted.discard(name)
    for name in accepted:
        yield Fault("unaccounted", f"send {name} was accepted, and has no row")


def _left_behind(run: Run) -> Iterator[Fault]:
    """No message waits, none was given up on, no schedule is left, every object of the bucket has a state."""
    for queue, held in run.queues.waiting.items():
        if held:
            yield Fault("messages_left", f"{len(held)} messages wait in {queue}")
    ended = {call["connect_contact_id"] for call in run.items("call") if call["state"] == "COMPLETED"}
    for dead in run.queues.dead:
        told = json.loads(dead["body"]).get("detail", {}).get("contactId")
        if told in ended:
            # An event of a call that could not wait for the call's row: settle_effects asked Connect instead.
            continue
        yield Fault("dead_letters", f"{dead['queue']}: {dead['reason']}: {dead['body'][:300]}")
    for pending in run.deps.scheduler.pending:
        yield Fault("messages_left", f"the schedule {pending[1]} never came")


def _miscounted(run: Run) -> Iterator[Fault]:
    """The counters are the event log, counted."""
    for campaign in run.campaigns:
        expected: Counter[str] = Counter()
        for item in run.stream:
            if item.get("campaign_id") == campaign.id:
                expected[metric(json.loads(item["detail"]))] += 1
        counted = totals(run.table_of_the_judge, campaign.id)
        if counted != dict(sorted(expected.items())):
            yield Fault("miscounted", f"{campaign.id}: counted {counted}, said {dict(expected)}")
