"""Claim, send once, record: every gate, every answer of SES, and a power cut at every effect."""

from __future__ import annotations

import email
import random
from datetime import UTC, date, datetime, timedelta
from email.policy import default
from typing import Any

import pytest

from adapters import ses
from events.email_drafted import EmailDrafted
from handlers import send_email, settle_effects, track_email
from outreach import suppression, tokens
from outreach.campaign import Caps
from outreach.enrolment import State, StopReason
from outreach.suppression import Gate
from runtime.consume import process
from runtime.outcome import Retry
from store import drafts, keys, sends
from store.drafts import Draft
from store.table import Busy, Table
from store.writes import Delete, Update
from tests.unit.sending.stage import (
    ADDRESS,
    CONTACT,
    DEMO,
    LEAD,
    NOW,
    OFFICE,
    PEPPER,
    TOKEN_KEY,
    CuttingTable,
    PowerCut,
    Stage,
    send_id,
)


def drafted(step: int = 0) -> EmailDrafted:
    return EmailDrafted(
        lead_id=LEAD,
        campaign_id=DEMO.id,
        step=step,
        send_id=send_id(step),
        contact_id=CONTACT,
        written_by="template",
    )


def given_draft(stage: Stage, step: int = 0) -> None:
    draft = Draft(
        send_id=send_id(step),
        lead_id=LEAD,
        campaign_id=DEMO.id,
        campaign_version=1,
        step=step,
        contact_id=CONTACT,
        subject="A question" if step == 0 else "Re: A question",
        paragraphs=("Hello,", "We help shops."),
        sentences=(),
        written_by="template",
    )
    stage.table.commit([drafts.keep(draft, NOW)])


@pytest.fixture
def ready(stage: Stage) -> Stage:
    """A lead whose first mail is written and due."""
    stage.given_campaign()
    stage.given_lead()
    stage.given_enrolment()
    given_draft(stage)
    return stage


def run(stage: Stage, step: int = 0, identity: str | None = None) -> list[dict[str, Any]]:
    return stage.run(send_email, drafted(step), identity)


def only(said: list[dict[str, Any]]) -> dict[str, Any]:
    assert len(said) == 1, said
    return said[0]


# The way through ----------------------------------------------------------------------------------------


def test_a_mail_is_claimed_sent_recorded_and_told(ready: Stage) -> None:
    told = only(run(ready))
    assert (told["type"], told["step"], told["message_id"]) == ("email.sent", 0, "0100-0001")
    send = ready.send()
    assert (send.state, send.message_id, send.attempt) == (sends.SENT, "0100-0001", 1)
    assert send.correlation_id == "the-run"
    assert ready.caps() == (1, 1)
    assert list(sends.unanswered(ready.table, NOW + timedelta(days=1))) == []
    found = sends.by_message_id(ready.table, "0100-0001")
    assert found is not None
    assert found.send_id == send_id()


def test_ses_gets_the_tags_that_lead_back_to_the_mail(ready: Stage) -> None:
    run(ready)
    mail = ready.ses.accepted[0]
    assert mail["tags"] == {
        "send_id": send_id(),
        "lead_id": LEAD,
        "campaign_id": DEMO.id,
        "contact_id": CONTACT,
        "step": "0",
    }
    assert (mail["sender"], mail["to"]) == (DEMO.sender.address, ADDRESS)


def test_the_tokens_of_the_mail_lead_back_to_its_row(ready: Stage) -> None:
    run(ready)
    message = email.message_from_bytes(ready.ses.accepted[0]["raw"], policy=default)
    reply_to = message["Reply-To"].addresses[0]
    assert reply_to.domain == "reply.beckon.example"
    read = tokens.verify(reply_to.username.removeprefix("reply+"), TOKEN_KEY)
    assert read is not None
    assert read[0] is tokens.TokenKind.REPLY
    subject = tokens.split_subject(read[1])
    assert sends.by_prefix(ready.table, subject.lead_id, subject.send_prefix) == ready.send()
    link = message["List-Unsubscribe"].split(">")[0].lstrip("<")
    assert link.startswith("https://api.beckon.example/u/")
    unsubscribe = tokens.verify(link.rpartition("/")[2], TOKEN_KEY)
    assert unsubscribe is not None
    assert unsubscribe[0] is tokens.TokenKind.UNSUBSCRIBE
    assert "found this address on https://kettle.example/contact on 2026-03-03" in str(
        message.get_body(("plain",))
    ).replace("=\n", "")


