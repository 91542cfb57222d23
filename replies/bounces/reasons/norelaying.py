"""The receiving server does not take mail for this domain."""

from __future__ import annotations

NAME = "norelaying"
HARD = False
STATUS: tuple[str, ...] = ()
PHRASES: tuple[str, ...] = (
    # 550 5.7.1 Unable to relay for ann@firm.example
    "unable to relay",
    "relaying denied",
    "relay denied",
    "relay access denied",
    "relay not permitted",
    "relaying not permitted",
    "relaying not allowed",
    "not permitted to relay",
    "not allowed to relay",
    "relaying is prohibited",
    "relaying prohibited",
    "we do not relay",
    "no relaying",
    "relay operation rejected",
    "relaying mail to",
    "relay access not",
    "not a gateway",
    "this system is not configured to relay",
    "not in my list of allowed",
    "isn't in my list of allowed rcpthosts",
    "insecure mail relay",
    "that domain isn't in",
    "mail server requires authentication when attempting to send to a non-local",
    "is currently not permitted to relay",
    "must authenticate before relaying",
    "does not relay",
    "send to a non-local e-mail address",
    "relay prohibited",
    "domain isn't allowed to be relayed",
    # 554 Message rejected: Email address is not verified. (SES, sandbox account)
    "email address is not verified",
)
