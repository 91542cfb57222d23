"""A mail is written once, from facts, by the model or by the plain template."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from adapters import ses
from adapters.bedrock import ModelUnavailable
from events.step_due import StepDue
from handlers import draft_email, send_email
from outreach.campaign import Writer
from outreach.enrolment import State, StopReason
from store import drafts, keys
from store.writes import Delete
from tests.unit.sending.stage import CONTACT, DEMO, LEAD, NOW, Stage, send_id
from tests.unit.sending.test_send_email import drafted

GOOD = [
    {"text": "I noticed that your shop runs on Shopify.", "facts": ["platform-fact"]},
    {"text": "We help small online shops lose fewer orders at the checkout.", "facts": []},
    {"text": "Would a short call be worth your time?", "facts": []},
]
INVENTED = [{"text": "Congratulations on your National Retail Award 2025.", "facts": ["f-0000"]}, *GOOD]


def answer(
    sentences: list[dict[str, Any]], subject: str = "Kettle & Co: one idea", stop: str = "tool_use"
) -> Any:
    use = {"toolUseId": "use-1", "name": "write_email", "input": {"subject": subject, "sentences": sentences}}
    return {"stopReason": stop, "output": {"message": {"role": "assistant", "content": [{"toolUse": use}]}}}


def due(step: int = 0) -> StepDue:
    return StepDue(lead_id=LEAD, campaign_id=DEMO.id, step=step, send_id=send_id(step))


@pytest.fixture
def ready(stage: Stage) -> Stage:
    """A lead whose first step is due, and a model that writes well."""
    stage.given_campaign()
    stage.given_lead()
    stage.given_enrolment()
    stage.bedrock.answers = [answer(GOOD)]
    return stage


def run(stage: Stage, step: int = 0) -> list[dict[str, Any]]:
    return stage.run(draft_email, due(step))


def draft(stage: Stage, step: int = 0) -> drafts.Draft:
    found = drafts.get(stage.table, LEAD, send_id(step))
    assert found is not None
    return found


def test_a_mail_of_the_model_is_kept_with_the_facts_it_cites(ready: Stage) -> None:
    (told,) = run(ready)
    assert (told["type"], told["written_by"], told["contact_id"]) == ("email.drafted", "model", CONTACT)
    assert "fallback_reason" not in told
    kept = draft(ready)
    assert kept.subject == "Kettle & Co: one idea"
    assert kept.paragraphs[0] == "Hello,"
    assert kept.sentences[0]["facts"] == ["platform-fact"]
    assert kept.campaign_version == 1


def test_the_model_is_given_no_addresses(ready: Stage) -> None:
    run(ready)
    assert "hello@kettle.example" not in str(ready.bedrock.asked)


def test_an_invented_sentence_is_sent_back_once_and_then_good_is_good(ready: Stage) -> None:
    ready.bedrock.answers = [answer(INVENTED), answer(GOOD)]
    (told,) = run(ready)
    assert told["written_by"] == "model"
    assert "National Retail Award" in str(ready.bedrock.asked[1]["messages"][2])
    assert len(draft(ready).complaints) == 1
    assert "Award" not in " ".join(draft(ready).paragraphs)


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([answer(INVENTED), answer(INVENTED)], "unsupported_fact_unknown"),
        (
            [answer(GOOD, subject="Save 90% today"), answer(GOOD, subject="Save 90% today")],
            "unsupported_number",
        ),
        ([answer(INVENTED), ModelUnavailable("model_throttled", passing=True)], "model_throttled"),
        ([ModelUnavailable("model_timeout", passing=True)], "model_timeout"),
        ([answer(GOOD, stop="max_tokens")], "model_truncated"),
        ([answer(GOOD, stop="guardrail_intervened")], "model_refused"),
        ([answer([])], "schema_mismatch"),
        ([{"stopReason": "tool_use", "output": {}}], "model_without_tool"),
    ],
)
def test_whatever_the_model_does_wrong_the_plain_template_is_sent_and_says_why(
    ready: Stage, answers: list[Any], reason: str
) -> None:
    ready.bedrock.answers = answers
    (told,) = run(ready)
    assert (told["type"], told["written_by"], told["fallback_reason"]) == (
        "email.drafted",
        "template",
        reason,
    )
    kept = draft(ready)
    text = " ".join(kept.paragraphs)
    assert "Kettle & Co" in text
    assert "Award" not in text
    assert "90%" not in kept.subject
    assert "platform-fact" in [cited for sentence in kept.sentences for cited in sentence["facts"]]


def test_a_step_that_is_the_templates_asks_no_model(ready: Stage) -> None:
    steps = tuple(s.__class__(s.wait_seconds, s.template, s.subject, Writer.TEMPLATE) for s in DEMO.steps)
    ready.given_campaign(steps=steps)
    (told,) = run(ready)
    assert told["written_by"] == "template"
    assert ready.bedrock.asked == []


def test_a_template_that_cannot_be_filled_in_blocks_the_mail(ready: Stage) -> None:
    step = DEMO.steps[0].__class__(0, "intro", "For {{ nobody }}", Writer.TEMPLATE)
    ready.given_campaign(steps=(step,))
    (told,) = run(ready)
    assert (told["type"], told["reason"]) == ("email.blocked", "variable_unresolved.nobody")
    assert drafts.get(ready.table, LEAD, send_id()) is None


def test_a_lead_without_a_contact_is_blocked(ready: Stage) -> None:
    ready.table.commit([Delete(keys.lead(LEAD)), Delete(keys.contact(LEAD, CONTACT))])
    assert [event["reason"] for event in run(ready)] == ["no_contact"]


def test_a_follow_up_keeps_the_subject_and_knows_what_was_written(ready: Stage) -> None:
    run(ready)
    ready.given_enrolment(step=1)
    ready.bedrock.answers = [answer(GOOD[1:], subject="Something else entirely from Amazon")]
    (told,) = run(ready, step=1)
    assert told["written_by"] == "model", "its own subject is not used, and not judged"
    assert draft(ready, 1).subject == "Re: Kettle & Co: one idea"
    assert "I noticed that your shop runs on Shopify." in str(ready.bedrock.asked[1]["messages"])


def test_a_step_that_is_asked_for_again_is_sent_as_it_was_written(ready: Stage) -> None:
    run(ready)
    first = draft(ready)
    (told,) = run(ready)
    assert told["type"] == "email.drafted"
    assert draft(ready) == first
    assert len(ready.bedrock.asked) == 1


def test_a_throttled_mail_is_asked_for_again_and_a_sent_one_is_not(ready: Stage) -> None:
    run(ready)
    ready.ses.answers = [ses.Throttled("ses_rate", 2.0)]
    ready.run(send_email, drafted())
    assert [event["type"] for event in run(ready)] == ["email.drafted"]
    ready.run(send_email, drafted())
    assert run(ready) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"state": State.STOPPED, "stop_reason": StopReason.REPLIED, "due_at": None},
        {"state": State.FINISHED, "due_at": None},
        {"step": 1},
        {"in_doubt": True},
        {"state": State.POSTPONED, "postponed_until": NOW + timedelta(days=2)},
    ],
)
def test_a_step_that_is_no_longer_wanted_is_dropped(ready: Stage, changes: dict[str, Any]) -> None:
    ready.given_enrolment(**changes)
    assert run(ready) == []
    assert ready.bedrock.asked == []


def test_a_step_of_a_lead_that_was_erased_is_dropped(stage: Stage) -> None:
    assert run(stage) == []