def test_a_follow_up_joins_the_thread_of_what_ses_accepted(ready: Stage) -> None:
    run(ready)
    ready.given_enrolment(step=1)
    given_draft(ready, step=1)
    run(ready, step=1)
    message = email.message_from_bytes(ready.ses.accepted[1]["raw"], policy=default)
    assert message["In-Reply-To"] == "<0100-0001@eu-west-1.amazonses.com>"
    assert message["Subject"] == "Re: A question"


# Never twice --------------------------------------------------------------------------------------------


def test_the_same_event_twice_sends_once(ready: Stage) -> None:
    run(ready, identity="one")
    assert run(ready, identity="one") == []
    assert ready.ses.asked == 1


def test_another_event_for_the_same_mail_sends_nothing(ready: Stage) -> None:
    run(ready)
    assert run(ready) == []
    assert ready.ses.asked == 1


@pytest.mark.parametrize("state", [sends.SENDING, sends.SENT, sends.IN_DOUBT, sends.REFUSED])
def test_a_mail_in_any_state_but_released_is_left_alone(ready: Stage, state: str) -> None:
    ready.ses.answers = [ses.Unknown("lost")]
    run(ready)
    key = keys.send(LEAD, send_id())
    ready.table.commit([Update(key, set={"state": state})])
    assert run(ready) == []
    assert ready.ses.asked == 1


def test_two_functions_with_the_same_mail_are_told_apart_by_the_claim(ready: Stage) -> None:
    seen_by_both = ready.table.get

    class Blind(Table):
        """Shows the second function the table as it was before the first one's claim."""

        def get(self, key: keys.Key, *, consistent: bool = True) -> Any:
            return None if key == keys.send(LEAD, send_id()) else seen_by_both(key)

    run(ready)
    other = ready.table
    ready.table = Blind(other._client, other.name)
    assert run(ready) == []
    assert ready.ses.asked == 1


# The gates ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gate", "reason"),
    [
        (suppression.address_gate(ADDRESS, PEPPER), "address_suppressed"),
        (suppression.person_gate("Hello+other@kettle.example", PEPPER), "person_suppressed"),
        (suppression.domain_gate("kettle.example", PEPPER), "domain_suppressed"),
    ],
)
def test_nobody_suppressed_is_mailed_and_the_gate_is_named(ready: Stage, gate: Gate, reason: str) -> None:
    ready.given_suppressed(gate)
    told = only(run(ready))
    assert (told["type"], told["reason"]) == ("email.refused", reason)
    assert ready.ses.asked == 0
    assert ready.caps() == (0, 0)
    assert sends.get(ready.table, LEAD, send_id()) is None


@pytest.mark.parametrize(
    ("country", "company", "reason"),
    [
        ("", "Kettle Ltd", "country_unknown"),
        ("DE", "Kessel GmbH", "country_needs_consent"),
        ("GB", "Kettle & Co", "subscriber_unknown"),
    ],
)
def test_a_mail_against_the_law_is_refused_by_its_rule(
    ready: Stage, country: str, company: str, reason: str
) -> None:
    ready.given_lead(country=country, company=company)
    assert only(run(ready))["reason"] == reason
    assert ready.ses.asked == 0


def test_a_lead_without_its_contact_is_refused(ready: Stage) -> None:
    ready.table.commit([Delete(keys.contact(LEAD, CONTACT))])
    assert only(run(ready))["reason"] == "no_contact"


def test_a_draft_that_was_erased_leaves_nothing_to_say(ready: Stage) -> None:
    ready.table.commit([Delete(keys.draft(LEAD, send_id()))])
    assert run(ready) == []


