"""What stands of the entries of a ledger, in whatever order they come."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

import pytest

from outreach.consent import Basis, Consent, Entry, expires_at, standing

WORDS = Consent("yes", "1", "2026-01-01T00:00:00+00:00", "form", entry="words")
BOUGHT = Consent("order", "1", "2026-02-01T00:00:00+00:00", "shop", Basis.CUSTOMER, entry="bought")
LATER = Consent("yes again", "2", "2026-04-01T00:00:00+00:00", "form", entry="later")
NOTHING = Consent("", "", "", "")


def given(consent: Consent) -> Entry:
    return Entry(consent, consent.given_at[:19] + ".000Z")


def withdrawn(day: str) -> Entry:
    return Entry(NOTHING, f"{day}T00:00:00.000Z", withdrawn=True)


@pytest.mark.parametrize(
    ("entries", "counts", "taken_back"),
    [
        ([given(WORDS)], "words", False),
        ([given(WORDS), given(BOUGHT)], "words", False),
        ([given(WORDS), given(LATER)], "later", False),
        ([given(WORDS), withdrawn("2026-03-01")], "words", True),
        ([given(WORDS), given(BOUGHT), withdrawn("2026-03-01")], "bought", True),
        ([given(WORDS), withdrawn("2026-03-01"), given(LATER)], "later", False),
        ([given(WORDS), withdrawn("2026-01-01")], "words", True),
    ],
)
def test_what_stands_does_not_depend_on_the_order_of_the_entries(
    entries: list[Entry], counts: str, taken_back: bool
) -> None:
    for order in permutations(entries):
        stands = standing(order)
        assert stands is not None
        assert (stands.entry, bool(stands.withdrawn_at)) == (counts, taken_back)


def test_nothing_stands_where_nothing_was_given() -> None:
    assert standing([]) is None
    assert standing([withdrawn("2026-03-01")]) is None


@pytest.mark.parametrize(
    ("basis", "given_at", "end"),
    [
        (Basis.CUSTOMER, "2024-02-29T10:00:00+00:00", datetime(2026, 2, 28, 10, tzinfo=UTC)),
        (Basis.INQUIRY, "2025-08-31T10:00:00+00:00", datetime(2026, 2, 28, 10, tzinfo=UTC)),
        (Basis.INQUIRY, "2025-12-15T10:00:00+00:00", datetime(2026, 6, 15, 10, tzinfo=UTC)),
        (Basis.EXPRESS, "2025-12-15T10:00:00+00:00", None),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(
    basis: Basis, given_at: str, end: datetime | None
) -> None:
    assert expires_at(Consent("x", "1", given_at, "form", basis)) == end
