"""The replies room against public collections of real mail. Floors are what it reaches, not what it aims at.

Run with ``-s`` to see the figures. The collections are not part of the project: absent, the tests skip.
"""

import csv
import json
import re
import time
from collections import Counter, defaultdict
from email.message import EmailMessage
from pathlib import Path

import pytest

from replies import bounces, intent
from replies.bounces.report import Kind
from replies.html_text import to_text
from replies.message import parse
from replies.verdict import Label, Verdict, decide, with_intent
from replies.visible import extract

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
pytestmark = pytest.mark.skipif(
    not CORPORA.is_dir(),
    reason="the collections of real mail are not beside this checkout (../shared/corpora)",
)


def verdict_of(raw: bytes) -> Verdict:
    message = parse(raw)
    verdict = decide(message)
    if verdict.undecided:
        verdict = with_intent(verdict, intent.classify(verdict.visible.text, message.subject))
    return verdict


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def share(name: str, right: int, of: int) -> float:
    print(f"{name}: {right}/{of} = {right / of:.3f}")  # noqa: T201
    return right / of


# Bounces -----------------------------------------------------------------------------------------------

CLASSES = {
    "BOUNCED": Label.BOUNCED,
    "COMPLAINT_ARF": Label.COMPLAINT,
    "UNSUBSCRIBE_OPTOUT": Label.UNSUBSCRIBE,
    "AUTO_REPLY_OOO": Label.AUTO_REPLY,
    "DELIVERED": Label.OTHER,
}


@pytest.fixture(scope="module")
def labels():
    rows = defaultdict(list)
    with (CORPORA / "bounces" / "labels.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows[row["file"]].append(row)
    return rows


def test_the_class_of_real_reports(labels):
    right = delays = 0
    wrong = Counter()
    for name, rows in labels.items():
        raw = (CORPORA / "bounces" / name).read_bytes()
        report = bounces.read(parse(raw))
        got, wanted = decide(parse(raw)).label, CLASSES[rows[0]["class"]]
        if report is not None and report.kind is Kind.DELAY and wanted is Label.BOUNCED:
            delays += 1  # the collection calls a notice of delay a bounce; nothing has ended there
            continue
        right += got is wanted
        wrong[(wanted, got)] += got is not wanted
    print("delay notices set aside:", delays, {k: v for k, v in wrong.items() if v})  # noqa: T201
    assert delays <= 13
    assert share("class", right, len(labels) - delays) >= 0.99


def test_the_reasons_and_the_hardness_of_real_bounces(labels):
    hard = reason = of_hard = of_reason = 0
    for name, rows in labels.items():
        report = bounces.read(parse((CORPORA / "bounces" / name).read_bytes()))
        if rows[0]["class"] != "BOUNCED" or report is None:
            continue
        left = list(report.failures)
        for row in rows:
            pool = left or list(report.failures)
            best = max(pool, key=lambda f: (f.status == row["status"], f.reason == row["reason"]))
            left = [f for f in left if f is not best]
            if row["labels_agree"] in ("full", "reason+hard", "hard_only"):
                of_hard += 1
                hard += best.hard == (row["hard"] == "yes")
            if row["labels_agree"] in ("full", "reason+hard"):
                of_reason += 1
                reason += best.reason == row["reason"]
    assert share("hard or soft", hard, of_hard) >= 0.955
    assert share("reason", reason, of_reason) >= 0.9


# Visible replies ---------------------------------------------------------------------------------------


def test_talon():
    document = json.loads((CORPORA / "replies" / "talon" / "labels.json").read_text())
    right = total = 0
    for case in document["inline_cases"]:
        if case["kind"] == "plain":
            got, wanted = extract(case["input"]).text, case["expected"]
        else:
            got = extract(to_text(case["input"], without_quotes=True)).text
            wanted = to_text(case["expected"]).replace("_", "")
        total += 1
        right += squeezed(got) == squeezed(wanted)
    for case in document["fixtures"]:
        raw = (CORPORA / "replies" / "talon" / case["file"]).read_bytes()
        if case["kind"] == "html":
            got = extract(to_text(raw.decode("utf-8", "replace"), without_quotes=True)).text
        else:
            got = extract(parse(raw).text).text
        # The fixtures keep "Sent from my iPhone", which is nobody's words.
        wanted = re.sub(r"(?s)\n\n(?:-- \n|Sent from).*", "", case["expected"])
        total += 1
        right += squeezed(got) == squeezed(wanted)
    assert share("talon", right, total) >= 0.95


def test_alfonsrv():
    document = json.loads((CORPORA / "replies" / "alfonsrv" / "labels.json").read_text())
    right = total = 0
    for name, cases in document.items():
        seen = extract((CORPORA / "replies" / "alfonsrv" / name).read_text(encoding="utf-8"))
        assert seen.text, name
        parts = {"body": seen.text, "signatures": seen.signature}
        for check in (c for case in cases for c in case["checks"]):
            if check.get("reply_index", 0) or check.get("part") not in parts:
                continue
            got, wanted = squeezed(parts[check["part"]]).strip("-"), squeezed(check["value"]).strip("-")
            holds = {"contains": wanted in got, "not_contains": wanted not in got, "equals": wanted == got}
            total += 1
            right += holds[check["check"]]
    assert share("alfonsrv", right, total) >= 0.97


def test_zapier():
    document = json.loads((CORPORA / "replies" / "zapier" / "labels.json").read_text())
    right = total = 0
    for name, checks in document.items():
        got = squeezed(extract((CORPORA / "replies" / "zapier" / name).read_text(encoding="utf-8")).text)
        assert got, name
        holds = [squeezed(x) in got for x in checks.get("reply_contains", [])]
        holds += [squeezed(x) not in got for x in checks.get("reply_not_contains", [])]
        if "equals_stripped" in checks:
            holds.append(squeezed(checks["equals_stripped"]) == got)
        total += len(holds)
        right += sum(holds)
    assert share("zapier", right, total) >= 0.99


def test_no_mail_of_a_person_is_taken_for_a_machines_or_a_wish_to_be_left_alone():
    found = {}
    for folder in ("replies/talon", "replies/alfonsrv", "replies/zapier"):
        for path in (CORPORA / folder).rglob("*"):
            if not path.is_file() or path.suffix == ".json" or path.name == "LICENSE":
                continue
            raw = path.read_bytes()
            if not parse(raw).readable:
                raw = b"From: a@b.example\nSubject: Re: hello\n\n" + raw
            verdict = decide(parse(raw))
            if verdict.label is not None:
                found[path.name] = (verdict.label, verdict.rule)
    assert found == {}


# Intents -----------------------------------------------------------------------------------------------


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
        got = verdict_of(as_mail(case)).label
        if got != wanted:
            wrong.append((wanted, str(got), case["body"][:60]))
    print(wrong)  # noqa: T201
    assert share("intents", len(cases) - len(wrong), len(cases)) >= 0.95
    assert not [w for w in wrong if w[0] in ("COLD", "UNSUBSCRIBE") and w[1] == "WARM"]
    assert not [w for w in wrong if w[0] in ("UNSUBSCRIBE", "BOUNCED")]


# Anything ----------------------------------------------------------------------------------------------


def test_no_message_of_any_collection_raises_or_takes_long():
    slowest = 0.0
    for path in (p for folder in ("mime", "bounces") for p in (CORPORA / folder).rglob("*") if p.is_file()):
        raw = path.read_bytes()
        began = time.process_time()
        verdict_of(raw) if parse(raw).readable else decide(parse(raw))
        slowest = max(slowest, time.process_time() - began)
    assert slowest < 2
