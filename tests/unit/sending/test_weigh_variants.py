"""Mails that are variants: drawn, written as drawn, counted once as what came of them, stopped if harmful."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest

from events.base import EventData
from events.email_complained import EmailComplained
from events.email_sent import EmailSent
from events.recipient_suppressed import RecipientSuppressed
from events.reply_classified import ReplyClassified
from handlers import weigh_variants
from outreach import ids, variants
from outreach.campaign import Experiment, Step, Variant, Writer
from outreach.variants import Tally
from outreach.wording import Translation, Wording
from store import keys, mail, outbox, sends
from store import variants as stored
from store.sends import Send
from store.table import Refusal
from store.writes import Put, Update
from tests.unit.sending.stage import CONTACT, DEMO, LEAD, Stage, send_id
from tests.unit.sending.test_draft_email import draft, run

STEP = Step(
    0,
    "intro",
    "A shorter checkout for {{ company }}",
    Writer.TEMPLATE,
    variants=(Variant("plain"), Variant("blunt", subject="An idea for {{ company }}")),
)
PLAIN, BLUNT = variants.arms(STEP)
REPLY = ids.reply_id("inbound/1")


@pytest.fixture
def tried(stage: Stage) -> Stage:
    """A campaign whose first step has two variants; its mail is written and sent."""
    stage.given_campaign(steps=(STEP, *DEMO.steps[1:]), experiment=Experiment(matures_seconds=0))
    stage.given_lead()
    stage.given_enrolment()
    return stage


@pytest.fixture
def sent(tried: Stage) -> Stage:
    run(tried)
    row = Send(
        send_id(), LEAD, DEMO.id, 0, CONTACT, "p", "d", "s@x.example", "2026-03-04", state=sends.SENT,
        claimed_at="2026-03-04T12:00:00.000Z", sent_at="2026-03-04T12:00:01.000Z", message_id="m",
        variant=draft(tried).variant,
    )  # fmt: skip
    attributes = {name: getattr(row, name) for name in Send._fields}
    tried.table.commit([Put(keys.send(LEAD, row.send_id), "send", attributes)])
    return tried


def said_sent(stage: Stage) -> EmailSent:
    about = {"lead_id": LEAD, "campaign_id": DEMO.id, "step": 0, "send_id": send_id()}
    return EmailSent(**about, contact_id=CONTACT, message_id="m", variant=draft(stage).variant)


def complaint() -> EmailComplained:
    return EmailComplained(lead_id=LEAD, campaign_id=DEMO.id, send_id=send_id(), contact_id=CONTACT)


def one_click(**changes: Any) -> RecipientSuppressed:
    about = {"lead_id": LEAD, "campaign_id": DEMO.id, "contact_id": CONTACT, "scope": "address"}
    return RecipientSuppressed(**about | {"reason": "unsubscribe", "origin": "one_click"} | changes)


def answered(stage: Stage, label: str, reply_id: str = REPLY, review: bool = False) -> ReplyClassified:
    """An answer as ``classify_reply`` leaves it, and what it says of it."""
    row = {"label": label, "send_id": send_id(), "campaign_id": DEMO.id, "needs_review": review}
    put = mail.answer(LEAD, reply_id, row, stage.clock.now(), review=review)
    stage.table.commit([put._replace(when=None)])
    return ReplyClassified(
        lead_id=LEAD, campaign_id=DEMO.id, reply_id=reply_id, label=label, confidence=1, decided_by="rule",
        wants_call=False, phone_given=False, needs_review=review, send_id=send_id(), contact_id=CONTACT,
    )  # fmt: skip


def weigh(stage: Stage, *events: EventData) -> list[dict[str, Any]]:
    return [told for event in events for told in stage.run(weigh_variants, event)]


def tally(stage: Stage) -> Tally:
    (found,) = stored.tallies(stage.table, DEMO.id, 0).values()
    return found


# Drawing --------------------------------------------------------------------------------------------------


def test_a_mail_is_written_as_the_variant_that_is_drawn_for_it(tried: Stage) -> None:
    (told,) = run(tried)
    kept = draft(tried)
    every = variants.experiment_id(DEMO.id, 0, (PLAIN, BLUNT), tried.campaign.experiment)
    allocation = stored.newest(tried.table, DEMO.id, 0, every)
    assert allocation is not None
    assert allocation.parts == (500, 500)
    arm = allocation.arm_of(send_id())
    assert (told["variant"], kept.variant, kept.arm, kept.allocation) == (arm.name, arm.name, arm.id, 1)
    assert kept.subject.startswith({"plain": "A shorter", "blunt": "An idea"}[arm.name])


def test_a_mail_that_is_asked_for_again_stays_the_variant_it_was(tried: Stage) -> None:
    run(tried)
    first = draft(tried)
    tried.wait(timedelta(days=30))
    tried.given_enrolment()
    (told,) = run(tried)
    assert told["variant"] == first.variant
    assert draft(tried) == first


def test_an_allocation_lasts_its_time_and_is_followed_by_one_that_has_learnt(tried: Stage) -> None:
    first = stored.in_force(tried.table, tried.campaign, 0, tried.clock.now())
    assert first is not None
    for arm, warm in ((PLAIN, 0), (BLUNT, 20)):
        key = keys.variant_tally(DEMO.id, 0, arm.id, "2026-03-04")
        row = {"arm": arm.id, "day": "2026-03-04", "sends": 200, "warm": warm}
        tried.table.commit([Put(key, "variant_tally", row)])
    tried.wait(timedelta(hours=23))
    assert stored.in_force(tried.table, tried.campaign, 0, tried.clock.now()) == first
    tried.wait(timedelta(hours=1))
    second = stored.in_force(tried.table, tried.campaign, 0, tried.clock.now())
    assert second is not None
    assert second.version == 2
    assert second.parts[1] > 900
    assert second == variants.allocate(
        second.experiment, 2, second.standings, second.harm_cost, second.made_at
    )
    assert stored.allocation(tried.table, DEMO.id, 0, second.experiment, 1) == first


def test_mails_that_had_no_time_for_an_answer_do_not_count_yet(tried: Stage) -> None:
    tried.given_campaign(steps=(STEP,), experiment=Experiment(matures_seconds=3 * 86_400))
    row = {"arm": BLUNT.id, "day": "2026-03-04", "sends": 50, "warm": 9}
    tried.table.commit([Put(keys.variant_tally(DEMO.id, 0, BLUNT.id, "2026-03-04"), "variant_tally", row)])
    young = stored.in_force(tried.table, tried.campaign, 0, tried.clock.now())
    tried.wait(timedelta(days=3))
    grown = stored.in_force(tried.table, tried.campaign, 0, tried.clock.now())
    assert young is not None
    assert grown is not None
    assert [standing.tally.sends for standing in young.standings] == [0, 0]
    assert [standing.tally.sends for standing in grown.standings] == [0, 50]


def test_two_who_divide_at_once_divide_alike(tried: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second, who saw no allocation when it looked, takes the one that the first has made."""
    made = stored.in_force(tried.table, tried.campaign, 0, tried.clock.now())
    look, looks = stored.newest, iter((False, True))
    monkeypatch.setattr(stored, "newest", lambda *about: look(*about) if next(looks) else None)
    assert stored.in_force(tried.table, tried.campaign, 0, tried.clock.now()) == made
    assert next(looks, "both") == "both"