def test_a_reply_between_draft_and_claim_stops_the_mail(ready: Stage) -> None:
    ready.given_enrolment(state=State.STOPPED, stop_reason=StopReason.REPLIED, due_at=None)
    assert only(run(ready))["reason"] == "stopped_replied"
    assert ready.ses.asked == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"step": 1},
        {"state": State.POSTPONED, "postponed_until": NOW + timedelta(days=3)},
        {"in_doubt": True},
        {"due_at": NOW + timedelta(hours=1)},
    ],
)
def test_an_enrolment_that_has_moved_on_is_not_mailed_and_not_stopped(
    ready: Stage, changes: dict[str, Any]
) -> None:
    ready.given_enrolment(**changes)
    assert run(ready) == []
    assert ready.ses.asked == 0


def test_clocks_that_differ_by_seconds_hold_up_nothing(ready: Stage) -> None:
    ready.given_enrolment(due_at=NOW + timedelta(seconds=30))
    assert only(run(ready))["type"] == "email.sent"


def test_outside_the_window_the_mail_is_deferred_to_its_opening(ready: Stage) -> None:
    ready.given_campaign(window=OFFICE)
    ready.clock.set(datetime(2026, 3, 6, 20, 0, tzinfo=UTC))
    told = only(run(ready))
    assert (told["type"], told["reason"], told["until"]) == (
        "email.deferred",
        "window",
        "2026-03-09T09:00:00Z",
    )
    assert ready.ses.asked == 0


def test_a_paused_campaign_asks_again_in_an_hour(ready: Stage) -> None:
    ready.given_campaign(paused=True)
    told = only(run(ready))
    assert (told["type"], told["reason"], told["until"]) == (
        "email.deferred",
        "campaign_paused",
        "2026-03-04T13:00:00Z",
    )


@pytest.mark.parametrize(
    ("caps", "reason"), [(Caps(1, 9), "sender_cap"), (Caps(9, 1), "domain_cap"), (Caps(1, 1), "domain_cap")]
)
def test_a_full_day_defers_to_the_next_and_counts_nothing(ready: Stage, caps: Caps, reason: str) -> None:
    ready.given_campaign(caps=caps)
    run(ready)
    ready.given_enrolment(step=1)
    given_draft(ready, step=1)
    told = only(run(ready, step=1))
    assert (told["type"], told["reason"]) == ("email.deferred", reason)
    assert "2026-03-05T00:00:00Z" <= told["until"] < "2026-03-06T00:00:00Z", (
        "some time tomorrow, not midnight"
    )
    assert ready.caps() == (1, 1)
    assert ready.ses.asked == 1


def test_caps_are_of_a_day(ready: Stage) -> None:
    ready.given_campaign(caps=Caps(1, 1))
    run(ready)
    ready.wait(timedelta(days=1))
    ready.given_enrolment(step=1)
    given_draft(ready, step=1)
    assert only(run(ready, step=1))["type"] == "email.sent"


# SES's answers ------------------------------------------------------------------------------------------


def test_a_throttled_mail_gives_its_claim_back_and_comes_again(ready: Stage) -> None:
    ready.ses.answers = [ses.Throttled("ses_rate", 2.0)]
    told = only(run(ready))
    assert (told["type"], told["reason"]) == ("email.deferred", "ses_rate")
    assert ready.send().state == sends.RELEASED
    assert ready.caps() == (0, 0)
    ready.wait(timedelta(seconds=5))
    assert only(run(ready))["type"] == "email.sent"
    assert (ready.send().state, ready.send().attempt) == (sends.SENT, 2)
    assert ready.caps() == (1, 1)


def test_a_mail_that_ses_refuses_is_over_and_counts_nothing(ready: Stage) -> None:
    ready.ses.answers = [ses.Refused("ses_rejected")]
    told = only(run(ready))
    assert (told["type"], told["reason"]) == ("email.refused", "ses_rejected")
    assert (ready.send().state, ready.send().reason) == (sends.REFUSED, "ses_rejected")
    assert ready.caps() == (0, 0)
    assert run(ready) == []


def test_a_stage_that_is_not_set_up_tries_again_and_ends_where_a_person_sees_it(ready: Stage) -> None:
    ready.ses.answers = [ses.Misconfigured("notfoundexception")]
    with pytest.raises(Retry, match="not set up"):
        run(ready)
    assert ready.send().state == sends.RELEASED
    assert only(run(ready))["type"] == "email.sent"


