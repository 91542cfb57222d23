"""What the pages call things. A word that is not listed is shown as it came, never dropped."""

from __future__ import annotations

STATES = {
    "found": "Found",
    "enriched": "Enriched",
    "rejected": "Rejected",
    "scored": "Below threshold",
    "active": "In sequence",
    "postponed": "Postponed",
    "stopped": "Stopped",
    "finished": "Finished",
}
"""The states of an enrolment, in the order of the pipeline."""

REASONS = {
    # a company goes no further
    "robots_forbid": "robots.txt forbids reading",
    "unreachable": "site not reachable",
    "http_error": "site answered with an error",
    "not_html": "home page is no web page",
    "redirect_loop": "redirects in a circle",
    "too_large": "home page too large",
    "timed_out": "site too slow",
    "no_contact": "no contact found",
    "not_a_company": "not a company",
    "duplicate": "known under another name",
    "low_score": "score below threshold",
    "excluded": "excluded by the campaign",
    # nothing more is sent
    "blocked": "no mail could be written",
    "refused": "a gate refused the mail",
    "clicked": "opened a link",
    "replied": "answered",
    "converted": "converted",
    "suppressed": "suppressed",
    "bounced": "bounced",
    "unsubscribed": "unsubscribed",
    "complained": "complained",
    # how a mail came back
    "hard": "hard bounce",
    "soft": "soft bounce",
    # why somebody is never contacted again
    "unsubscribe": "unsubscribed",
    "bounce": "hard bounce",
    "complaint": "complaint",
    "manual": "by hand",
    "erased": "erased",
    "do_not_call": "asked not to be called",
    # how a call ended
    "answered": "answered",
    "no_answer": "nobody answered",
    "hung_up": "hung up",
    "failed": "call failed",
    # an answer that found no conversation
    "no_thread": "belongs to no conversation",
    "unreadable": "can't be read",
}

CAMPAIGN_TONES = {"running": "good", "paused": "warn"}

LABELS = {
    "WARM": "Interested",
    "NEUTRAL": "Undecided",
    "COLD": "Not interested",
    "UNSUBSCRIBE": "Unsubscribe",
    "AUTO_REPLY": "Automatic reply",
    "BOUNCED": "Bounce",
    "COMPLAINT": "Complaint",
    "OTHER": "Other",
}
"""What an incoming message is, best news first."""


def word(value: str, vocabulary: dict[str, str] = REASONS) -> str:
    """What people call a value: of the vocabulary, or the value with spaces for underscores."""
    return vocabulary.get(value) or value.replace("_", " ") or "unknown"