def test_who_is_written_to_in_another_language_gets_the_step_as_it_was_translated(tried: Stage) -> None:
    words = Translation(
        "de", "Wir helfen kleinen Läden.", "Darf ich anrufen?", subjects=("Weniger verlorene Bestellungen",)
    )
    tried.given_campaign(steps=(STEP,), wording=Wording("en", (words,)))
    profile = tried.table.get(keys.profile(LEAD))
    assert profile is not None
    facts = [fact for fact in profile["facts"] if fact["kind"] != "language"]
    german = {**facts[0], "id": "language-fact", "kind": "language", "value": "de"}
    key = keys.profile(LEAD)
    tried.table.commit([Update(key, set={"facts": [*facts, german]})])
    run(tried)
    kept = draft(tried)
    assert (kept.variant, kept.arm, kept.allocation) == ("", "", 0)


# Counting -------------------------------------------------------------------------------------------------


def test_a_mail_counts_once_and_as_what_came_of_it(sent: Stage) -> None:
    weigh(sent, said_sent(sent), said_sent(sent))
    assert tally(sent) == Tally(1)
    weigh(sent, answered(sent, "WARM"))
    assert tally(sent) == Tally(1, warm=1)
    weigh(sent, complaint(), complaint())
    assert tally(sent) == Tally(1, complained=1)


