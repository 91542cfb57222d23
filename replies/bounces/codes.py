"""Finding SMTP reply codes (RFC 5321) and enhanced status codes (RFC 3463) in what a server said."""

from __future__ import annotations

import re

from replies.patterns import Lazy

# "5.1.1", but not the "4.99.5" of "Exim 4.99.5" nor a piece of an IP address or a version.
_STATUS = Lazy(r"(?<![\d.v/])([245]\.(?:[0-7])\.\d{1,3})(?![\d]|\.\d)")
_AFTER_CODE = Lazy(r"\b([245]\d\d)[\s-]+#?([245]\.\d\.\d{1,3})\b")
_CODE = Lazy(
    r"(?:^|[\s:;(<\[=]|said:?\s*|error:?\s*|smtp;\s*)([45]\d\d)(?=[\s-]+\S|[:;.)]\s|$)", re.IGNORECASE
)
_SOFTWARE = Lazy(r"(?:exim|postfix|sendmail|version|mta|v)\s*$", re.IGNORECASE)


def status_in(text: str) -> str:
    """The enhanced status code in a diagnostic, or an empty string. The one behind a reply code wins."""
    paired = _AFTER_CODE.search(text)
    if paired and paired.group(1)[0] == paired.group(2)[0]:
        return paired.group(2)
    for match in _STATUS.finditer(text):
        if not _SOFTWARE.search(text[max(0, match.start() - 12) : match.start()]):
            return match.group(1)
    return ""


def smtp_code_in(text: str) -> str:
    """The SMTP reply code of a refusal in a diagnostic (4xx or 5xx), or an empty string."""
    paired = _AFTER_CODE.search(text)
    if paired and paired.group(1)[0] in "45":
        return paired.group(1)
    match = _CODE.search(text)
    return match.group(1) if match and 400 <= int(match.group(1)) <= 599 else ""


_COMMANDS = (
    (
        "DATA",
        Lazy(
            r"in reply to (?:end of )?data|after (?:end of )?data|>>> data|for text command|to data command",
            re.I,
        ),
    ),
    ("MAIL", Lazy(r"in reply to mail from|after mail from|>>> mail from|sender was rejected", re.I)),
    (
        "EHLO",
        Lazy(r"in reply to (?:ehlo|helo)|after (?:ehlo|helo)|>>> (?:ehlo|helo)|my name was rejected", re.I),
    ),
    (
        "CONN",
        Lazy(r"after initial connection|while performing the initial protocol|in reply to connection", re.I),
    ),
    ("RCPT", Lazy(r"in reply to rcpt to|after rcpt to|>>> rcpt to|to rcpt command", re.I)),
)


def refused_command(text: str) -> str:
    """The SMTP command that the refusal answered: CONN, EHLO, MAIL, RCPT or DATA, or empty when not said."""
    found = [(m.start(), name) for name, pattern in _COMMANDS if (m := pattern.search(text))]
    return min(found)[1] if found else ""
