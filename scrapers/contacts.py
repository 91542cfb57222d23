"""Which of a company's addresses to write to."""

from __future__ import annotations

from outreach.facts import Fact
from outreach.profile import Profile
from scrapers.domains import registrable_domain
from scrapers.emails import is_never_written

# Role mailboxes in the order in which they lead to somebody who can answer a business letter.
_PREFERRED = ("info", "hello", "contact", "office", "sales", "hi", "hallo", "kontakt", "team", "shop", "mail")


def choose_contact(profile: Profile, *, persons: bool = False) -> Fact | None:
    """The e-mail fact to write to; None where the pages show no address that is right to use.

    A mailbox of the company's own domain comes before one at a free provider; a role mailbox before a
    person's, whom we have no reason to single out. ``persons`` allows a person's mailbox where no other is
    there. Addresses of other companies (an agency, a shop system) and mailboxes such as ``privacy@`` are
    never chosen.
    """
    ranked = [
        (rank, fact.value, fact)
        for fact in profile.of_kind("email")
        if (rank := _rank(fact, profile, persons))
    ]
    return min(ranked, key=lambda entry: entry[:2])[2] if ranked else None


def _rank(fact: Fact, profile: Profile, persons: bool) -> tuple[int, int, float] | None:
    kind = fact.detail.get("kind", "person")
    own = registrable_domain(fact.value) == profile.domain
    if is_never_written(fact.value) or not (own or kind == "free") or (kind == "person" and not persons):
        return None
    local = fact.value.partition("@")[0]
    preference = _PREFERRED.index(local) if local in _PREFERRED else len(_PREFERRED)
    group = {"role": 0, "person": 1, "free": 2}[kind] if own else 2
    return group, preference, -fact.confidence
