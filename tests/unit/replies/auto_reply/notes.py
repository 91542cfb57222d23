"""Mails that notes come in, for the tests of this folder."""

from typing import Any

from replies import record
from replies.message import Message, parse
from replies.verdict import decide


def mail(
    text: str,
    *headers: str,
    subject: str = "Re: Your shop",
    sender: str = "ann@firm.example",
    answers: bool = True,
) -> Message:
    """A mail of Monday, 5 October 2026; ``answers``: in answer to one of ours."""
    lines = [
        f"From: Ann Doe <{sender}>",
        "To: sam@seller.example",
        f"Subject: {subject}",
        "Date: Mon, 5 Oct 2026 10:00:00 +0200",
        "Content-Type: text/plain; charset=utf-8",
        *(("In-Reply-To: <one@seller.example>",) if answers else ()),
        *headers,
    ]
    return parse(("\n".join(lines) + f"\n\n{text}\n").encode())


def read(text: str) -> dict[str, Any]:
    """What the table keeps of a note."""
    row = record.automatic(decide(mail(text)))
    assert row is not None
    return row
