"""Why a mail came back: one module a reason, tried in a fixed order, then the status code decides.

A reason module holds ``NAME``, ``HARD`` (the address itself is dead: never mail it again), ``STATUS`` (the
enhanced codes, RFC 3463, that mean this reason when the words say nothing) and ``PHRASES`` (lower-case
pieces of what mail servers say, an example line above each group). The vocabulary is the one bounce
parsers share, so that figures can be compared.

To add a reason: one module here and its place in ``ORDER``. To explain a new message: a phrase, with the line
it came from above it.
"""

from __future__ import annotations

from types import ModuleType

from replies.bounces.reasons import (
    authfailure,
    badreputation,
    blocked,
    by_provider,
    contenterror,
    exceedlimit,
    expired,
    failedstarttls,
    filtered,
    hasmoved,
    hostunknown,
    mailboxfull,
    mailererror,
    mesgtoobig,
    networkerror,
    norelaying,
    notaccept,
    notcompliantrfc,
    onhold,
    policyviolation,
    rejected,
    requireptr,
    securityerror,
    spamdetected,
    suspend,
    syntaxerror,
    systemerror,
    systemfull,
    toomanyconn,
    userunknown,
    virusdetected,
)

# The narrow before the wide: "blocked" and "policy" words occur inside nearly every refusal.
ORDER: tuple[ModuleType, ...] = (
    systemfull,
    mailboxfull,
    exceedlimit,
    mesgtoobig,
    hasmoved,
    suspend,
    norelaying,
    authfailure,
    requireptr,
    notaccept,
    notcompliantrfc,
    badreputation,
    failedstarttls,
    toomanyconn,
    hostunknown,
    userunknown,
    virusdetected,
    rejected,
    filtered,
    blocked,
    spamdetected,
    contenterror,
    mailererror,
    systemerror,
    expired,
    networkerror,
    securityerror,
    policyviolation,
    syntaxerror,
    onhold,
)

UNDEFINED = "undefined"
BY_NAME = {module.NAME: module for module in ORDER}
BY_STATUS = {status: module.NAME for module in ORDER for status in module.STATUS}
# Codes that say more than the words beside them, whatever these are.
_DECISIVE = {"5.1.6": hasmoved.NAME, "5.2.3": exceedlimit.NAME}
# Refused before any mailbox was named: whatever the words are, they are about who connects.
_AT_THE_DOOR = {"CONN", "EHLO"}
# Codes that say more than what the report tells people around the diagnostic.
_STRONG = {"5.1.1": userunknown.NAME, "5.2.2": mailboxfull.NAME, "4.2.2": mailboxfull.NAME}


def by_words(diagnostic: str) -> str:
    """The reason that a server's words give, or an empty string."""
    said = " ".join(diagnostic.lower().split())
    if coded := by_provider.reason_of(said):
        return coded
    for module in ORDER:
        if any(phrase in said for phrase in module.PHRASES):
            return str(module.NAME)
    if any(phrase in said for phrase in userunknown.LATE):
        return userunknown.NAME
    return ""


def by_status(status: str) -> str:
    """The reason that an enhanced status code gives (RFC 3463), or an empty string."""
    permanent = "5" + status[1:]
    return str(BY_STATUS.get(status) or BY_STATUS.get(permanent) or "")


def classify(said: str, around: str = "", status: str = "", command: str = "") -> str:
    """The reason for one recipient's failure.

    ``said`` is the server's diagnostic, ``around`` what the report tells people about it, ``command`` the
    SMTP command that was refused (see ``codes.refused_command``). A mailbox can't be "unknown" once its RCPT
    was accepted, nor while X.2.1 calls it "disabled": such words are a filter's then, and in reply to MAIL
    they are about the sender.
    """
    reason = (
        _DECISIVE.get(status)
        or by_words(said)
        or _STRONG.get(status)
        or by_words(around)
        or by_status(status)
    )
    if command in _AT_THE_DOOR and reason in ("", userunknown.NAME, hostunknown.NAME):
        return blocked.NAME
    if command == "MAIL" and reason in (userunknown.NAME, hostunknown.NAME):
        return rejected.NAME
    if reason == userunknown.NAME and (
        (command == "DATA" and status != "5.1.1") or (status[1:] == ".2.1" and command != "RCPT")
    ):
        return filtered.NAME
    if reason == hostunknown.NAME and status.startswith("4"):
        return networkerror.NAME  # a name that a server could not look up today
    if reason:
        return reason
    return onhold.NAME if said.strip() or status else UNDEFINED


def is_hard(reason: str, status: str, smtp_code: str) -> bool:
    """Whether the address must never be mailed again. A refusal of mail as such may be temporary."""
    if reason == notaccept.NAME:
        return not status.startswith("4") and not smtp_code.startswith("4")
    module = BY_NAME.get(reason)
    return bool(module is not None and module.HARD)
