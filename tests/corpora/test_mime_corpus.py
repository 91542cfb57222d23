"""Real and malformed MIME: what is read of it, beside what another parser reads. ``-s`` shows the figures.

Agreement is measured on the fields that both parse: subject, sender's address, sender's name, text. Texts
are compared without regard to blanks and to Unicode composition; where the other parser gives HTML, its
source goes through the same conversion as ours. A U+FFFD of the other parser (bytes that it could not read
and we could) stands for any one character.
"""

import base64
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from replies.html_text import to_text
from replies.message import parse

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
MIME = CORPORA / "mime"
pytestmark = pytest.mark.skipif(
    not MIME.is_dir(), reason="the collections of real mail are not beside this checkout (../shared/corpora)"
)
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{76}\n)*[A-Za-z0-9+/]+={0,2}\n?")


def squeezed(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f]+", "", unicodedata.normalize("NFC", text))


def agrees(theirs: str, ours: str) -> bool:
    theirs, ours = squeezed(theirs), squeezed(ours)
    return len(theirs) == len(ours) and all(a in (b, "\ufffd") for a, b in zip(theirs, ours, strict=True))


def printable(text: str) -> str:
    """Texts with control characters are kept as base64 in the trees."""
    if not _BASE64.fullmatch(text) or len(text.replace("\n", "")) % 4:
        return text
    try:
        return base64.b64decode(text).decode()
    except UnicodeDecodeError:
        return text


def field(tree: dict, name: str) -> object:
    return next((h["value"] for h in reversed(tree["parts"][0]["headers"]) if h["name"] == name), None)


def mailbox(tree: dict) -> dict | None:
    value = field(tree, "from")
    found = value.get("Address") if isinstance(value, dict) else None
    if not found:
        return None
    boxes = found.get("List") or [box for group in found.get("Group", ()) for box in group["addresses"]]
    return next((box for box in boxes if "@" in (box.get("address") or "")), None)


def texts(tree: dict) -> list[str]:
    """The readings of the body that count as the same: as it is, decoded, plain parts only."""
    bodies = [tree["parts"][index]["body"] for index in tree["text_body"]]
    pieces = [next(iter(body.items())) for body in bodies if isinstance(body, dict)]
    pieces = [(kind, text) for kind, text in pieces if kind in ("Text", "Html")]
    readings = []
    for decode in (str, printable):
        shown = [to_text(decode(text)) if kind == "Html" else decode(text) for kind, text in pieces]
        plain = [decode(text) for kind, text in pieces if kind == "Text"]
        readings += ["".join(shown), "".join(plain)]
    return [reading for reading in readings if squeezed(reading)]


def test_subject_sender_and_text_agree_with_another_parser():
    seen, same = Counter(), Counter()
    apart = []
    for path in sorted((MIME / "stalwart").rglob("*.json")):
        tree = json.loads(path.read_text(encoding="utf-8"))
        message = parse(path.with_suffix(".eml").read_bytes())
        compared = []
        subject = field(tree, "subject")
        if isinstance(subject, dict) and subject.get("Text"):
            compared.append(("subject", [subject["Text"]], message.subject))
        box = mailbox(tree)
        if box is not None and message.sender is not None:
            compared.append(("sender", [box["address"].lower()], message.sender.address))
            compared.append(("sender's name", [box.get("name") or ""], message.sender.name))
        expected = texts(tree)
        if expected and (message.text or message.html):
            compared.append(("text", expected, message.body))
        for name, theirs, ours in compared:
            seen[name] += 1
            same[name] += any(agrees(reading, ours) for reading in theirs)
            if not any(agrees(reading, ours) for reading in theirs):
                apart.append(f"{path.parent.name}/{path.name} {name}")
    for name, total in seen.items():
        print(f"{name}: {same[name]}/{total} = {same[name] / total:.3f}")  # noqa: T201
    share = sum(same.values()) / sum(seen.values())
    print(f"all fields: {sum(same.values())}/{sum(seen.values())} = {share:.3f}; apart: {apart}")  # noqa: T201
    assert share >= 0.97
    assert same["subject"] == seen["subject"]
    assert same["sender"] == seen["sender"]
    assert same["text"] / seen["text"] >= 0.92


def test_the_calendar_answers_are_told_from_the_requests():
    said = {path.stem: parse(path.read_bytes()).calendar[:1] for path in (MIME / "calendar").glob("*.eml")}
    print(said)  # noqa: T201
    answers = {name: says for name, says in said.items() if name.startswith("reply_")}
    assert answers
    for name, says in answers.items():
        assert says == (f"REPLY:{name.removeprefix('reply_').upper()}",)
    assert {says[0] for name, says in said.items() if "request" in name} == {"REQUEST"}
    assert {says[0] for name, says in said.items() if "cancel" in name} == {"CANCEL"}


def test_every_message_cut_at_any_hundredth_is_still_read():
    """What a broken connection leaves of a message: no exception at any place."""
    for path in sorted((MIME / "stalwart").rglob("*.eml")):
        raw = path.read_bytes()
        for cut in range(0, len(raw), max(1, len(raw) // 100)):
            parse(raw[:cut])
