"""Identifiers: derived from what they name, so that the same thing found twice has the same id.

All ids are lowercase hex. They fit the alphabets of an SES message tag, a Connect ``ClientToken``,
a Scheduler name and a Salesforce external id.
"""

from __future__ import annotations

import hashlib
import hmac

_LENGTH = 32


def digest(*parts: object) -> str:
    """Hash the parts, in order, into 32 hex characters.

    Parts are joined with their lengths, so that ``("ab", "c")`` and ``("a", "bc")`` differ.
    """
    texts = [str(part).encode() for part in parts]
    framed = b"".join([b"%d:%b" % (len(text), text) for text in texts])
    return hashlib.sha256(framed).hexdigest()[:_LENGTH]


def lead_id(registrable_domain: str) -> str:
    """The id of a company: from its registrable domain, whatever page or source it was found on."""
    return digest("lead", registrable_domain.strip().rstrip(".").lower())


def normalise_address(address: str) -> str:
    """The form in which two spellings of one mailbox are equal.

    Domains ignore case (RFC 5321 2.4). Local parts may not, but no mail host in use tells them apart,
    and mailing one person twice costs more than the difference is worth. A ``+tag`` is kept: it may be
    another mailbox; suppression checks both forms (see ``outreach.suppression``).
    """
    return address.strip().strip("<>").lower()


def contact_id(address: str, pepper: str) -> str:
    """The id of a person's mailbox: a keyed hash, so that an event archive can't be searched by guessing."""
    keyed = hmac.new(pepper.encode(), normalise_address(address).encode(), hashlib.sha256)
    return keyed.hexdigest()[:_LENGTH]


def send_id(lead: str, campaign: str, step: int) -> str:
    """The id of one step's mail to one lead: the key that makes a second send impossible."""
    return digest("send", lead, campaign, step)


def call_id(lead: str, campaign: str, cause: str) -> str:
    """The id of a call and its Connect ``ClientToken``: one per lead, campaign and reply or inquiry."""
    return digest("call", lead, campaign, cause)


def reply_id(bucket_key: str) -> str:
    """The id of a stored message: from the object's key in the mail bucket."""
    return digest("reply", bucket_key)
