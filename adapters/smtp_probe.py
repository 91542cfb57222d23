"""Ask a mail server whether it knows a mailbox: the beginning of a delivery that is never made.

Off unless a campaign turns it on. AWS blocks port 25 out of Lambda unless the account asks for it to be
opened, and then the answer is always "not told".
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-resource-limits.html#port-25-throttle
"""

from __future__ import annotations

import smtplib
from hashlib import sha256
from typing import Literal

Told = Literal["known", "unknown", "catch_all", "not_told"]
_MOST_SERVERS = 2
_SECONDS = 8.0
# RFC 3463: these say that the mailbox is the matter. Any other refusal may be about us.
_NO_MAILBOX = ("5.1.1", "5.1.10", "5.1.6", "5.2.1")


class SmtpProbe:
    """``helo`` is our own host name, as the servers will see it."""

    def __init__(self, helo: str, port: int = 25, seconds: float = _SECONDS) -> None:
        self._helo = helo
        self._port = port
        self._seconds = seconds

    def ask(self, address: str, servers: tuple[str, ...]) -> Told:
        """What the first server that answers says of the mailbox. Sends no mail, and raises nothing."""
        for server in servers[:_MOST_SERVERS]:
            try:
                return self._ask(address, server)
            except (OSError, smtplib.SMTPException):
                continue
        return "not_told"

    def _ask(self, address: str, server: str) -> Told:
        with smtplib.SMTP(server, self._port, local_hostname=self._helo, timeout=self._seconds) as session:
            session.ehlo_or_helo_if_needed()
            if session.docmd("MAIL FROM:<>")[0] >= 400:
                return "not_told"
            code, words = session.rcpt(address)
            if code in (250, 251):
                # A server that takes an address nobody can have takes any.
                return "catch_all" if session.rcpt(nobody_at(address))[0] in (250, 251) else "known"
            return "unknown" if _names_the_mailbox(code, words) else "not_told"


def nobody_at(address: str) -> str:
    """An address of the same domain that nobody has; the same one each time."""
    domain = address.rpartition("@")[2]
    return f"nobody-{sha256(address.encode()).hexdigest()[:16]}@{domain}"


def _names_the_mailbox(code: int, words: bytes) -> bool:
    if code not in (550, 551, 553):
        return False
    said = words.decode("utf-8", "replace").lower()
    return (
        said.startswith(_NO_MAILBOX)
        or "unknown" in said
        or "no such user" in said
        or "does not exist" in said
    )