def test_an_answer_that_is_lost_leaves_the_mail_alone_for_ever(ready: Stage) -> None:
    ready.ses.answers = [ses.Unknown("lost_readtimeouterror")]
    assert run(ready) == []
    assert ready.send().state == sends.SENDING
    assert run(ready) == []
    assert ready.ses.asked == 1
    assert [send.send_id for send in sends.unanswered(ready.table, NOW + timedelta(seconds=1))] == [send_id()]
    assert list(sends.unanswered(ready.table, NOW)) == []


def test_a_header_that_cannot_be_written_refuses_before_the_claim(ready: Stage) -> None:
    ready.given_campaign(sender=DEMO.sender._replace(address="ünï@mail.example"))
    assert only(run(ready))["reason"] == "message_invalid"
    assert sends.get(ready.table, LEAD, send_id()) is None


def test_a_busy_table_is_tried_again_at_once(ready: Stage) -> None:
    class BusyTable(Table):
        left = 3

        def commit(self, writes: Any) -> None:
            if self.left:
                self.left -= 1
                raise Busy("TransactionConflict")
            super().commit(writes)

    ready.table = BusyTable(ready.table._client, ready.table.name)
    assert only(run(ready))["type"] == "email.sent"


# A power cut at every effect ----------------------------------------------------------------------------


def test_whatever_is_cut_off_no_mail_is_accepted_twice_and_none_is_lost(ready: Stage) -> None:
    """Every single place, then seeds of several cuts; SES's event or the grace period settles."""
    ready.given_campaign(caps=Caps(1000, 1000))
    for seed in range(32):
        _one_life(ready, seed)


def _one_life(stage: Stage, seed: int) -> None:
    rng = random.Random(seed)
    step = seed + 1  # a mail of its own
    real = stage.table
    stage.given_enrolment(step=step)
    given_draft(stage, step=step)
    places: list[str] = []

    def cut(place: str) -> None:
        places.append(place)
        # The first seeds cut at their own place exactly once; the others at random.
        here = len(places) == seed + 1 if seed < 8 else rng.random() < 0.2
        if here:
            raise PowerCut(place)

    table = CuttingTable(real._client, real.name)
    table.cut = cut  # type: ignore[method-assign]
    fake = stage.ses
    before = len(fake.accepted)

    def cutting_send(raw: bytes, **arguments: Any) -> ses.Result:
        cut("before SES")
        result = type(fake).send(fake, raw, **arguments)
        cut("after SES")
        return result

    fake.send = cutting_send  # type: ignore[method-assign]
    stage.table = table
    event = stage.event(drafted(step), identity=f"drafted-{seed}")
    for _ in range(12):
        try:
            process("send_email", event, send_email.handle, stage)  # type: ignore[arg-type]
        except PowerCut:
            continue
        break
    stage.table = real
    del fake.send  # type: ignore[method-assign]
    accepted = fake.accepted[before:]
    assert len(accepted) <= 1, (seed, places)

    row = sends.get(real, LEAD, send_id(step))
    assert row is not None, (seed, places)
    if row.state == sends.SENDING:
        # SES tells of what it accepted; what it never got is shown to a person after the grace period.
        if accepted and rng.random() < 0.8:
            body = track_email.SesEvent("Send", accepted[0]["id"], row.send_id, LEAD)
            stage.process("track_email", track_email.Raw(f"ses-{seed}", body), track_email.handle)
        else:
            stage.wait(timedelta(hours=1))
            settle_effects.handle(settle_effects.Raw("tick", None), stage)  # type: ignore[arg-type]
    row = sends.get(real, LEAD, send_id(step))
    assert row is not None
    assert row.state in (sends.SENT, sends.IN_DOUBT)
    told = [item for item in stage.said() if f'"send_id":"{send_id(step)}"' in item["detail"]]
    assert len(told) == 1, (seed, places, [item["detail_type"] for item in told])
    assert told[0]["detail_type"] == ("email.sent.v1" if row.state == sends.SENT else "email.in_doubt.v1")
    if row.state == sends.SENT:
        assert len(accepted) == 1


def test_the_day_counter_counts_what_was_claimed_and_the_day_is_utc(ready: Stage) -> None:
    run(ready)
    assert ready.send().day == date(2026, 3, 4).isoformat()
