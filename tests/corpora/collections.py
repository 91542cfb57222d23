"""Where the public collections of real mail are, and what the tests on them share.

The collections are not part of the project: absent, the tests skip. Run with ``-s`` to see the figures.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from replies import intent
from replies.message import Message, parse
from replies.verdict import Verdict, decide, with_intent

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
needs_collections = pytest.mark.skipif(
    not CORPORA.is_dir(),
    reason="the collections of real mail are not beside this checkout (../shared/corpora)",
)

_TOP = b"From: Ann Doe <ann@firm.example>\nTo: sam@seller.example\nSubject: Re: hello\n\n"


def share(name: str, right: int, of: int) -> float:
    """Print a figure, and give it."""
    print(f"{name}: {right}/{of} = {right / of:.3f}")  # noqa: T201
    return right / of


def squeezed(text: str) -> str:
    """A text without blanks: collections differ in how they wrap lines."""
    return re.sub(r"\s+", "", text)


def whole_verdict(message: Message) -> Verdict:
    """The verdict by rules, and by the offline model where they leave it open."""
    verdict = decide(message)
    if verdict.undecided:
        verdict = with_intent(verdict, intent.classify(verdict.visible.text, message.subject))
    return verdict


def as_message(raw: bytes) -> Message:
    """A stored mail; a stored body gets a header that says nothing."""
    message = parse(raw)
    return message if message.readable else parse(_TOP + raw)


def stored_mails(folder: str) -> Iterator[Path]:
    """The files of a folder that are mails or bodies of mails, not labels or licences."""
    for path in sorted((CORPORA / folder).rglob("*")):
        told = path.suffix in (".json", ".jsonl", ".csv", ".md") or path.name.startswith("LICENSE")
        if path.is_file() and not told and "LICENSES" not in path.parts:
            yield path
