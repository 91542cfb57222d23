"""The sender's address or domain was refused (RFC 3463 X.7.1, X.1.7, X.1.8)."""

from __future__ import annotations

NAME = "rejected"
HARD = False
STATUS: tuple[str, ...] = ("5.1.7", "5.1.8")
PHRASES: tuple[str, ...] = (
    # 553 5.1.8 <a@b.example>... Domain of sender address a@b.example does not exist
    "domain of sender address",
    "sender address rejected",
    "sender rejected",
    "sender verify failed",
    "sender denied",
    "sender address has been",
    "sender is not",
    "sender was rejected",
    "sender not",
    "invalid sender",
    "bad sender",
    "sender domain",
    "domain of sender",
    "sender's address",
    "your email address",
    "mail from address",
    "from address",
    "fromaddr",
    "unverified sender",
    "empty envelope senders",
    "null sender",
    "sender is blocked",
    "sender blocked",
    "blocked sender",
    "sender in",
    "rejecting mail from",
    "does not accept mail from",
    "refused mail from",
    "mail from command rejected",
    "backscatter protection",
    "can't determine purported responsible address",
    "return path",
    "server refused mail service",
    "access denied for sender",
    "user not verified",
    "sender has been",
    "unable to verify sender",
    "rejected because of invalid sender",
    "dns error domain of",
    " is not allowed to send from",
    "not allowed to send",
    "can't verify",
    "envelope blocked",
    "sender verification",
    "unknown sender",
    "message was blocked because sender",
    # You're sending this from a different address or alias using the 'Send mail as' feature (Gmail)
    "'send mail as' feature",
    "customfromdenied",
    # 550 5.2.0 <a@b.example> From: Domain is invalid. Please provide a valid From: (GoDaddy)
    "domain is invalid",
    "valid from:",
    "unroutable sender",
    # You are not a member of this mailing list <talk@lists.example> (fml)
    "not a member of this mailing list",
    # A group that refuses says so in the sender's language; only its help link is the same (Google Groups)
    "groups.google.com/support",
)
