"""The messages that are measured: real ones where they are beside this checkout, else written here."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from replies.message import parse
from sandbox import letters

COLLECTIONS = Path(__file__).parents[2].parent / "shared" / "corpora"
FOLDERS = ("bounces", "replies")
WRITTEN = 400
_TOP = b"From: Ann Doe <ann@firm.example>\nTo: sam@seller.example\nSubject: Re: hello\n\n"
_SAID = (
    "Thanks for writing. Yes, this could be of interest: please call me on Tuesday after ten.",
    "We have somebody for this already and are happy with them. No, thank you.",
    "Please take me off your list, and do not write to us again.",
    "Could you send me your prices first? I would like to show them to my colleague.",
    "I am out of the office until Monday and will answer when I am back.",
)
_STYLES = ("gmail", "outlook", "plain", "bottom", "interleaved")
_WORDS = ("shop", "checkout", "orders", "basket", "customers", "page", "returns", "stock", "margin", "season")


def messages() -> tuple[str, list[bytes]]:
    """Where the messages come from, and the messages."""
    found = [
        path.read_bytes()
        for folder in FOLDERS
        for path in sorted((COLLECTIONS / folder).rglob("*"))
        if path.suffix in (".eml", ".txt", ".mime", "") and path.is_file() and path.name != "LICENSE"
    ]
    if found:
        return "real", [raw if parse(raw).readable else _TOP + raw for raw in found]
    return "written", list(written())


def written(count: int = WRITTEN) -> list[bytes]:
    """Answers and bounces as the sandbox's mailboxes write them: the same ones each time."""
    rng = random.Random(1)
    at = datetime(2026, 10, 5, 10, tzinfo=UTC)
    out = []
    for number in range(count):
        raw = _ours(rng, number)
        original = letters.read_original(raw)
        at += timedelta(minutes=7)
        if number % 4 == 0:
            out.append(
                letters.bounce_report(
                    original=original, raw=raw, recipient="ann@firm.example", to=original.reply_to, at=at,
                    message_id=f"bounce{number}",
                )
            )  # fmt: skip
            continue
        out.append(
            letters.compose(
                original=original, sender="ann@firm.example", sender_name="Ann Doe", to=original.reply_to,
                text=_SAID[number % len(_SAID)], signature="Ann Doe\nFirm Ltd\n+1 202 555 0143",
                style=_STYLES[number % len(_STYLES)], at=at, message_id=f"answer{number}",
            )
        )  # fmt: skip
    return out


def _ours(rng: random.Random, number: int) -> bytes:
    """A mail of ours, to be answered or returned."""
    message = EmailMessage(policy=letters.POLICY)
    message["From"] = "Sam <sam@seller.example>"
    message["To"] = "Ann Doe <ann@firm.example>"
    message["Reply-To"] = f"reply+{'a' * 26}@answers.seller.example"
    message["Subject"] = "Your shop's checkout"
    message["Date"] = "Mon, 05 Oct 2026 08:00:00 +0000"
    message["Message-ID"] = f"<{number}@seller.example>"
    text = "\n\n".join(" ".join(rng.choices(_WORDS, k=40)) for _ in range(4))
    message.set_content(text)
    message.add_alternative(f"<p>{text}</p>", subtype="html")
    return message.as_bytes()
