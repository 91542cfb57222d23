"""Short answers to outreach, labelled by hand, some of them adversarial: rules and the offline model."""

import json
from email.message import EmailMessage

from replies.message import parse
from tests.corpora.collections import CORPORA, needs_collections, share, whole_verdict

pytestmark = needs_collections


def as_mail(case: dict) -> bytes:
    headers = dict(case["headers"])
    subtype = headers.pop("Content-Type", "text/plain").split("/")[1]
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = case["from"], "sam@seller.example", case["subject"]
    message["Date"] = "Mon, 5 Oct 2026 10:00:00 +0000"
    if case["subject"].lower().startswith("re"):
        message["In-Reply-To"] = "<x@y.example>"
    for name, value in headers.items():
        message[name] = value
    message.set_content(case["body"], subtype=subtype)
    return message.as_bytes()


def test_intents():
    cases = [json.loads(line) for line in (CORPORA / "intents.jsonl").read_text().splitlines()]
    wrong = []
    for case in cases:
        wanted = {"OOO": "AUTO_REPLY"}.get(case["label"], case["label"])
        got = whole_verdict(parse(as_mail(case))).label
        if got != wanted:
            wrong.append((wanted, str(got), case["body"][:60]))
    print(wrong)  # noqa: T201
    assert share("intents", len(cases) - len(wrong), len(cases)) >= 0.95
    assert not [w for w in wrong if w[0] in ("COLD", "UNSUBSCRIBE") and w[1] == "WARM"]
    assert not [w for w in wrong if w[0] in ("UNSUBSCRIBE", "BOUNCED")]
