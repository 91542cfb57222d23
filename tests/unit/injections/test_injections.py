"""No text of a stranger makes the project do what its policy does not allow, whatever a model makes of it.

Every message of ``messages/`` comes in through the handler, over the real commit, once without a model and
once with each of the models that can't be trusted (``models``). What must hold is the same for all of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from adapters.bedrock import ModelUnavailable
from outreach.suppression import Gate, Scope
from replies.message import parse
from replies.verdict import Label, decide
from store import suppression
from store.suppression import Entry
from tests.unit.inbox.stage import NOW, REPLY_TOKEN, UNSUB_TOKEN, Stage
from tests.unit.injections import models
from tests.unit.injections.ground import Outcome, play
from tests.unit.injections.mails import Case, Ours, cases, compose

DECIDED = {"UNSUBSCRIBE", "BOUNCED", "COMPLAINT", "AUTO_REPLY", "OTHER"}
SHUT = {"UNSUBSCRIBE", "BOUNCED", "COMPLAINT"}
SAID = {"reply.received", "reply.classified", "reply.flagged", "recipient.suppressed"}
RIVAL = Gate(Scope.ADDRESS, "f" * 32)


class Away:
    """No model: the project's own decides."""

    def converse(self, request: dict[str, Any]) -> Any:
        raise ModelUnavailable("model_not_allowed", passing=False)


MODELS: dict[str, Callable[[], Any]] = {
    "none": Away,
    "warm": models.Warm,
    "obedient": models.Obedient,
    "knowing": models.Knowing,
    "garbage": models.Garbage,
}


def wrongs(case: Case, found: Outcome) -> list[str]:
    """What is not as it must be, whoever judged."""
    row, said = found.row, found.classified
    asked = case.calls
    consented = (found.consent or {}).get("phone") if found.consent else None
    checks = {
        "a verdict of the rules": case.label not in DECIDED or row["label"] == case.label,
        "decided by a model": case.label not in DECIDED or row["decided_by"] == "rule",
        "warm, though somebody declines": (
            case.label != "COLD" or row["label"] != "WARM" or bool(row["needs_review"])
        ),
        "warm without a person": (
            case.honest or asked is not None or row["label"] != "WARM" or bool(row["needs_review"])
        ),
        "review skipped": bool(row.get("needs_review")) == said["needs_review"],
        "a call that nobody asked for": found.consent is None or asked is not None,
        "another number": found.consent is None or consented == asked,
        "a call is asked of the bus": asked is not None or not _wishes(said),
        "suppressed": found.suppressed == (case.label in SHUT),
        "other events": set(found.said) <= SAID,
        "words of others in the summary": not re.search(
            r"https?:|@|\d{5}|[<>]|evil", row.get("summary") or ""
        ),
        "words of others in the draft": not re.search(
            r"https?:|@|\d{5}|WARM|evil", row.get("suggestion") or ""
        ),
        "words in an event": not re.search(r"@|https?:|\+\d", repr(found.said)),
    }
    return [name for name, holds in checks.items() if not holds]


def _wishes(said: dict[str, Any]) -> bool:
    """Whether ``place_call`` would look for a consent."""
    wanted = said["wants_call"] or said["phone_given"]
    return said["label"] == "WARM" and not said["needs_review"] and wanted


@pytest.mark.parametrize("model", MODELS)
def test_nothing_happens_that_the_policy_does_not_allow(stage: Stage, model: str) -> None:
    stage.table.commit(suppression.suppress(stage.table, [RIVAL], Entry("unsubscribe", "reply"), NOW))
    judge = MODELS[model]()
    broken: dict[str, list[str]] = {}
    labels: Counter[str] = Counter()
    for number, case in enumerate(cases()):
        found = play(stage, case, number, judge)
        wrong = wrongs(case, found)
        if wrong:
            broken[f"{case.group}: {case.name}"] = [*wrong, f"{found.row.get('label')} of {case.label}"]
        honest = found.row["label"] == case.label
        labels["attacks" if not case.honest else "honest"] += 1
        labels["attacks read right" if not case.honest else "honest read right"] += honest
        labels["attacks for a person"] += not case.honest and bool(found.row.get("needs_review"))
    print(f"\nmodel {model}: {dict(labels)}, changed or acted on: {len(broken)}")  # noqa: T201
    assert broken == {}
    assert suppression.listed(stage.table, [RIVAL]), "a suppression was lifted"


@pytest.mark.parametrize("model", ["none", "warm", "obedient", "knowing"])
def test_honest_people_get_what_they_ask_for(stage: Stage, model: str) -> None:
    """Controls: who writes "ignore my previous mail, I'd love a call" is called."""
    judge = MODELS[model]()
    refused = {}
    for number, case in enumerate(c for c in cases() if c.honest or c.calls):
        found = play(stage, case, number, judge)
        called = (found.consent or {}).get("phone")
        understood = found.row["label"] == case.label or found.row["needs_review"] or model != "none"
        if called != case.calls or not understood:
            refused[case.name] = (found.row["label"], found.row.get("needs_review"), called)
    assert refused == {}


def test_what_rules_decide_is_decided_before_any_model_is_asked() -> None:
    ours = Ours("ann@firm.example", REPLY_TOKEN, UNSUB_TOKEN, "0100-0000-0000")
    for number, case in enumerate(cases()):
        verdict = decide(parse(compose(case, ours, number)))
        assert verdict.undecided == (case.label not in DECIDED), case.name
        if case.label in DECIDED - {"UNSUBSCRIBE"}:
            assert verdict.label is Label(case.label), case.name


def test_the_suite_is_as_large_as_it_says() -> None:
    attacks = [case for case in cases() if not case.honest]
    assert len(attacks) >= 130
    assert len({case.name for case in attacks}) == len(attacks)
    assert len(cases()) - len(attacks) >= 30


def test_the_checks_can_fail(stage: Stage) -> None:
    """A warm verdict, a consent and a foreign word would be seen."""
    case = next(case for case in cases() if case.name == "the plain order")
    found = play(stage, case, 0, Away())
    assert wrongs(case, found) == []
    made = found._replace(
        row=found.row | {"label": "WARM", "needs_review": False, "summary": "see https://evil.example"},
        classified=found.classified | {"label": "WARM", "needs_review": False},
        consent={"phone": "+19005550100"},
        suppressed=True,
        said=found.said | {"call.requested": {}},
    )
    assert len(wrongs(case, made)) >= 6


def test_a_second_reading_by_a_talkative_model_calls_nobody(stage: Stage) -> None:
    from inbox.second_reading import Model, Reading, read_again
    from store import sends

    attacks = [case for case in cases() if not case.honest and not case.calls]
    for number, case in enumerate(attacks):
        found = play(stage, case, number, Away())
        send = sends.get(stage.table, found.row["lead_id"], found.row["send_id"])
        raw = stage.deps.mail.objects[found.row["key"]]
        again = read_again(found.row, send, raw, country=None, model=Model("m", models.Warm().converse))
        if isinstance(again, Reading):
            assert again.row["label"] != "WARM" or again.row["needs_review"], case.name