def test_an_event_that_is_delivered_twice_counts_once(sent: Stage) -> None:
    sent.run(weigh_variants, said_sent(sent), "the same")
    sent.run(weigh_variants, said_sent(sent), "the same")
    assert tally(sent) == Tally(1)


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_the_order_of_events_makes_no_difference(sent: Stage, order: tuple[int, ...]) -> None:
    second = ids.reply_id("inbound/2")
    events = (said_sent(sent), answered(sent, "WARM"), answered(sent, "UNSUBSCRIBE", second), one_click())
    weigh(sent, *(events[index] for index in order))
    assert tally(sent) == Tally(1, unsubscribed=1)


def test_a_verdict_that_a_person_corrects_moves_the_count(sent: Stage) -> None:
    weigh(sent, said_sent(sent), answered(sent, "WARM"))
    weigh(sent, answered(sent, "UNSUBSCRIBE"))
    assert tally(sent) == Tally(1, unsubscribed=1)
    weigh(sent, answered(sent, "WARM"))
    assert tally(sent) == Tally(1, warm=1)
    (harm,) = stored.harmed(sent.table, DEMO.id, 0).values()
    assert (harm.unsubscribed, harm.complained) == (0, 0)


def test_an_answer_that_waits_for_a_person_counts_when_one_has_looked(sent: Stage) -> None:
    weigh(sent, said_sent(sent), answered(sent, "WARM", review=True))
    assert tally(sent) == Tally(1)
    weigh(sent, answered(sent, "WARM"))
    assert tally(sent) == Tally(1, warm=1)


def test_an_old_event_of_an_answer_that_was_read_anew_counts_as_it_is_now(sent: Stage) -> None:
    old = answered(sent, "WARM")
    answered(sent, "COLD")
    weigh(sent, said_sent(sent), old)
    assert tally(sent) == Tally(1)


@pytest.mark.parametrize(
    "event",
    [
        one_click(reason="manual", origin="cli"),
        one_click(reason="bounce", origin="ses"),
        one_click(origin="reply"),  # told by the answer
        one_click(contact_id="f" * 32),
    ],
)
def test_what_the_mail_did_not_do_is_not_counted_against_it(sent: Stage, event: EventData) -> None:
    weigh(sent, said_sent(sent), event)
    assert tally(sent) == Tally(1)


def test_mails_without_variants_are_not_counted(stage: Stage) -> None:
    stage.given_campaign()
    about = {"lead_id": LEAD, "campaign_id": DEMO.id, "step": 0, "send_id": send_id()}
    plain = EmailSent(**about, contact_id=CONTACT, message_id="m")
    assert weigh(stage, plain, complaint(), one_click()) == []
    assert stored.tallies(stage.table, DEMO.id, 0) == {}


def test_an_unsubscribe_counts_for_the_mail_whose_link_was_followed(sent: Stage) -> None:
    """Not for a later one, which was no variant."""
    row = sent.send()._replace(send_id=send_id(1), step=1, claimed_at="2026-03-08T12:00:00.000Z", variant="")
    attributes = {name: getattr(row, name) for name in Send._fields}
    sent.table.commit([Put(keys.send(LEAD, row.send_id), "send", attributes)])
    weigh(sent, said_sent(sent), one_click())
    assert tally(sent) == Tally(1)
    weigh(sent, one_click(send_id=send_id()))
    assert tally(sent) == Tally(1, unsubscribed=1)


# Stopping -------------------------------------------------------------------------------------------------


def given_harm(stage: Stage, arm: variants.Arm, unsubscribed: int, complained: int, gone: int) -> None:
    day = "2026-03-01"
    row = {"arm": arm.id, "day": day, "sends": gone, "unsubscribed": unsubscribed, "complained": complained}
    harm = stored.Harm(arm.name, unsubscribed, complained)
    stage.table.commit(
        [
            Put(keys.variant_tally(DEMO.id, 0, arm.id, day), "variant_tally", row),
            stored.stand(DEMO.id, 0, arm.id, stored.Harm(), harm),
        ]
    )


