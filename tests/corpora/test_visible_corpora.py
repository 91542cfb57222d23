"""What a person wrote, beside what other projects' tests expect of it."""

import json
import re

from replies.html_text import to_text
from replies.message import parse
from replies.visible.cut import extract, visible
from tests.corpora.collections import CORPORA, as_message, needs_collections, share, squeezed, stored_mails

pytestmark = needs_collections


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


def test_no_reply_is_empty_where_its_message_says_something():
    empty = []
    seen = 0
    for folder in ("replies/alfonsrv", "replies/zapier", "replies/talon/standard_replies"):
        for path in stored_mails(folder):
            message = as_message(path.read_bytes())
            seen += 1
            if message.body.strip() and not visible(message).text:
                empty.append(path.name)
    share("mails with a visible reply", seen - len(empty), seen)
    assert empty == []


def test_what_was_cut_once_is_not_cut_again():
    changed = []
    for folder in ("replies", "mime"):
        for path in stored_mails(folder):
            said = visible(as_message(path.read_bytes()))
            if said.text and not said.uncertain and extract(said.text).text != said.text:
                changed.append(path.name)
    assert changed == []
