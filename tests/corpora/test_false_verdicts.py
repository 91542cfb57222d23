"""People's mail: none of it is a bounce, a complaint, a wish for no more mail, or automatic."""

import json

import pytest

from replies.message import Message
from replies.verdict import Label, decide
from tests.corpora.collections import CORPORA, as_message, needs_collections, stored_mails
from tests.corpora.test_intents_corpus import as_mail

pytestmark = needs_collections
FALSE = (Label.BOUNCED, Label.COMPLAINT, Label.UNSUBSCRIBE, Label.AUTO_REPLY)
FOLDERS = ("replies", "mime/stalwart", "mime/calendar")


def false_verdicts(mails: dict[str, Message]) -> dict[str, tuple[Label, str]]:
    found = {}
    for name, message in mails.items():
        verdict = decide(message)
        if verdict.label in FALSE:
            found[name] = (verdict.label, verdict.rule)
    return found


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_mail_of_a_person_gets_a_verdict_that_ends_something(folder):
    mails = {str(path): as_message(path.read_bytes()) for path in stored_mails(folder)}
    found = false_verdicts(mails)
    print(f"{folder}: {len(found)} false of {len(mails)}")  # noqa: T201
    assert mails
    assert found == {}


def test_no_answer_of_a_person_gets_a_verdict_that_ends_something():
    """WARM, COLD and NEUTRAL answers, as the collection labels them."""
    cases = [json.loads(line) for line in (CORPORA / "intents.jsonl").read_text().splitlines()]
    mails = {
        f"{number}": as_message(as_mail(case))
        for number, case in enumerate(cases)
        if case["label"] in ("WARM", "COLD", "NEUTRAL")
    }
    found = false_verdicts(mails)
    print(f"intents: {len(found)} false of {len(mails)}")  # noqa: T201
    assert found == {}


def test_hardly_a_copy_that_a_report_returns_gets_such_a_verdict():
    """The copies of people's mails that reports return, read as if they had arrived by themselves."""
    mails = {}
    for path in stored_mails("bounces"):
        for number, enclosed in enumerate(as_message(path.read_bytes()).enclosed):
            if enclosed.text.strip() and enclosed.header("from"):
                top = f"From: {enclosed.header('from')}\nSubject: {enclosed.header('subject')}\n\n"
                mails[f"{path.name} {number}"] = as_message((top + enclosed.text).encode("utf-8", "replace"))
    found = false_verdicts(mails)
    print(f"copies in bounces: {len(found)} false of {len(mails)}")  # noqa: T201
    assert len(found) <= len(mails) * 0.02, found
