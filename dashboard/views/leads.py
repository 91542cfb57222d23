"""Leads as rows of a table, and a lead's own facts."""

from __future__ import annotations

from dashboard.markup import plain
from dashboard.model import FactRow, LeadRow
from dashboard.words import REASONS, STATES, word

Cells = dict[str, str | int | float | None]


def cells(row: LeadRow) -> Cells:
    """Column → value. A table shows cells literally; only marks that would turn the text are taken out."""
    return {
        "Company": plain(row.company or row.domain or row.id),
        "Domain": plain(row.domain),
        "State": word(row.state, STATES),
        "Why": why(row),
        "Fit": row.fit,
        "Intent": row.intent,
        "Mails": row.step,
        "Country": plain(row.country),
        "Platform": plain(row.platform),
        "Changed (UTC)": moment(row.updated_at),
    }


def why(row: LeadRow) -> str:
    """Why it stands where it stands: the word for the reason where there is one, else the API's sentence."""
    return REASONS.get(row.reason) or plain(row.why) or (word(row.reason) if row.reason else "")


def figures(row: LeadRow) -> list[tuple[str, str]]:
    """What is known of a lead in a line: pairs of name and value, only those that there are."""
    scores = (("fit", row.fit), ("intent", row.intent))
    words = (
        ("why", why(row)),
        ("country", row.country),
        ("platform", row.platform),
    )
    return [(name, str(value)) for name, value in scores if value is not None] + [
        (name, value) for name, value in words if value
    ]


def facts(rows: tuple[FactRow, ...]) -> list[FactRow]:
    """Kinds together in alphabetical order, the surest of each first."""
    return sorted(rows, key=lambda row: (row.kind, -(row.confidence or 0), row.value))


def moment(at: str) -> str:
    """An ISO time to the minute; what is none stays as it is."""
    return at[:16].replace("T", " ") if len(at) >= 16 and at[10:11] == "T" else plain(at)
