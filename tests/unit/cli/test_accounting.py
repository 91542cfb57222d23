"""The count must find what is wrong: each comparison is shown a run that was spoilt for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.accounting import checks
from cli.accounting.audit import COUNTED, audit
from cli.accounting.books import Accepted, Enrolled, Failed, Inbound, OneClick, Ours, Record, Told, World
from outreach.enrolment import State
from tests.unit.cli.honest_run import NOW, counted, honest, said

Spoil = Callable[[World, Ours], tuple[World, Ours]]


def test_an_honest_run_adds_up() -> None:
    result = audit(*honest())

    assert result.last_line() == (
        f"accounted={result.accounted} unaccounted=0 duplicate_sends=0 suppressed_sends=0 dlq=0 mail=1/1"
    )
    assert result.in_order
    assert result.wrong() == ()


@given(st.integers(min_value=1, max_value=12))
def test_an_honest_run_of_any_size_adds_up(people: int) -> None:
    assert audit(*honest(people)).in_order


def test_a_run_in_which_nothing_was_counted_is_not_called_good() -> None:
    assert not audit(World(), Ours(now=NOW)).in_order


def test_everything_that_happened_is_counted() -> None:
    agreed = {check.name: check.agreed for check in audit(*honest()).counted}

    assert agreed == {
        "listed companies": 4,
        "leads": 4,
        "drafts": 3,
        "mails": 3,
        "sent events": 3,
        "SES events": 3,
        "inbound mail": 1,
        "suppressions": 2,
        "calls": 1,
        "Salesforce records": 3,
        "counters": 9,
        "outside": 0,
        "at rest": 0,
    }


def _listed_and_not_found(world: World, ours: Ours) -> tuple[World, Ours]:
    return replace(world, listed=(*world.listed, "elsewhere.example")), ours


def _without_enrolment(world: World, ours: Ours) -> tuple[World, Ours]:
    return world, replace(ours, enrolled=ours.enrolled[1:])


def _never_found(world: World, ours: Ours) -> tuple[World, Ours]:
    return world, replace(ours, enrolled=(*ours.enrolled, Enrolled("f" * 32, "demo", "finished", "sent")))


def _stuck(world: World, ours: Ours) -> tuple[World, Ours]:
    return world, replace(ours, enrolled=(replace(ours.enrolled[0], state="enriched"), *ours.enrolled[1:]))


def _no_reason(world: World, ours: Ours) -> tuple[World, Ours]:
    return world, replace(ours, enrolled=(replace(ours.enrolled[0], why=""), *ours.enrolled[1:]))


def _overdue(world: World, ours: Ours) -> tuple[World, Ours]:
    late = replace(ours.enrolled[0], state="active", why="step 1", moves_at=NOW - timedelta(minutes=10))
    return world, replace(ours, enrolled=(late, *ours.enrolled[1:]))


def _draft_without_outcome(world: World, ours: Ours) -> tuple[World, Ours]:
    lost = said(
        "email.drafted", lead_id=ours.enrolled[4].lead_id, campaign_id="demo", send_id="f" * 32, step=1
    )
    return world, replace(ours, events=(*ours.events, lost))


def _mail_without_row(world: World, ours: Ours) -> tuple[World, Ours]:
    return world, replace(ours, sends=ours.sends[1:])


def _row_without_mail(world: World, ours: Ours) -> tuple[World, Ours]:
    return replace(world, accepted=world.accepted[1:]), ours


def _row_in_doubt_of_an_accepted_mail(world: World, ours: Ours) -> tuple[World, Ours]:
    return world, replace(ours, sends=(replace(ours.sends[0], state="IN_DOUBT"), *ours.sends[1:]))


def _row_left_sending(world: World, ours: Ours) -> tuple[World, Ours]:
    lost = replace(ours.sends[0], send_id="e" * 32, state="SENDING")
    return world, replace(ours, sends=(*ours.sends, lost))


def _other_message_id(world: World, ours: Ours) -> tuple[World, Ours]:
    return world, replace(ours, sends=(replace(ours.sends[0], message_id="other"), *ours.sends[1:]))


def _unsaid(kind: str) -> Spoil:
    def spoil(world: World, ours: Ours) -> tuple[World, Ours]:
        first = next(event for event in ours.events if event.type == kind)
        kept = tuple(event for event in ours.events if event is not first)
        return world, replace(ours, events=kept, counters=counted(kept))

    return spoil


def _said_twice(kind: str) -> Spoil:
    def spoil(world: World, ours: Ours) -> tuple[World, Ours]:
        first = next(event for event in ours.events if event.type == kind)
        log = (*ours.events, replace(first, id="again"))
        return world, replace(ours, events=log, counters=counted(log))

    return spoil


def _said_of_nothing(kind: str, **data: object) -> Spoil:
    def spoil(world: World, ours: Ours) -> tuple[World, Ours]:
        log = (*ours.events, said(kind, lead_id="f" * 32, campaign_id="demo", **data))
        return world, replace(ours, events=log, counters=counted(log))

    return spoil


def _lost_object(world: World, ours: Ours) -> tuple[World, Ours]:
    return world, replace(ours, stored=())


def _object_without_state(world: World, ours: Ours) -> tuple[World, Ours]:
    return world, replace(ours, mail={})


def _object_nobody_put_there(world: World, ours: Ours) -> tuple[World, Ours]:
    return world, replace(ours, stored=(*ours.stored, "inbound/stray"))


def _forgotten_one_click(world: World, ours: Ours) -> tuple[World, Ours]:
    click = OneClick(None, "ghost@shop0.example", NOW, 200)
    return replace(world, one_clicks=(*world.one_clicks, click)), ours


def _forgotten_complaint(world: World, ours: Ours) -> tuple[World, Ours]:
    mail = world.accepted[0]
    log = (*ours.events, said("email.complained", send_id=mail.send_id, lead_id="f" * 32, campaign_id="demo"))
    return (
        replace(world, told=(*world.told, Told("complained", mail.send_id))),
        replace(ours, events=log, counters=counted(log)),
    )


def _forgotten_unsubscribe_by_mail(world: World, ours: Ours) -> tuple[World, Ours]:
    asked = replace(world.inbound[0], expected=frozenset({"UNSUBSCRIBE"}))
    return replace(world, inbound=(asked,)), ours


def _call_without_row(world: World, ours: Ours) -> tuple[World, Ours]:
    return world, replace(ours, calls=())


def _row_without_call(world: World, ours: Ours) -> tuple[World, Ours]:
    return replace(world, dialled=()), ours


def _call_never_completed(world: World, ours: Ours) -> tuple[World, Ours]:
    return world, replace(ours, calls=(replace(ours.calls[0], state="PLACED"),))


def _other_outcome(world: World, ours: Ours) -> tuple[World, Ours]:
    return world, replace(ours, calls=(replace(ours.calls[0], outcome="no_answer"),))


def _dialled_twice(world: World, ours: Ours) -> tuple[World, Ours]:
    twin = replace(world.dialled[0], contact_id="contact-1")
    row = replace(ours.calls[0], connect_contact_id="contact-1")
    return replace(world, dialled=(*world.dialled, twin)), replace(ours, calls=(*ours.calls, row))


def _record_unsaid(world: World, ours: Ours) -> tuple[World, Ours]:
    return replace(world, records=(*world.records, Record("Task", "t" * 32, "00T1"))), ours


def _record_missing(world: World, ours: Ours) -> tuple[World, Ours]:
    return replace(world, records=world.records[1:]), ours


def _other_record(world: World, ours: Ours) -> tuple[World, Ours]:
    return replace(world, records=(replace(world.records[0], id="00Q9"), *world.records[1:])), ours


def _contact_of_nobody(world: World, ours: Ours) -> tuple[World, Ours]:
    spoil = _said_of_nothing("crm.synced", object="Contact", external_id="f" * 32, salesforce_id="003x")
    return spoil(world, ours)


def _record_twice(world: World, ours: Ours) -> tuple[World, Ours]:
    return replace(world, records=(*world.records, replace(world.records[0], id="00Q9"))), ours


def _counter_off(world: World, ours: Ours) -> tuple[World, Ours]:
    return world, replace(ours, counters={**ours.counters, ("demo", "email.sent"): 2})


def _counter_of_nothing(world: World, ours: Ours) -> tuple[World, Ours]:
    return world, replace(ours, counters={**ours.counters, ("demo", "email.opened"): 1})


def _failed_outside(world: World, ours: Ours) -> tuple[World, Ours]:
    return replace(world, failed=(Failed("ses-event", "RuntimeError"),)), ours


def _not_at_rest(world: World, ours: Ours) -> tuple[World, Ours]:
    return world, replace(ours, moving={"enrich_lead": 3})


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (_listed_and_not_found, "listed companies"),
        (_without_enrolment, "leads"),
        (_never_found, "leads"),
        (_stuck, "leads"),
        (_no_reason, "leads"),
        (_overdue, "leads"),
        (_draft_without_outcome, "drafts"),
        (_mail_without_row, "mails"),
        (_row_without_mail, "mails"),
        (_row_in_doubt_of_an_accepted_mail, "mails"),
        (_row_left_sending, "mails"),
        (_other_message_id, "mails"),
        (_unsaid("email.sent"), "sent events"),
        (_said_twice("email.sent"), "sent events"),
        (_said_of_nothing("email.sent", send_id="f" * 32), "sent events"),
        (_unsaid("email.delivered"), "SES events"),
        (_unsaid("email.bounced"), "SES events"),
        (_said_of_nothing("email.delivered", send_id="f" * 32), "SES events"),
        (_lost_object, "inbound mail"),
        (_object_without_state, "inbound mail"),
        (_object_nobody_put_there, "inbound mail"),
        (_forgotten_one_click, "suppressions"),
        (_forgotten_complaint, "suppressions"),
        (_forgotten_unsubscribe_by_mail, "suppressions"),
        (_call_without_row, "calls"),
        (_row_without_call, "calls"),
        (_call_never_completed, "calls"),
        (_other_outcome, "calls"),
        (_dialled_twice, "calls"),
        (_record_unsaid, "Salesforce records"),
        (_record_missing, "Salesforce records"),
        (_other_record, "Salesforce records"),
        (_contact_of_nobody, "Salesforce records"),
        (_record_twice, "Salesforce records"),
        (_counter_off, "counters"),
        (_counter_of_nothing, "counters"),
        (_failed_outside, "outside"),
        (_not_at_rest, "at rest"),
    ],
)
def test_each_comparison_finds_what_was_spoilt_for_it(spoil: Spoil, name: str) -> None:
    result = audit(*spoil(*honest(6)))

    assert name in {check.name for check in result.wrong()}
    assert result.unaccounted >= 1
    assert not result.in_order


def test_every_counted_comparison_is_shown_a_spoilt_run() -> None:
    marks = test_each_comparison_finds_what_was_spoilt_for_it.pytestmark  # type: ignore[attr-defined]
    shown = {name for _, name in marks[0].args[1]}

    assert shown == {compare(*honest()).name for compare in COUNTED}


@pytest.mark.parametrize("state", list(State))
def test_a_lead_is_accounted_for_in_every_state_but_those_that_a_handler_must_leave(state: State) -> None:
    world, ours = honest(1)
    row = replace(ours.enrolled[0], state=state.value, why="a reason")

    check = checks.leads(world, replace(ours, enrolled=(row,)))

    assert bool(check.findings) == (state in (State.FOUND, State.ENRICHED))


def test_a_waiting_lead_that_is_due_this_minute_is_not_late() -> None:
    world, ours = honest(1)
    row = replace(
        ours.enrolled[0], state="active", why="step 1", moves_at=NOW - checks.OVERDUE + timedelta(seconds=1)
    )

    assert checks.leads(world, replace(ours, enrolled=(row,))).findings == ()


@given(st.integers(min_value=2, max_value=5), st.integers(min_value=0, max_value=2))
def test_each_further_acceptance_of_a_send_is_a_duplicate(copies: int, which: int) -> None:
    world, ours = honest()
    mail = world.accepted[which]
    again = tuple(
        replace(mail, message_id=f"again-{n}", at=mail.at + timedelta(seconds=n)) for n in range(1, copies)
    )

    result = audit(replace(world, accepted=(*world.accepted, *again)), ours)

    assert len(result.duplicates.findings) == copies - 1
    assert f"duplicate_sends={copies - 1} " in result.last_line()
    assert not result.in_order


@pytest.mark.parametrize("outcome", ["email.refused", "email.deferred", "email.in_doubt"])
def test_a_draft_that_was_put_off_or_refused_is_accounted_for(outcome: str) -> None:
    world, ours = _draft_without_outcome(*honest(6))
    event = said(outcome, lead_id="f" * 32, campaign_id="demo", send_id="f" * 32, step=1, reason="x")

    assert checks.drafts(world, replace(ours, events=(*ours.events, event))).findings == ()


def test_a_draft_for_somebody_who_answered_meanwhile_goes_nowhere_and_is_accounted_for() -> None:
    world, ours = honest()
    late = said("email.drafted", lead_id=ours.enrolled[0].lead_id, campaign_id="demo", send_id="f" * 32)

    assert checks.drafts(world, replace(ours, events=(*ours.events, late))).findings == ()


def test_one_address_that_gets_the_same_step_under_two_leads_is_a_duplicate() -> None:
    world, ours = honest()
    first = world.accepted[0]
    twin = Accepted("mid-twin", "f" * 32, first.address.upper(), first.at, first.campaign_id, first.step)

    check = checks.duplicate_sends(replace(world, accepted=(*world.accepted, twin)), ours)

    assert len(check.findings) == 1


def test_the_next_step_to_the_same_address_is_no_duplicate() -> None:
    world, ours = honest()
    follow_up = replace(world.accepted[0], message_id="mid-next", send_id="f" * 32, step=1)

    check = checks.duplicate_sends(replace(world, accepted=(*world.accepted, follow_up)), ours)

    assert check.findings == ()


def _mailed_again(seconds_after: float, claimed_after: float) -> tuple[World, Ours]:
    """The one who unsubscribed gets another mail, so long after they did."""
    world, ours = honest()
    click = world.one_clicks[0]
    mail = Accepted("mid-x", "f" * 32, click.address, click.at + timedelta(seconds=seconds_after), "demo", 1)
    row = replace(
        ours.sends[1],
        send_id="f" * 32,
        message_id="mid-x",
        claimed_at=click.at + timedelta(seconds=claimed_after),
    )
    return replace(world, accepted=(*world.accepted, mail)), replace(ours, sends=(*ours.sends, row))


def test_a_mail_to_somebody_who_was_suppressed_before_is_counted() -> None:
    result = audit(*_mailed_again(60, 59))

    assert len(result.suppressed.findings) == 1
    assert "suppressed_sends=1" in result.last_line()
    assert not result.in_order


def test_a_mail_to_a_suppressed_person_without_a_row_of_ours_is_counted_too() -> None:
    world, ours = _mailed_again(60, 59)

    result = audit(world, replace(ours, sends=ours.sends[:-1]))

    assert len(result.suppressed.findings) == 1


@pytest.mark.parametrize(("accepted", "claimed"), [(-5, -6), (0.01, -0.01)])
def test_a_mail_that_was_let_through_before_the_suppression_is_no_breach(
    accepted: float, claimed: float
) -> None:
    assert audit(*_mailed_again(accepted, claimed)).suppressed.findings == ()


def test_a_dead_letter_spoils_the_run() -> None:
    world, ours = honest()

    result = audit(world, replace(ours, dead={"enrich_lead": 2, "send_email": 1}))

    assert " dlq=3 " in result.last_line()
    assert not result.in_order
    assert [finding.id for finding in result.dead.findings] == ["enrich_lead", "send_email"]


def test_a_bounce_that_came_by_mail_needs_no_word_of_ses() -> None:
    world, ours = honest()
    sent = world.accepted[0].send_id
    log = (
        *ours.events,
        said("email.bounced", send_id=sent, lead_id="f" * 32, campaign_id="demo", kind="hard"),
    )
    report = Inbound("inbound/dsn", NOW, sent, expected=frozenset({"BOUNCED"}))

    check = checks.told(replace(world, inbound=(*world.inbound, report)), replace(ours, events=log))

    assert check.findings == ()


def test_a_contact_that_salesforce_knew_before_has_no_id_of_ours() -> None:
    world, ours = honest()
    log = (
        *ours.events,
        said("crm.synced", lead_id="f" * 32, object="Contact", external_id="f" * 32, salesforce_id="003x"),
    )
    theirs = (*world.records, Record("Contact", "", "003x"), Record("Lead", "", "00Qtheirs"))

    check = checks.crm(replace(world, records=theirs), replace(ours, events=log))

    assert check.findings == ()


def test_a_reply_that_was_misread_is_shown_and_not_called_lost() -> None:
    world, ours = honest()
    meant = replace(world.inbound[0], expected=frozenset({"COLD", "NEUTRAL"}))

    result = audit(replace(world, inbound=(meant,)), ours)

    assert [finding.what for finding in result.labels.findings] == ["means COLD/NEUTRAL, was read as WARM"]
    assert result.in_order


def test_the_machine_reads_the_findings_too() -> None:
    world, ours = honest()

    told = audit(world, replace(ours, sends=ours.sends[1:])).as_json()

    assert told["unaccounted"] == 1
    assert told["findings"] == [
        {"book": "mails", "id": "mid-0", "what": "was accepted by SES and has no send row"}
    ]


def test_a_lead_whose_mail_waits_for_approval_is_not_late_and_one_that_was_decided_is() -> None:
    world, ours = honest(1)
    row = replace(ours.enrolled[0], state="active", why="step 1", moves_at=NOW - timedelta(days=2))
    about = {"lead_id": row.lead_id, "campaign_id": row.campaign_id, "send_id": "s" * 32}
    waiting = replace(ours, enrolled=(row,), events=(*ours.events, said("email.held", **about)))
    decided = replace(waiting, events=(*waiting.events, said("email.drafted", **about)))

    assert checks.leads(world, waiting).findings == ()
    assert [finding.id for finding in checks.leads(world, decided).findings] == [row.lead_id]
