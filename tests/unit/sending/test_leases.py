"""One running conversation per company and per person, over all campaigns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from adapters import ses
from events.base import EventData
from events.email_clicked import EmailClicked
from events.email_deferred import EmailDeferred
from events.email_drafted import EmailDrafted
from events.email_refused import EmailRefused
from events.email_sent import EmailSent
from events.inquiry_submitted import InquirySubmitted
from events.recipient_suppressed import RecipientSuppressed
from events.reply_classified import ReplyClassified
from handlers import advance_sequence, send_email
from outreach import ids, lease, suppression
from outreach.campaign import Step, StopOn
from outreach.enrolment import Enrolment, State, StopReason
from store import drafts, enrolments, keys, leases, sends
from store.drafts import Draft
from store.table import Table
from store.writes import Put
from tests.unit.sending.stage import (
    ADDRESS,
    CONTACT,
    DEMO,
    LEAD,
    NOW,
    PEPPER,
    CuttingTable,
    PowerCut,
    Stage,
)

DAY = timedelta(days=1)
OTHER = "other"
SECOND_LEAD = ids.lead_id("kettle-outlet.example")
PERSON = suppression.person_gate(ADDRESS, PEPPER).hashed


def given(stage: Stage, campaign_id: str, lead_id: str = LEAD, step: int = 0, contact: str = CONTACT) -> None:
    """An enrolment in a campaign whose mail is written and due."""
    due = Enrolment(
        lead_id, campaign_id, 1, country="GB", state=State.ACTIVE, step=step, due_at=stage.clock.now()
    )
    stored = enrolments.get(stage.table, lead_id, campaign_id)
    draft = Draft(
        send_id=ids.send_id(lead_id, campaign_id, step),
        lead_id=lead_id,
        campaign_id=campaign_id,
        campaign_version=1,
        step=step,
        contact_id=contact,
        subject="A question",
        paragraphs=("We help shops.",),
        sentences=(),
        written_by="template",
    )
    revision = stored.revision if stored else 0
    stage.table.commit(
        [enrolments.save(due, revision, "given", NOW), drafts.keep(draft, NOW)],
    )


@pytest.fixture
def ready(stage: Stage) -> Stage:
    """Two campaigns with a written mail each to the same company."""
    stage.given_campaign(id=OTHER)
    stage.campaign = DEMO
    stage.given_campaign()
    stage.given_lead()
    given(stage, DEMO.id)
    given(stage, OTHER)
    return stage


def send(stage: Stage, campaign_id: str, lead_id: str = LEAD, step: int = 0) -> list[dict[str, Any]]:
    return stage.run(
        send_email,
        EmailDrafted(
            lead_id=lead_id,
            campaign_id=campaign_id,
            step=step,
            send_id=ids.send_id(lead_id, campaign_id, step),
            contact_id=CONTACT,
            written_by="template",
        ),
    )


def tell(stage: Stage, data: Any) -> list[dict[str, Any]]:
    return stage.run(advance_sequence, data)


def said(model: type[EventData], told: dict[str, Any]) -> EventData:
    """An event that a handler said, as the next one gets it."""
    return model(**{name: told[name] for name in model.model_fields if name in told})


def held(stage: Stage, now: datetime | None = None) -> dict[str, lease.Lease]:
    """The leases that run, by the gate that they close."""
    rows = leases.rows(stage.table, LEAD, PERSON)
    at = now or stage.clock.now()
    named = zip((leases.COMPANY, leases.PERSON), rows, strict=True)
    return {gate: row.lease for gate, row in named if row.lease is not None and row.lease.running(at)}


def holders(stage: Stage) -> set[str]:
    return {one.holder.rpartition("/")[2] for one in held(stage).values()}


def answer(label: str, campaign_id: str = DEMO.id, **more: Any) -> ReplyClassified:
    fields: dict[str, Any] = {
        "confidence": 0.9,
        "decided_by": "rule",
        "wants_call": False,
        "phone_given": False,
        "needs_review": False,
    }
    return ReplyClassified(
        lead_id=LEAD, campaign_id=campaign_id, reply_id=ids.digest(label), label=label, **(fields | more)
    )


def enrolment(stage: Stage, campaign_id: str) -> Enrolment:
    stored = enrolments.get(stage.table, LEAD, campaign_id)
    assert stored is not None
    return stored.enrolment


# Whose turn it is ---------------------------------------------------------------------------------------


def test_the_first_mail_takes_the_company_and_the_person_for_all_that_is_to_be_sent(ready: Stage) -> None:
    (told,) = send(ready, DEMO.id)
    assert told["type"] == "email.sent"
    waits = timedelta(seconds=sum(step.wait_seconds for step in DEMO.steps[1:]))
    until = NOW + waits + lease.SLACK + DEMO.quiet
    mine = lease.Lease(lease.holder(LEAD, DEMO.id), until)
    assert held(ready) == {leases.COMPANY: mine, leases.PERSON: mine}


def test_another_campaigns_mail_waits_with_the_gates_name_until_the_conversation_is_over(
    ready: Stage,
) -> None:
    send(ready, DEMO.id)
    (told,) = send(ready, OTHER)
    assert (told["type"], told["reason"]) == ("email.deferred", leases.COMPANY)
    until = datetime.fromisoformat(told["until"])
    assert NOW + DAY < until <= NOW + lease.ASK_AGAIN + timedelta(minutes=2)
    tell(ready, said(EmailDeferred, told))
    waits = enrolment(ready, OTHER)
    assert (waits.state, waits.not_before) == (State.ACTIVE, until), "it is asked for again"
    item = ready.table.get(keys.enrolment(LEAD, OTHER))
    assert item is not None
    assert item["why"] == "deferred: company_in_conversation"
    assert [schedule["at"] for schedule in ready.scheduler.kept.values()] == [until]
    assert len(ready.ses.accepted) == 1


def test_when_the_lease_has_run_out_the_next_campaign_takes_it(ready: Stage) -> None:
    send(ready, DEMO.id)
    ready.clock.set(held(ready)[leases.COMPANY].until + timedelta(minutes=5))
    (told,) = send(ready, OTHER)
    assert told["type"] == "email.sent"
    assert holders(ready) == {OTHER}


@pytest.mark.parametrize("early", [timedelta(0), timedelta(seconds=59)])
def test_a_clock_that_is_ahead_takes_no_lease_before_its_end(ready: Stage, early: timedelta) -> None:
    send(ready, DEMO.id)
    ready.clock.set(held(ready)[leases.COMPANY].until + early)
    (told,) = send(ready, OTHER)
    assert (told["type"], told["reason"]) == ("email.deferred", leases.COMPANY)


def test_follow_ups_inside_the_lease_cost_no_write_to_it(ready: Stage) -> None:
    send(ready, DEMO.id)
    before = leases.rows(ready.table, LEAD, PERSON)
    ready.wait(timedelta(minutes=1))
    given(ready, DEMO.id, step=1)
    assert [event["type"] for event in send(ready, DEMO.id, step=1)] == ["email.sent"]
    assert leases.rows(ready.table, LEAD, PERSON) == before


def test_a_follow_up_that_comes_late_renews_what_nobody_took(ready: Stage) -> None:
    send(ready, DEMO.id)
    ready.clock.set(NOW + 60 * DAY)
    given(ready, DEMO.id, step=1)
    assert [event["type"] for event in send(ready, DEMO.id, step=1)] == ["email.sent"]
    assert held(ready)[leases.COMPANY].until == NOW + 60 * DAY + lease.SLACK + DEMO.quiet


def test_a_follow_up_that_comes_late_waits_for_whoever_took_it(ready: Stage) -> None:
    send(ready, DEMO.id)
    ready.clock.set(NOW + 60 * DAY)
    send(ready, OTHER)
    given(ready, DEMO.id, step=1)
    (told,) = send(ready, DEMO.id, step=1)
    assert (told["type"], told["reason"]) == ("email.deferred", leases.COMPANY)


def test_one_person_at_two_companies_is_in_one_conversation(ready: Stage) -> None:
    alias = ADDRESS.replace("@", "+outlet@")
    contact = ids.contact_id(alias, PEPPER)
    lead = ready.table.get(keys.profile(LEAD))
    assert lead is not None
    ready.table.commit(
        [
            Put(keys.profile(SECOND_LEAD), "profile", {name: lead[name] for name in ("domain", "facts")}),
            Put(
                keys.contact(SECOND_LEAD, contact),
                "contact",
                {
                    "contact_id": contact,
                    "address": alias,
                    "lead_id": SECOND_LEAD,
                    "page": "https://kettle-outlet.example",
                    "seen_at": "2026-03-03T10:00:00Z",
                },
            ),
        ]
    )
    given(ready, OTHER, SECOND_LEAD, contact=contact)
    send(ready, DEMO.id)
    send(ready, OTHER, SECOND_LEAD)
    (told,) = [
        item
        for item in ready.table.items(keys.lead_pk(SECOND_LEAD), keys.EVENT)
        if item["detail_type"] == "email.deferred.v1"
    ]
    assert leases.PERSON in told["detail"]
    assert len(ready.ses.accepted) == 1


def test_a_mail_that_is_claimed_twice_over_takes_the_lease_once(ready: Stage) -> None:
    ready.ses.answers = [ses.Throttled("ses_rate", 2.0)]
    assert [event["type"] for event in send(ready, DEMO.id)] == ["email.deferred"]
    assert holders(ready) == {DEMO.id}, "it comes back for its mail"
    assert [event["type"] for event in send(ready, DEMO.id)] == ["email.sent"]


@pytest.mark.parametrize("place", ["before commit", "after commit"])
@pytest.mark.parametrize("nth", [1, 2])
def test_a_power_cut_leaves_the_lease_with_the_mail_or_with_nobody(
    ready: Stage, place: str, nth: int
) -> None:
    seen = {"before commit": 0, "after commit": 0}

    def cut(at: str) -> None:
        seen[at] += 1
        if at == place and seen[at] == nth:
            raise PowerCut

    whole: Table = ready.table
    broken = CuttingTable(whole._client, whole.name)
    broken.cut = cut
    ready.table = broken
    with pytest.raises(PowerCut):
        send(ready, DEMO.id)
    ready.table = whole
    row = sends.get(whole, LEAD, ids.send_id(LEAD, DEMO.id, 0))
    assert holders(ready) == ({DEMO.id} if row else set())
    send(ready, OTHER)
    tags = [mail["tags"]["campaign_id"] for mail in ready.ses.accepted]
    assert tags in ([DEMO.id], [OTHER], []), "never both"


# What ends a conversation, and what draws it out --------------------------------------------------------


def test_a_mail_that_ses_will_not_take_frees_the_company_at_once(ready: Stage) -> None:
    ready.ses.answers = [ses.Refused("message_rejected")]
    (told,) = send(ready, DEMO.id)
    assert holders(ready) == {DEMO.id}
    tell(ready, said(EmailRefused, told))
    ready.wait(timedelta(minutes=2))
    assert held(ready) == {}
    assert [event["type"] for event in send(ready, OTHER)] == ["email.sent"]


def test_a_stop_leaves_the_company_the_quiet_after_the_last_mail(ready: Stage) -> None:
    (sent,) = send(ready, DEMO.id)
    tell(ready, said(EmailSent, sent))
    ready.wait(3 * DAY)
    bounced = RecipientSuppressed(
        lead_id=LEAD,
        campaign_id=DEMO.id,
        contact_id=CONTACT,
        scope="address",
        reason="bounce",
        origin="ses",
    )
    tell(ready, bounced)
    assert {one.until for one in held(ready).values()} == {NOW + DEMO.quiet}


@pytest.mark.parametrize(
    ("label", "days"), [("WARM", 90), ("NEUTRAL", 30), ("COLD", 180), ("UNSUBSCRIBE", 365)]
)
def test_after_an_answer_nobody_begins_with_the_company_for_a_while(
    ready: Stage, label: str, days: int
) -> None:
    send(ready, DEMO.id)
    tell(ready, answer(label))
    assert {one.until for one in held(ready).values()} == {NOW + days * DAY}
    assert holders(ready) == {DEMO.id}


def test_an_answer_long_after_the_lease_takes_it_anew(ready: Stage) -> None:
    send(ready, DEMO.id)
    ready.clock.set(NOW + 100 * DAY)
    tell(ready, answer("WARM"))
    assert held(ready)[leases.COMPANY] == lease.Lease(lease.holder(LEAD, DEMO.id), NOW + 190 * DAY)


def test_that_a_mail_was_sent_is_noted_after_the_answer_and_shortens_nothing(ready: Stage) -> None:
    (sent,) = send(ready, DEMO.id)
    tell(ready, answer("WARM"))
    tell(ready, said(EmailSent, sent))
    assert {one.until for one in held(ready).values()} == {NOW + 90 * DAY}


def test_write_in_june_keeps_the_company_until_june_and_what_follows(ready: Stage) -> None:
    send(ready, DEMO.id)
    tell(ready, answer("NEUTRAL", not_before=date(2026, 6, 1)))
    assert held(ready)[leases.COMPANY].until > datetime(2026, 6, 1, tzinfo=UTC) + DEMO.quiet
    waits = enrolment(ready, OTHER)
    assert waits.state is State.POSTPONED
    assert waits.not_before is not None
    assert waits.not_before.date() >= date(2026, 6, 1)


# A colleague answers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("label", "days"), [("WARM", 90), ("NEUTRAL", 30), ("COLD", 180)])
def test_an_answer_to_one_campaign_pauses_the_companys_others(ready: Stage, label: str, days: int) -> None:
    tell(ready, answer(label))
    answered, waits = enrolment(ready, DEMO.id), enrolment(ready, OTHER)
    assert (answered.state, answered.stop_reason) == (State.STOPPED, StopReason.REPLIED)
    assert (waits.state, waits.not_before) == (State.POSTPONED, NOW + days * DAY)
    assert [schedule["at"] for schedule in ready.scheduler.kept.values()] == [NOW + days * DAY]
    item = ready.table.get(keys.enrolment(LEAD, OTHER))
    assert item is not None
    assert item["why"] == f"paused: the company answered: {label.lower()}"


def test_a_campaign_that_begins_after_the_answer_waits_too(ready: Stage) -> None:
    send(ready, DEMO.id)
    tell(ready, answer("WARM"))
    ready.campaign = DEMO
    ready.given_campaign(id="third")
    given(ready, "third")
    (told,) = send(ready, "third")
    assert (told["type"], told["reason"]) == ("email.deferred", leases.COMPANY)


def test_whoever_asks_to_be_contacted_is_converted_in_every_campaign(ready: Stage) -> None:
    inquiry = InquirySubmitted(
        lead_id=LEAD, campaign_id=DEMO.id, inquiry_id=ids.digest("i"), channel="web", wants_call=True
    )
    tell(ready, inquiry)
    assert enrolment(ready, DEMO.id).stop_reason is StopReason.CONVERTED
    assert enrolment(ready, OTHER).stop_reason is StopReason.CONVERTED
    assert held(ready)[leases.COMPANY].until == NOW + 180 * DAY


@pytest.mark.parametrize("label", ["AUTO_REPLY", "BOUNCED", "OTHER"])
def test_what_is_no_answer_leaves_the_others_alone(ready: Stage, label: str) -> None:
    tell(ready, answer(label, returns_on=date(2026, 3, 20) if label == "AUTO_REPLY" else None))
    assert enrolment(ready, OTHER).state is State.ACTIVE


def test_a_lease_names_nobody_so_that_erasing_may_leave_it(ready: Stage) -> None:
    send(ready, DEMO.id)
    item = ready.table.get(keys.person_lease(PERSON))
    assert item is not None
    assert set(item) == {"pk", "sk", "_type", "_v", "rev", "holder", "until"}
    assert item["holder"] == f"{LEAD}/{DEMO.id}", "ids only; the person is in the key, by keyed hash"


# A named day, and a click -------------------------------------------------------------------------------


def test_on_the_day_that_was_named_the_campaigns_mail_for_it_goes_once(ready: Stage) -> None:
    again = (*DEMO.steps, Step(0, "follow_up", again=True))
    ready.campaign = DEMO
    ready.given_campaign(id="june", steps=again)
    given(ready, "june")
    send(ready, "june")
    later = answer("NEUTRAL", "june", not_before=date(2026, 6, 1))
    tell(ready, later)
    tell(ready, replace_id(later))
    waits = enrolment(ready, "june")
    assert (waits.step, waits.state) == (len(DEMO.steps), State.POSTPONED)
    assert waits.not_before is not None
    ready.clock.set(waits.not_before + timedelta(seconds=5))
    write_again(ready)
    assert [event["type"] for event in send(ready, "june", step=2)] == ["email.sent"]
    assert send(ready, "june", step=2) == []
    assert [mail["tags"]["step"] for mail in ready.ses.accepted] == ["0", "2"]


def replace_id(reply: ReplyClassified) -> ReplyClassified:
    return reply.model_copy(update={"reply_id": ids.digest("the same words once more")})


def write_again(stage: Stage) -> None:
    """What drafting does on the day: the mail for the occasion."""
    draft = Draft(
        send_id=ids.send_id(LEAD, "june", 2),
        lead_id=LEAD,
        campaign_id="june",
        campaign_version=1,
        step=2,
        contact_id=CONTACT,
        subject="Re: A question",
        paragraphs=("You asked me to write in June.",),
        sentences=(),
        written_by="template",
    )
    stage.table.commit([drafts.keep(draft, stage.clock.now())])


@pytest.mark.parametrize(
    ("stops", "by", "state"),
    [
        ((StopOn.CLICK,), "person", State.STOPPED),
        ((StopOn.CLICK,), "machine", State.ACTIVE),
        ((), "person", State.ACTIVE),
    ],
)
def test_a_persons_click_stops_where_the_campaign_says_so(
    ready: Stage, stops: tuple[StopOn, ...], by: Any, state: State
) -> None:
    ready.campaign = replace(DEMO, id="clicks")
    ready.given_campaign(stop_on=stops)
    given(ready, "clicks")
    click = EmailClicked(
        lead_id=LEAD, campaign_id="clicks", send_id=ids.digest("s"), contact_id=CONTACT, by=by
    )
    tell(ready, click)
    assert enrolment(ready, "clicks").state is state
