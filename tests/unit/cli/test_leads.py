"""A lead's story: what happened, why, from which page and event; nothing in it acts on the terminal."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.connection import Connection
from events.base import Event, EventData, Meta
from events.email_drafted import EmailDrafted
from events.email_sent import EmailSent
from events.lead_discovered import LeadDiscovered
from events.lead_enriched import LeadEnriched
from events.lead_rejected import LeadRejected
from events.lead_scored import LeadScored
from events.reply_classified import ReplyClassified
from outreach.enrolment import Enrolment, State, StopReason
from outreach.facts import Fact
from outreach.ids import contact_id, digest, lead_id, reply_id, send_id
from outreach.pages import SitePage
from outreach.profile import Profile
from store import drafts, enrolments, leads, mail, outbox, pages
from tests.unit.cli.conftest import STAGE, Beckon

NOW = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
LEAD = lead_id("shop.example")
OTHER = lead_id("other.example")
CONTACT = contact_id("ada@shop.example", "pepper")
SEND = send_id(LEAD, "demo", 0)
REPLY = reply_id("inbound/1")
RUN = "f" * 32
NAME = "[bold]Shop[/bold] \x1b[31m& Sons"


def say(stage: Connection, data: EventData, seconds: float, cause: str = "outside") -> str:
    """Say an event so many seconds after the start; returns its id."""
    name = digest(data.TYPE, data.subject, seconds)
    meta = Meta(
        id=name,
        type=data.TYPE,
        version=1,
        occurred_at=NOW + timedelta(seconds=seconds),
        correlation_id="run",
        causation_id=cause,
        producer="test",
    )
    stage.table.commit([outbox.say(Event[EventData](meta=meta, data=data))])
    return name


@pytest.fixture
def story(stage: Connection, beckon: Beckon) -> Connection:
    """One company that was written to and answered, and one that was turned away."""
    campaign = Path(__file__).resolve().parents[3] / "campaigns" / "demo.yml"
    assert beckon("campaign", "create", str(campaign), "--stage", STAGE).code == 0
    page = "https://shop.example/about"
    facts = (
        Fact("f1", "company", NAME, page, "jsonld", 0.98, "2026-03-04T16:00:00Z"),
        Fact("f2", "description", "Makes spoons by hand", page, "og", 0.8, "2026-03-04T16:00:00Z"),
    )
    stopped = Enrolment(LEAD, "demo", 1, state=State.STOPPED, step=1, stop_reason=StopReason.REPLIED)
    draft = drafts.Draft(
        SEND,
        LEAD,
        "demo",
        1,
        0,
        CONTACT,
        "Spoons",
        ("Hello,", "You make spoons."),
        ({"text": "You make spoons.", "facts": ["f2"]},),
        "model",
    )
    address = Fact("f3", "email", "ada@shop.example", page, "mailto", 0.9, "2026-03-04T16:00:00Z")
    commit = stage.table.commit
    commit([leads.new(LEAD, "shop.example", "csv", "demo", RUN, NOW)])
    commit(
        [
            *leads.enriched(LEAD, Profile("shop.example", "2026-03-04T16:00:00Z", facts), CONTACT, NOW),
            *leads.contact(LEAD, CONTACT, address, "safe", "mx", NOW),
            leads.score(
                LEAD,
                "demo",
                {
                    "fit": 79,
                    "intent": 22,
                    "fit_reasons": [{"name": "platform", "points": 34, "why": "runs shopify"}],
                    "intent_reasons": [{"name": "stale", "points": -3, "why": "says nothing new"}],
                },
                NOW,
            ),
            enrolments.save(stopped, 0, "they answered", NOW),
            drafts.keep(draft, NOW),
            mail.answer(
                LEAD,
                REPLY,
                {
                    "label": "WARM",
                    "visible": "Yes \x1b]0;owned\x07please",
                    "from_address": "ada@shop.example",
                },
                NOW,
                review=True,
            ),
            mail.file(REPLY, mail.CLASSIFIED, {"key": "inbound/1", "lead_id": LEAD}, NOW),
            mail.file("b" * 32, mail.UNREADABLE, {"key": "inbound/2", "reason": "no_mail"}, NOW),
        ]
    )
    commit(
        [
            leads.new(OTHER, "other.example", "csv", "demo", RUN, NOW),
            enrolments.save(
                Enrolment(OTHER, "demo", 1, state=State.REJECTED),
                0,
                "robots_forbid",
                NOW - timedelta(hours=1),
            ),
        ]
    )
    common = {"lead_id": LEAD, "campaign_id": "demo"}
    found = say(stage, LeadDiscovered(run_id=RUN, source="csv", **common), 0)
    read = say(stage, LeadEnriched(run_id=RUN, platform="shopify", facts=2, **common), 1, found)
    scored = say(stage, LeadScored(run_id=RUN, fit=79, intent=22, selected=True, **common), 2, read)
    mailed = {"step": 0, "send_id": SEND, "contact_id": CONTACT, **common}
    written = say(stage, EmailDrafted(written_by="model", **mailed), 3, scored)
    say(stage, EmailSent(message_id="mid-1", **mailed), 4, written)
    say(
        stage,
        ReplyClassified(
            reply_id=REPLY,
            label="WARM",
            facet="call",
            confidence=0.85,
            decided_by="rule",
            rule="asks.call",
            wants_call=True,
            phone_given=True,
            needs_review=True,
            **common,
        ),
        60,
    )
    rejected = LeadRejected(lead_id=OTHER, campaign_id="demo", reason="robots_forbid", stage="enrich")
    say(stage, rejected, 1)
    return stage


@pytest.mark.parametrize(
    "asked", ["shop.example", "https://www.shop.example/x", LEAD, LEAD[:6], LEAD.upper()]
)
def test_a_lead_is_found_by_its_domain_its_id_or_the_beginning_of_it(
    story: Connection, beckon: Beckon, asked: str
) -> None:
    assert beckon("lead", asked, "--stage", STAGE, "--json").json()["lead_id"] == LEAD


def test_the_story_tells_what_happened_why_and_from_where(story: Connection, beckon: Beckon) -> None:
    told = beckon("lead", "shop.example", "--stage", STAGE).out

    in_this_order = (
        "in demo",
        "stopped: they answered",
        "ada@shop.example (person) from https://shop.example/about",
        "17:00:00  found by csv",
        "pages read",
        "scored: fit 79, intent 22, selected",
        "+34 runs shopify",
        "-3 says nothing new",
        "mail 1 written by the model",
        "because of lead.scored",
        "rests on description “Makes spoons by hand” from https://shop.example/about",
        "│ Subject: Spoons",
        "│ You make spoons.",
        "mail 1 sent to ada@shop.example",
        "SES message mid-1",
        "17:01:00  answer read as WARM (call)",
        "by rule asks.call, 85 % sure",
        "wants a call, gave a number",
        "a person should look at it",
        "│ Yes ]0;ownedplease",
    )
    place = 0
    for words in in_this_order:
        assert words in told[place:], words
        place = told.index(words, place)


def test_a_name_is_printed_as_it_is_and_does_nothing(story: Connection, beckon: Beckon) -> None:
    for command in (("lead", "shop.example"), ("leads",), ("replies",)):
        told = beckon(*command, "--stage", STAGE).out
        assert "\x1b" not in told
        assert "\x07" not in told
    assert "[bold]Shop[/bold] [31m& Sons" in beckon("lead", LEAD, "--stage", STAGE).out


def test_for_a_machine_the_story_has_causes_reasons_and_the_facts(story: Connection, beckon: Beckon) -> None:
    told = beckon("lead", "shop.example", "--stage", STAGE, "--json").json()

    scored = next(entry for entry in told["timeline"] if entry["event"] == "lead.scored")
    assert scored["because"] == "lead.enriched"
    assert scored["details"] == ["+34 runs shopify", "-3 says nothing new"]
    assert [fact["page"] for fact in told["profile"][0]["facts"]] == ["https://shop.example/about"] * 2
    assert not any(name.startswith("gsi") or name in ("pk", "sk") for name in told["lead"][0])


def test_leads_are_listed_newest_first_with_the_reason_of_each(story: Connection, beckon: Beckon) -> None:
    told = beckon("leads", "--stage", STAGE, "--json").json()

    assert told["total"] == 2
    assert [(row["domain"], row["state"], row["why"], row["fit"]) for row in told["leads"]] == [
        ("shop.example", "stopped", "they answered", 79),
        ("other.example", "rejected", "robots_forbid", None),
    ]


def test_leads_can_be_asked_by_state_and_number(story: Connection, beckon: Beckon) -> None:
    rejected = beckon("leads", "--state", "rejected", "--campaign", "demo", "--stage", STAGE, "--json").json()
    one = beckon("leads", "--limit", "1", "--stage", STAGE)

    assert [row["domain"] for row in rejected["leads"]] == ["other.example"]
    assert "other.example" not in one.out
    assert "1 more; say --limit 2 to see all" in one.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("lead", "nobody.example"), 1, "there is no lead nobody.example: see `beckon leads`"),
        (("lead", "not a domain"), 1, "is neither a domain nor a lead's id"),
        (("leads", "--state", "happy"), 2, "there is no state 'happy': the states are: found, enriched"),
        (("leads", "--limit", "0"), 2, "Invalid value for '--limit'"),
        (("replies", "--unmatched", "--review"), 2, "ask for one"),
    ],
)
def test_what_can_not_be_answered_is_a_sentence(
    story: Connection, beckon: Beckon, arguments: tuple[str, ...], code: int, words: str
) -> None:
    told = beckon(*arguments, "--stage", STAGE)

    assert (told.code, told.out) == (code, "")
    assert words in told.err


def test_an_empty_stage_has_no_leads_and_says_so(stage: Connection, beckon: Beckon) -> None:
    assert beckon("leads", "--stage", STAGE).out == "No leads yet.\n"
    assert beckon("replies", "--stage", STAGE).out == "No such answers.\n"


@pytest.mark.parametrize(
    ("option", "keys"),
    [((), {"inbound/1", "inbound/2"}), (("--unmatched",), {"inbound/2"})],
)
def test_answers_are_listed_by_what_became_of_them(
    story: Connection, beckon: Beckon, option: tuple[str, ...], keys: set[str]
) -> None:
    told = beckon("replies", *option, "--stage", STAGE, "--json").json()

    assert {row["key"] for row in told["replies"]} == keys


def test_what_waits_for_a_person_is_a_list_of_its_own(story: Connection, beckon: Beckon) -> None:
    (row,) = beckon("replies", "--review", "--stage", STAGE, "--json").json()["replies"]

    assert (row["reply_id"], row["label"], row["from"]) == (REPLY, "WARM", "ada@shop.example")


def test_output_for_machines_is_json_whatever_the_names(story: Connection, beckon: Beckon) -> None:
    told = beckon("lead", LEAD, "--stage", STAGE, "--json").out

    assert told.isascii()
    assert json.loads(told)["profile"][0]["facts"][0]["value"] == NAME


def test_a_site_that_could_not_be_read_says_why_and_when_it_is_tried_again(
    story: Connection, beckon: Beckon
) -> None:
    again = NOW + timedelta(days=1)
    failed = leads.failed(OTHER, "timed_out", "the host did not answer in time", NOW, again)
    story.table.commit([failed])
    told = " ".join(beckon("lead", "other.example", "--stage", STAGE).out.split())
    assert f"timed_out: the host did not answer in time, on {NOW:%Y-%m-%d %H:%M:%S}" in told
    assert f"asked again from {again:%Y-%m-%d %H:%M:%S}" in told


def test_the_pages_that_were_read_are_named(story: Connection, beckon: Beckon) -> None:
    read = [
        SitePage(role, f"https://shop.example/{role}", NOW.isoformat(), NOW.isoformat())
        for role in ("home", "contact")
    ]
    story.table.commit(pages.replace(LEAD, (), read))
    told = " ".join(beckon("lead", "shop.example", "--stage", STAGE).out.split())
    assert f"pages home, contact (asked {NOW:%Y-%m-%d %H:%M:%S})" in told
