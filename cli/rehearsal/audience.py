"""The list of companies, and how the people behind it behave: by seed, at rates that are assumptions."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from cli.errors import Misuse, Trouble
from outreach import compliance, ids, places
from outreach.compliance import Recipient
from outreach.consent import Consent
from outreach.places import Place
from outreach.profile import Profile
from scrapers import imports
from scrapers.emails import mailbox_kind


class Company(NamedTuple):
    """One company of the list. ``line`` is where it stands; ``page`` where its address was published."""

    line: int
    lead_id: str
    name: str
    domain: str
    address: str
    country: str
    place: Place
    subscriber: compliance.Subscriber
    consent: Consent | None

    def recipient(self, seen_at: str) -> Recipient:
        """As the compliance rules see it: an address that the company shows on its own site."""
        return Recipient(
            address=self.address,
            country=self.country,
            subscriber=self.subscriber,
            source=f"https://{self.domain}/",
            seen_at=seen_at,
            published=True,
            impersonal=mailbox_kind(self.address) == "role",
            consent=self.consent,
        )


class Audience(NamedTuple):
    """The companies that can be rehearsed with, and the rows that can't: (line, column, reason in words)."""

    companies: tuple[Company, ...]
    refused: tuple[tuple[int, str, str], ...]


def read(file: Path, now: datetime) -> Audience:
    """The companies of a CSV file, read as ``beckon leads import`` reads it. Raises ``Trouble``."""
    try:
        table = imports.read(file.read_bytes(), file.name, now.isoformat())
    except FileNotFoundError as error:
        raise Trouble(
            f"there is no file {file}", "name a CSV file with company, domain, email, country"
        ) from error
    except OSError as error:
        raise Trouble(f"{file} can't be read ({error.strerror})", "name a CSV file") from error
    except imports.BadTable as error:
        raise Trouble(
            f"{file}: {error}", "name the columns company, domain, email, country in the first row"
        ) from error
    refused = [(row.line, row.column, imports.REASONS[row.reason]) for row in table.refused]
    companies = []
    for row in table.rows:
        company = _company(row)
        if company is None:
            refused.append((row.line, "email", "no e-mail address"))
        else:
            companies.append(company)
    return Audience(tuple(companies), tuple(sorted(refused)))


def _company(row: imports.Row) -> Company | None:
    profile = Profile(row.domain, "", row.facts)
    address = row.address or next(iter(profile.emails), "")
    if not address:
        return None
    return Company(
        line=row.line,
        lead_id=ids.lead_id(row.domain),
        name=profile.company,
        domain=row.domain,
        address=address,
        country=profile.country,
        place=places.of_profile(profile),
        subscriber=compliance.subscriber([profile.company]),
        consent=row.consent,
    )


class Act(StrEnum):
    """What somebody does with a mail."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    UNSUBSCRIBE = "unsubscribe"
    WARM = "warm"
    COLD = "cold"
    LATER = "later"
    AWAY = "away"


class Reaction(NamedTuple):
    """What a mail leads to, and how long after it. ``days``: until somebody is back, or wants to be asked."""

    act: Act
    after: timedelta
    days: int = 0


Rates = dict[Act, float]
"""Percent of the mails; bounces of first mails only."""

TYPICAL: Rates = {
    Act.BOUNCE: 2.0,
    Act.COMPLAINT: 0.02,
    Act.UNSUBSCRIBE: 0.5,
    Act.WARM: 1.0,
    Act.COLD: 2.0,
    Act.LATER: 0.5,
    Act.AWAY: 3.0,
}
"""Assumed where nothing else is said. Each differs by a factor of three between lists: use your own."""


def rates(text: str) -> Rates:
    """``typical``, ``silent``, or ``bounce=2,warm=1`` in percent (the rest is 0). Raises ``Misuse``."""
    if text == "typical":
        return TYPICAL
    if text == "silent":
        return {}
    found: Rates = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, value = part.partition("=")
        try:
            found[Act(name.strip().lower())] = float(value)
        except ValueError:
            known = ", ".join(act.value for act in Act)
            raise Misuse(f"{part!r} is no rate", f"write NAME=PERCENT; names are {known}") from None
    if any(not 0 <= rate <= 100 for rate in found.values()) or sum(found.values()) > 100:
        raise Misuse("rates are percent, and together at most 100", "write for example warm=1,cold=2")
    return found


_WHOLE = 1 << 32


def reaction(company: Company, campaign_id: str, step: int, seed: int, assumed: Rates) -> Reaction | None:
    """What this mail leads to; None for silence. The same seed gives the same people."""
    dice = int(ids.digest("rehearsal", seed, company.lead_id, campaign_id, step), 16)
    drawn, dice = dice % _WHOLE / _WHOLE * 100.0, dice // _WHOLE
    for act in Act:
        rate = assumed.get(act, 0.0) if act is not Act.BOUNCE or step == 0 else 0.0
        if drawn < rate:
            return Reaction(act, *_timing(act, dice % _WHOLE / _WHOLE, dice // _WHOLE % 1000))
        drawn -= rate
    return None


def _timing(act: Act, share: float, number: int) -> tuple[timedelta, int]:
    """Machines answer at once, people within three days, most of them on the first."""
    if act is Act.BOUNCE:
        return timedelta(minutes=1), 0
    if act is Act.AWAY:
        return timedelta(minutes=1), 2 + number % 13
    return timedelta(minutes=10) + timedelta(days=3) * share**3, 30 + number % 61
