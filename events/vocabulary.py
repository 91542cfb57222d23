"""Words that events share. Each is closed: a new word is a new version of the events that use it."""

from __future__ import annotations

from typing import Literal

LeadRejection = Literal[
    "robots_forbid",
    "unreachable",
    "http_error",
    "not_html",
    "redirect_loop",
    "too_large",
    "timed_out",
    "no_contact",
    "not_a_company",
    "duplicate",
    "low_score",
    "excluded",
]
"""Why a company goes no further. ``http_error``: the site answered 4xx or 5xx to its home page."""

SuppressionScope = Literal["address", "domain", "person", "phone"]
"""How much a suppression covers."""

SuppressionReason = Literal["unsubscribe", "bounce", "complaint", "manual", "erased", "do_not_call"]
"""Why somebody is never to be mailed or dialled again."""

SuppressionOrigin = Literal["one_click", "page", "mail", "reply", "ses", "call", "cli"]
"""Through which door a suppression came in."""

ReplyLabel = Literal[
    "WARM",
    "COLD",
    "NEUTRAL",
    "UNSUBSCRIBE",
    "BOUNCED",
    "COMPLAINT",
    "AUTO_REPLY",
    "OTHER",
]
"""What an incoming message is. ``OTHER``: delivery notices and what is no reply."""

MatchedBy = Literal["token", "header", "quoted", "sender", "domain", "person"]
"""How a reply found its conversation (``outreach.threads``): by our signed token, by the ids that it answers,
by either in a copy of our mail; by its sender, by the company of its sender, or by hand."""

Decider = Literal["rule", "model", "person"]
"""What decided: a rule that is certain, a model, or somebody who read it."""

CallOutcome = Literal["answered", "no_answer", "hung_up", "failed"]
"""How a call ended. ``hung_up``: answered, and ended by the callee before the conversation did."""

CrmObject = Literal["Lead", "Contact", "Task"]
"""The Salesforce objects that Beckon writes."""
