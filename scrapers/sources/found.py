"""What a source gives: candidates, and the rows it refuses with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from scrapers.domains import excluded_as, host_of, registrable_domain

Reason = Literal["invalid", "excluded", "duplicate"]


class BadAnswer(ValueError):
    """The bytes are not what this source gives. The text says what is wrong, without the bytes."""


class Candidate(NamedTuple):
    """A company that a source named: its registrable domain, and where in the source it stood."""

    domain: str
    where: int


class RefusedRow(NamedTuple):
    """A row that is no company: its place (counted from 1), its text, cut, and why.

    ``category`` says what an excluded one is: marketplace, social, news …
    """

    where: int
    text: str
    reason: Reason
    category: str = ""


class Found(NamedTuple):
    """One reading of a source, in its own order. ``more``: asking for the next page may give others."""

    candidates: tuple[Candidate, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    more: bool = False


def reduce(rows: Iterable[tuple[int, str]], *, more: bool = False) -> Found:
    """Numbered URLs or hosts to companies: registrable domains, each once, platforms' own sites left out."""
    candidates: list[Candidate] = []
    refused: list[RefusedRow] = []
    seen: set[str] = set()
    for where, text in rows:
        domain = registrable_domain(text)
        # A host of shops is no company's domain, but a name that we know.
        category = excluded_as(domain or host_of(text) or "")
        reason: Reason | None = None
        if category is not None:
            reason = "excluded"
        elif domain is None:
            reason = "invalid"
        elif domain in seen:
            reason = "duplicate"
        if domain is None or reason is not None:
            refused.append(RefusedRow(where, text[:200], reason or "invalid", category or ""))
            continue
        seen.add(domain)
        candidates.append(Candidate(domain, where))
    return Found(tuple(candidates), tuple(refused), more)
