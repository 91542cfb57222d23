"""Codes that large mailbox providers print behind their refusals, as their postmaster pages explain them.

Such a code says what the words beside it leave open: "sender rejected" at Cox may be a blocked address, a
rate, or a domain without records. Sources: postmaster.cox.net "Error Codes" (Charter and Spectrum print the
same family), postmaster.orange.fr and postmastery.com "Orange SMTP error codes" for OFR and LPN,
learn.microsoft.com "NDR codes in Exchange Online", Mimecast "SMTP Error Codes".
"""

from __future__ import annotations

from replies.patterns import Lazy

# AUP#CXBL, AUP#In-1310 …
_COX = Lazy(r"\baup#(in-\d{4}|[a-z]+)", 0)
_COX_CODES = {
    "cxbl": "blocked",
    "cdrbl": "blocked",
    "cxrdbl": "blocked",
    "ipbl": "blocked",
    "cxcnct": "toomanyconn",
    "cxmxrt": "toomanyconn",
    "cxthrt": "securityerror",
    "cxmj": "securityerror",
    "cxsndr": "rejected",
    "cxdns": "requireptr",
    "cxptr": "requireptr",
    "urlbl": "spamdetected",
    "cxspam": "spamdetected",
}
# OFR_416, OFR006_102, LPN007_405, "#216 lpn LPN000_630": the last three digits carry the meaning.
_FRENCH = Lazy(r"\b(?:ofr|lpn)\d{0,3}_(\d{3})\b", 0)
_FRENCH_CODES = {
    "103": "blocked",
    "104": "toomanyconn",
    "108": "blocked",
    "305": "toomanyconn",
    "401": "blocked",
    "402": "blocked",
    "403": "rejected",
    "405": "rejected",
    "415": "rejected",
    "416": "userunknown",
    "417": "mailboxfull",
    "418": "rejected",
    "420": "suspend",
    "506": "spamdetected",
    "510": "blocked",
    "515": "spamdetected",
    "517": "spamdetected",
    "630": "policyviolation",
}


def reason_of(said: str) -> str:
    """The reason that a provider's own code gives, or an empty string. ``said`` is lower case."""
    if "aup#" in said and (found := _COX.search(said)):
        code = found.group(1)
        if code.startswith("in-"):
            return "toomanyconn"  # limits on what comes in: connections, messages, recipients at a time
        return _COX_CODES.get(code, "")
    if ("ofr" in said or "lpn" in said) and (found := _FRENCH.search(said)):
        return _FRENCH_CODES.get(found.group(1), "")
    return ""
