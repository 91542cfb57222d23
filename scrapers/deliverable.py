"""Whether mail to an address can arrive: its spelling, and the mail servers of its domain.

Thin: a domain that takes any address, a mailbox that does not exist and a disposable provider are not told
apart, and no server is asked about a mailbox. What cannot be found out is ``unknown`` and is written to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from dns.resolver import Resolver

Word = Literal["safe", "unknown", "invalid"]
_DNS_SECONDS = 4


@dataclass(frozen=True, slots=True)
class Verdict:
    """``word`` with its ``reason``: ``syntax``, ``mx``, ``no_mx``, ``dns_timeout`` or ``not_checked``."""

    word: Word
    reason: str


NOT_CHECKED = Verdict("unknown", "not_checked")


@lru_cache(maxsize=1)
def _resolver() -> Resolver:
    from email_validator import caching_resolver

    return caching_resolver(timeout=_DNS_SECONDS)


def check(address: str, resolver: Callable[[], Any] = _resolver) -> Verdict:
    """Ask DNS whether the address's domain takes mail (MX, else A; null MX refuses: RFC 7505)."""
    from email_validator import EmailSyntaxError, EmailUndeliverableError, validate_email

    try:
        found = validate_email(address, check_deliverability=True, dns_resolver=resolver())
    except EmailSyntaxError:
        return Verdict("invalid", "syntax")
    except EmailUndeliverableError:
        return Verdict("invalid", "no_mx")
    # Where DNS does not answer in time the library gives an address without its servers.
    return Verdict("safe", "mx") if getattr(found, "mx", None) else Verdict("unknown", "dns_timeout")
