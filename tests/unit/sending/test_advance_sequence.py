"""Each event moves the enrolment, and asks for the next step."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from events.base import EventData
from events.catalogue import catalogue
from events.email_blocked import EmailBlocked
from events.email_bounced import EmailBounced
from events.email_complained import EmailComplained
from events.email_deferred import EmailDeferred
from events.email_in_doubt import EmailInDoubt
from events.email_refused import EmailRefused
from events.email_sent import EmailSent
from events.inquiry_submitted import InquirySubmitted
from events.lead_enriched import LeadEnriched
from events.lead_rejected import LeadRejected
from events.lead_scored import LeadScored
from events.recipient_suppressed import RecipientSuppressed
from events.reply_classified import ReplyClassified
from events.reply_delayed import ReplyDelayed
from handlers import advance_sequence
from outreach.enrolment import Enrolment, State, StopReason
from outreach.ids import digest
from runtime.outcome import Unreadable
from store import enrolments
from tests.unit.sending.stage import CONTACT, DEMO, LEAD, NOW, OFFICE, Stage, send_id

ABOUT: dict[str, Any] = {"lead_id": LEAD, "campaign_id": DEMO.id}
MAIL: dict[str, Any] = ABOUT | {"step": 0, "send_id": send_id()}
RUN = digest("run")


@pytest.fixture
def ready(stage: Stage) -> Stage:
    stage.given_campaign()
    stage.given_lead()
    return stage


def tell(stage: Stage, data: EventData) -> list[dict[str, Any]]:
    return stage.run(advance_sequence, data)


def scored(selected: bool = True) -> LeadScored:
    return LeadScored(**ABOUT, run_id=RUN, fit=70, intent=40, selected=selected)


def sent(step: int = 0) -> EmailSent:
    return EmailSent(**ABOUT, step=step, send_id=send_id(step), contact_id=CONTACT, message_id=f"0100-{step}")


def reply(label: str, **more: Any) -> ReplyClassified:
    fields = {
        "confidence": 0.9,
        "decided_by": "rule",
        "wants_call": False,
        "phone_given": False,
        "needs_review": False,
    }
    return ReplyClassified(**ABOUT, reply_id=digest("reply"), label=label, **(fields | more))  # type: ignore[arg-type]


def suppressed(**more: Any) -> RecipientSuppressed:
    fields = {"contact_id": CONTACT, "scope": "person", "reason": "unsubscribe", "origin": "one_click"}
    return RecipientSuppressed(**(ABOUT | fields | more))


def test_it_consumes_exactly_what_the_catalogue_says() -> None:
    meant = {model for model in catalogue().values() if "advance_sequence" in model.CONSUMERS}
    assert set(advance_sequence.CONSUMES) == meant


def test_a_selected_lead_is_enrolled_in_the_campaigns_version_and_its_country_and_is_due(
    ready: Stage,
) -> None:
    said = tell(ready, scored())
    assert [(event["type"], event["step"], event["send_id"]) for event in said] == [
        ("step.due", 0, send_id())
    ]
    enrolment = ready.enrolment()
    assert (enrolment.state, enrolment.country, enrolment.campaign_version) == (State.ACTIVE, "GB", 1)


@pytest.mark.parametrize(
    ("data", "state"),
    [
        (LeadEnriched(**ABOUT, run_id=RUN, platform="shopify", facts=3), State.ENRICHED),
        (LeadRejected(**ABOUT, reason="unreachable", stage="enrich"), State.REJECTED),
        (scored(selected=False), State.SCORED),
    ],
)
def test_a_lead_that_is_not_written_to_rests_with_its_reason(
    ready: Stage, data: EventData, state: State
) -> None:
    assert tell(ready, data) == []
    assert ready.enrolment().state is state
    item = ready.table.get(enrolments.keys.enrolment(LEAD, DEMO.id))
    assert item is not None
    assert item["why"]


def test_the_follow_up_is_scheduled_into_the_queue_of_draft_email(ready: Stage) -> None:
    tell(ready, scored())
    assert tell(ready, sent()) == []
    ((name, schedule),) = ready.scheduler.kept.items()
    assert name.startswith(f"step-{send_id(1)}-")
    assert schedule["to"] == "draft_email"
    assert schedule["at"] == NOW + timedelta(seconds=20)
    document = schedule["document"]
    assert (document["source"], document["detail-type"]) == ("beckon", "step.due.v1")
    assert document["detail"]["data"] == ABOUT | {"step": 1, "send_id": send_id(1)}
    assert document["detail"]["meta"]["correlation_id"] == "the-run"


def test_the_last_mail_finishes_the_enrolment(ready: Stage) -> None:
    tell(ready, scored())
    tell(ready, sent(0))
    tell(ready, sent(1))
    assert ready.enrolment().state is State.FINISHED
    assert len(ready.scheduler.kept) == 1


def test_outside_the_window_the_first_step_is_scheduled_for_its_opening(ready: Stage) -> None:
    ready.given_campaign(window=OFFICE)
    ready.clock.set(datetime(2026, 3, 7, 12, 0, tzinfo=UTC))  # a Saturday
    assert tell(ready, scored()) == []
    assert [s["at"] for s in ready.scheduler.kept.values()] == [datetime(2026, 3, 9, 9, 0, tzinfo=UTC)]


def test_a_deferred_mail_is_scheduled_for_the_moment_it_names(ready: Stage) -> None:
    tell(ready, scored())
    until = NOW + timedelta(hours=7)
    tell(ready, EmailDeferred(**MAIL, reason="sender_cap", until=until))
    assert [s["at"] for s in ready.scheduler.kept.values()] == [until]
    later = until + timedelta(days=1)
    tell(ready, EmailDeferred(**MAIL, reason="sender_cap", until=later))
    assert len(ready.scheduler.kept) == 2, "another moment is another schedule"


@pytest.mark.parametrize(
    ("data", "reason", "detail"),
    [
        (reply("WARM"), StopReason.REPLIED, "warm"),
        (reply("COLD"), StopReason.REPLIED, "cold"),
        (reply("NEUTRAL"), StopReason.REPLIED, "neutral"),
        (reply("UNSUBSCRIBE", rule="plain_words"), StopReason.UNSUBSCRIBED, "plain_words"),
        (reply("COMPLAINT"), StopReason.COMPLAINED, ""),
        (
            EmailBounced(**ABOUT, send_id=send_id(), contact_id=CONTACT, kind="hard", reason="general"),
            StopReason.BOUNCED,
            "general",
        ),
        (EmailComplained(**ABOUT, send_id=send_id(), contact_id=CONTACT), StopReason.COMPLAINED, ""),
        (suppressed(), StopReason.UNSUBSCRIBED, "unsubscribe"),
        (suppressed(reason="manual", origin="cli", scope="domain"), StopReason.SUPPRESSED, "manual"),
        (
            InquirySubmitted(**ABOUT, inquiry_id=digest("inquiry"), channel="web", wants_call=True),
            StopReason.CONVERTED,
            "",
        ),
        (EmailRefused(**MAIL, reason="country_unknown"), StopReason.REFUSED, "country_unknown"),
        (EmailBlocked(**MAIL, reason="variable_unresolved"), StopReason.BLOCKED, "variable_unresolved"),
    ],
)
def test_what_stops_a_sequence_stops_it_with_its_reason(
    ready: Stage, data: EventData, reason: StopReason, detail: str
) -> None:
    tell(ready, scored())
    assert tell(ready, data) == []
    enrolment = ready.enrolment()
    assert (enrolment.state, enrolment.stop_reason, enrolment.detail) == (State.STOPPED, reason, detail)
    assert tell(ready, sent()) == []
    assert ready.scheduler.kept == {}, "no follow-up after a stop"


@pytest.mark.parametrize(
    "data",
    [
        reply("OTHER"),
        reply("BOUNCED"),
        reply("AUTO_REPLY"),
        reply("AUTO_REPLY", returns_on=date(2026, 3, 1)),
        EmailBounced(**ABOUT, send_id=send_id(), contact_id=CONTACT, kind="soft", reason="mailboxfull"),
        suppressed(scope="phone", reason="do_not_call", origin="call"),
        scored(),
        EmailInDoubt(**(MAIL | {"step": 5})),
    ],
)
def test_what_says_nothing_new_changes_nothing(ready: Stage, data: EventData) -> None:
    tell(ready, scored())
    before = ready.enrolment()
    assert tell(ready, data) == []
    assert ready.enrolment() == before


def test_an_automatic_answer_postpones_the_follow_up_until_the_return(ready: Stage) -> None:
    tell(ready, scored())
    tell(ready, sent())
    tell(ready, reply("AUTO_REPLY", returns_on=date(2026, 3, 16)))
    assert ready.enrolment().state is State.POSTPONED
    assert max(s["at"] for s in ready.scheduler.kept.values()) == datetime(2026, 3, 16, tzinfo=UTC)


def test_somebody_who_has_left_is_not_written_to_again(ready: Stage) -> None:
    tell(ready, scored())
    tell(ready, sent())
    tell(ready, reply("AUTO_REPLY", automatic="left_company"))
    assert ready.enrolment().stop_reason is StopReason.REPLIED
    assert ready.enrolment().detail == "left_company"


def test_a_follow_up_waits_while_an_answer_waits_to_be_read(ready: Stage) -> None:
    tell(ready, scored())
    tell(ready, sent())
    until = NOW + timedelta(days=30)
    tell(ready, ReplyDelayed(**ABOUT, reply_id=digest("reply"), reason="model_unavailable", until=until))
    assert ready.enrolment().state is State.POSTPONED
    assert ready.enrolment().not_before >= until
    tell(ready, reply("COLD"))
    assert ready.enrolment().stop_reason is StopReason.REPLIED


def test_not_now_postpones_to_the_day_and_without_one_it_stops(ready: Stage) -> None:
    tell(ready, scored())
    tell(ready, reply("NEUTRAL", facet="not_now", not_before=date(2026, 6, 1)))
    assert ready.enrolment().state is State.POSTPONED
    assert max(s["at"] for s in ready.scheduler.kept.values()) >= datetime(2026, 5, 31, 23, tzinfo=UTC)
    tell(ready, reply("NEUTRAL", facet="not_now"))
    assert ready.enrolment().stop_reason is StopReason.REPLIED


def test_a_day_that_a_person_should_check_first_is_not_waited_for(ready: Stage) -> None:
    tell(ready, scored())
    tell(ready, reply("NEUTRAL", facet="not_now", not_before=date(2026, 6, 1), needs_review=True))
    assert ready.enrolment().stop_reason is StopReason.REPLIED


def test_a_mail_in_doubt_holds_the_enrolment(ready: Stage) -> None:
    tell(ready, scored())
    tell(ready, EmailInDoubt(**MAIL))
    assert ready.enrolment().in_doubt
    tell(ready, sent())
    assert not ready.enrolment().in_doubt


def test_whoever_opts_out_of_one_campaign_is_stopped_in_all(ready: Stage) -> None:
    tell(ready, scored())
    demo = ready.campaign
    ready.campaign = demo
    ready.given_campaign(id="other")
    other = Enrolment(LEAD, "other", 1, country="GB", state=State.ACTIVE, due_at=NOW)
    ready.table.commit([enrolments.save(other, 0, "given", NOW)])
    tell(ready, suppressed())
    states = {s.enrolment.campaign_id: s.enrolment.state for s in enrolments.of_lead(ready.table, LEAD)}
    assert states == {"demo": State.STOPPED, "other": State.STOPPED}


def test_the_same_event_twice_moves_once(ready: Stage) -> None:
    assert len(ready.run(advance_sequence, scored(), "same")) == 1
    assert ready.run(advance_sequence, scored(), "same") == []


def test_an_enrolment_that_somebody_else_changed_meanwhile_is_read_again(ready: Stage) -> None:
    tell(ready, scored())
    original = enrolments.get
    stale = original(ready.table, LEAD, DEMO.id)
    tell(ready, reply("WARM"))
    reads = iter([stale])

    def first_stale(table: Any, lead: str, campaign: str) -> Any:
        return next(reads, None) or original(table, lead, campaign)

    patch = pytest.MonkeyPatch()
    patch.setattr(enrolments, "get", first_stale)
    try:
        assert tell(ready, sent()) == []
    finally:
        patch.undo()
    assert ready.enrolment().stop_reason is StopReason.REPLIED


def test_a_campaign_that_does_not_exist_is_unreadable(stage: Stage) -> None:
    with pytest.raises(Unreadable, match="no campaign"):
        tell(stage, scored())
