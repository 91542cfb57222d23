"""The record of the legitimate interest that a campaign rests on."""

from __future__ import annotations

from datetime import date

from outreach.campaign import LegalBasis
from outreach.campaign_file.section import Section
from outreach.interest import Interest

_FIX = (
    "GDPR Art. 6(1)(f) asks for it. Write: legitimate_interest: {purpose: what you gain by writing to them,"
    " assessed_on: 2026-01-31, the day on which you weighed it against theirs}."
)


def read_interest(top: Section, basis: LegalBasis) -> Interest | None:
    """The record; needed where the campaign rests on it, and an error where it rests on something else."""
    section = top.section("legitimate_interest", needed=False)
    if basis is not LegalBasis.LEGITIMATE_INTEREST:
        if section is not None:
            top.wrong(
                "legitimate_interest",
                f"stands beside the legal basis {basis.value}",
                "Remove it, or set legal_basis: legitimate_interest.",
            )
        return None
    if section is None:
        if top.data.get("legitimate_interest") is None:
            top.wrong("legitimate_interest", "is missing", _FIX)
        return None
    interest = Interest(
        purpose=section.text("purpose", "Say in a sentence what you gain by writing to these people."),
        assessed_on=_day(section),
        reference=section.text("reference", "Name the document of the weighing.", default=""),
    )
    section.finish()
    return interest


def _day(section: Section) -> str:
    """YAML reads an unquoted 2026-01-31 as a date, a quoted one as a text: both mean the same."""
    value = section.raw("assessed_on")
    fix = "Write the day of the weighing as 2026-01-31."
    if value is None:
        section.wrong("assessed_on", "is missing", fix)
        return ""
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        section.wrong("assessed_on", f"{str(value)!r} is not a day", fix)
        return ""