def stops(stage: Stage) -> list[dict[str, Any]]:
    """What was said of stopped variants."""
    return [item["data"] for item in outbox.timeline(stage.table, keys.campaign_pk(DEMO.id))]


def of(stage: Stage) -> variants.Arm:
    return PLAIN if draft(stage).variant == "plain" else BLUNT


def test_a_variant_with_a_second_complaint_among_few_mails_is_stopped_once_and_said(sent: Stage) -> None:
    given_harm(sent, of(sent), 0, 1, 80)
    weigh(sent, said_sent(sent), complaint(), complaint())
    (told,) = stops(sent)
    assert (told["variant"], told["reason"], told["complained"], told["sends"]) == (
        of(sent).name,
        "complaints",
        2,
        81,
    )
    assert told["left"] == 1
    stop = stored.harm_of(sent.table, DEMO.id, 0, of(sent).id).stop
    assert stop is not None
    assert stop.reason == "complaints"


def test_a_stopped_variant_is_drawn_no_more_from_the_next_mail_on(sent: Stage) -> None:
    before = stored.in_force(sent.table, sent.campaign, 0, sent.clock.now())
    given_harm(sent, of(sent), 0, 1, 80)
    weigh(sent, said_sent(sent), complaint())
    after = stored.in_force(sent.table, sent.campaign, 0, sent.clock.now())
    assert before is not None
    assert after is not None
    assert after.version == before.version + 1
    assert [standing.arm for standing in after.standings] == [BLUNT if of(sent) == PLAIN else PLAIN]
    assert after.parts == (variants.WHOLE,)


def test_when_the_last_variant_is_stopped_the_step_is_blocked_with_that_reason(tried: Stage) -> None:
    for arm in (PLAIN, BLUNT):
        stop = stored.Stop(keys.stamp(tried.clock.now()), "complaints")
        harm = stored.Harm(arm.name, 0, 2, stop)
        tried.table.commit([stored.stand(DEMO.id, 0, arm.id, stored.Harm(), harm)])
    (told,) = run(tried)
    assert (told["type"], told["reason"]) == ("email.blocked", "variants_stopped")


def test_a_text_that_was_stopped_stays_so_in_another_version_and_a_changed_one_begins_anew(
    tried: Stage,
) -> None:
    stop = stored.Stop(keys.stamp(tried.clock.now()), "complaints")
    tried.table.commit([stored.stand(DEMO.id, 0, BLUNT.id, stored.Harm(), stored.Harm("blunt", 0, 2, stop))])
    changed = STEP._replace(variants=(*STEP.variants[:1], Variant("blunt", subject="A question")))
    tried.given_campaign(steps=(changed,))
    again = stored.in_force(tried.table, tried.campaign, 0, tried.clock.now())
    assert again is not None
    assert [standing.arm.name for standing in again.standings] == ["plain", "blunt"]
    tried.given_campaign(steps=(STEP,))
    same = stored.in_force(tried.table, tried.campaign, 0, tried.clock.now())
    assert same is not None
    assert [standing.arm.name for standing in same.standings] == ["plain"]


def test_two_complaints_at_once_are_both_counted(sent: Stage) -> None:
    """Each was decided on what stood before the other: the second is decided anew."""
    given_harm(sent, of(sent), 0, 1, 80)
    first = weigh_variants.handle(sent.event(complaint()), sent)  # type: ignore[arg-type]
    weigh(sent, complaint())
    with pytest.raises(Refusal, match="changed"):
        sent.table.commit(first.writes)
    assert stored.harm_of(sent.table, DEMO.id, 0, of(sent).id).complained == 2


def test_a_mail_of_a_stopped_variant_that_has_not_gone_is_written_anew(tried: Stage) -> None:
    run(tried)
    before = draft(tried)
    other = PLAIN if of(tried) == BLUNT else BLUNT
    stop = stored.Stop(keys.stamp(tried.clock.now()), "complaints")
    harm = stored.Harm(before.variant, 0, 2, stop)
    tried.table.commit([stored.stand(DEMO.id, 0, before.arm, stored.Harm(), harm)])
    (told,) = run(tried)
    assert (told["type"], told["variant"]) == ("email.drafted", other.name)
    assert draft(tried).subject != before.subject
