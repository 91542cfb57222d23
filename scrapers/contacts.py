"""Which of a company's addresses to write to."""

from __future__ import annotations

from outreach.facts import Fact
from outreach.profile import Profile
from scrapers.domains import registrable_domain
from scrapers.emails import is_never_written

# Role mailboxes in the order in which they lead to somebody who can answer a business letter.
_PREFERRED = ("info", "hello", "contact", "office", "sales", "hi", "hallo", "kontakt", "team", "shop", "mail")


def rank_contacts(profile: Profile, *, persons: bool = False) -> list[Fact]:
    """The e-mail facts that are right to write to, the best first; none where the pages show no such address.

    A mailbox of the company's own domain comes before one at a free provider; a role mailbox before a
    person's, whom we have no reason to single out. ``persons`` allows a person's mailbox where no other is
    there. Addresses of other companies (an agency, a shop system) and mailboxes such as ``privacy@`` are
    never among them.
    """
    ranked = [
        (rank, fact.value, fact)
        for fact in profile.of_kind("email")
        if (rank := _rank(fact, profile, persons)) is not None
    ]
    return [fact for _, _, fact in sorted(ranked, key=lambda entry: entry[:2])]


def choose_contact(profile: Profile, *, persons: bool = False) -> Fact | None:
    """The first of ``rank_contacts``, or None."""
    return next(iter(rank_contacts(profile, persons=persons)), None)


def _rank(fact: Fact, profile: Profile, persons: bool) -> tuple[int, int, float] | None:
    kind = fact.detail.get("kind", "person")
    own = registrable_domain(fact.value) == profile.domain
    if is_never_written(fact.value) or not (own or kind == "free") or (kind == "person" and not persons):
        return None
    local = fact.value.partition("@")[0]
    preference = _PREFERRED.index(local) if local in _PREFERRED else len(_PREFERRED)
    group = {"role": 0, "person": 1, "free": 2}[kind] if own else 2
    return group, preference, -fact.confidence
