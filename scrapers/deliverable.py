"""Whether mail to an address can arrive, and whether somebody reads it there.

Spelling (email-validator), the mail servers of the domain (DNS), providers of throw-away addresses
(``disposable-email-domains``, a list that is released every few days) and mailboxes that nobody reads. A
mailbox itself is only known to its server: asking there is the ``Probe``, which is off unless a campaign
turns it on, because many servers take it for an attack and a domain that takes any address tells nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, Protocol

from scrapers.emails import is_never_written, mailbox_kind

if TYPE_CHECKING:
    from dns.resolver import Resolver

Word = Literal["safe", "risky", "unknown", "invalid"]
_DNS_SECONDS = 4

REASONS = {
    "syntax": "not spelled as an address",
    "no_domain": "its domain does not exist",
    "no_mx": "its domain has no mail server",
    "null_mx": "its domain says that it takes no mail (RFC 7505)",
    "mailbox_unknown": "its mail server does not know the mailbox",
    "disposable": "its provider gives out throw-away addresses",
    "unattended": "a mailbox that nobody reads for business (abuse, no-reply …)",
    "mailbox_known": "its mail server takes mail for it",
    "mx": "its domain takes mail",
    "catch_all": "its mail server takes any address: the mailbox may not exist",
    "not_told": "its mail server does not say",
    "dns_timeout": "its domain's name servers gave no answer",
    "not_checked": "nobody asked",
}
"""What a reason means, in words for a person."""


class Probe(Protocol):
    """Asks a mail server about a mailbox, without writing to it."""

    def ask(
        self, address: str, servers: tuple[str, ...]
    ) -> Literal["known", "unknown", "catch_all", "not_told"]: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """``word`` with its ``reason`` (one of ``REASONS``) and the ``kind`` of mailbox: role, person or free.

    ``safe`` and ``unknown`` are written to, ``risky`` only where nothing better is known, ``invalid`` never.
    """

    word: Word
    reason: str
    kind: str = ""


def check(address: str, resolver: Callable[[], Any] | None = None, probe: Probe | None = None) -> Verdict:
    """What can be known of an address. At most ``_DNS_SECONDS`` seconds a question to DNS, answers cached."""
    from email_validator import EmailSyntaxError, EmailUndeliverableError, validate_email

    try:
        found = validate_email(address, check_deliverability=True, dns_resolver=(resolver or _resolver)())
    except EmailSyntaxError:
        return Verdict("invalid", "syntax")
    except EmailUndeliverableError as error:
        return _undeliverable(error, mailbox_kind(address))
    kind = mailbox_kind(address)
    if is_disposable(found.ascii_domain):
        return Verdict("risky", "disposable", kind)
    if is_never_written(address):
        return Verdict("risky", "unattended", kind)
    # Where DNS does not answer in time the library gives an address without its servers.
    servers = tuple(str(name) for _, name in getattr(found, "mx", None) or ())
    if not servers:
        return Verdict("unknown", "dns_timeout", kind)
    if probe is None:
        return Verdict("safe", "mx", kind)
    match probe.ask(address, servers):
        case "known":
            return Verdict("safe", "mailbox_known", kind)
        case "unknown":
            return Verdict("invalid", "mailbox_unknown", kind)
        case "catch_all":
            return Verdict("unknown", "catch_all", kind)
        case "not_told":
            return Verdict("unknown", "not_told", kind)


def not_checked(address: str) -> Verdict:
    """The verdict where no question is asked: by the spelling and the lists alone."""
    kind = mailbox_kind(address)
    if is_disposable(address.rpartition("@")[2].lower()):
        return Verdict("risky", "disposable", kind)
    return (
        Verdict("risky", "unattended", kind)
        if is_never_written(address)
        else Verdict("unknown", "not_checked", kind)
    )


def is_disposable(domain: str) -> bool:
    """Whether a domain, or one above it, belongs to a provider of throw-away addresses."""
    from disposable_email_domains import allowlist, blocklist

    labels = domain.lower().split(".")
    above = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    return not any(name in allowlist for name in above) and any(name in blocklist for name in above)


def _undeliverable(error: Exception, kind: str) -> Verdict:
    """Which of the library's refusals it was: it has one class for all, and for no answer at all too."""
    text = str(error)
    if text.startswith("There was an error"):
        return Verdict("unknown", "dns_timeout", kind)
    if "does not exist" in text:
        return Verdict("invalid", "no_domain", kind)
    # A null MX is refused at sight; that there is neither MX nor A is found by an exception of DNS.
    null = "does not accept" in text and error.__cause__ is None
    return Verdict("invalid", "null_mx" if null else "no_mx", kind)


@lru_cache(maxsize=1)
def _resolver() -> Resolver:
    from email_validator import caching_resolver

    return caching_resolver(timeout=_DNS_SECONDS)
