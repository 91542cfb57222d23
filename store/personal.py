"""What of the table tells of people, and what becomes of it when one is erased: every kind of item.

``docs/data-model.md`` lists the kinds; a test holds this table against it, so that a new kind cannot be
forgotten here.
"""

from __future__ import annotations

from collections.abc import Mapping

DELETED = frozenset({"touch", "consent", "consent_entry", "consent_standing"})
"""Whole items of one person."""
WITH_FACTS = frozenset({"profile", "imported", "page"})
"""Items of a company whose facts name people: those facts go."""
FORGOTTEN = frozenset({"contact", "contact_owner", "lead"})
"""What leads to the person: goes last, so that erasing that was broken off finds them again. Of the lead,
only whom its mails went to."""

REMOVED: Mapping[str, tuple[str, ...]] = {
    "reply": (
        "from_address", "subject", "visible", "summary", "phone", "phone_as_written", "failures",
        "auto_reply", "message_id", "suggestion", "language", "referral", "proposal",
    ),
    "mail": ("from_address", "subject", "visible", "message_id", "candidates"),
    "call": ("phone", "company", "topic", "answers", "turns"),
    "send": (),
    "settlement": ("why",),
    "inquiry": ("name", "phone", "message", "callback_time"),
}  # fmt: skip
"""Attributes that hold words, names, addresses or numbers; the rest are ids, times, states and hashes.
A send is only marked: what SES tells of its reader later is not kept again."""
EMPTIED: Mapping[str, tuple[str, ...]] = {"draft": ("subject",)}
EMPTY_LISTS: Mapping[str, tuple[str, ...]] = {"draft": ("paragraphs", "sentences", "complaints")}
"""The same, where readers expect a text or a list."""
UNSAID: Mapping[str, tuple[str, ...]] = {"draft": ("decisions",)}
"""Lists of what people of ours decided: who and when stays, the reason in their words goes."""

POINTERS = frozenset({"message_pointer"})
"""Found by the Message-IDs of the person's own messages, which mail programs make of names and hosts."""

KEPT: Mapping[str, str] = {
    "campaign": "our own words",
    "campaign_version": "our own words",
    "campaign_text": "our own words",
    "run": "counts",
    "run_source": "counts",
    "source_place": "where a source goes on",
    "allocation": "counts",
    "variant_arm": "counts",
    "variant_tally": "counts",
    "outcome": "ids, and what a mail counts as",
    "score": "what was made of a company's facts",
    "enrolment": "ids, times and states: what makes a second first mail impossible",
    "lease": "keyed hashes, ids and an end",
    "event": "ids, enums and numbers, as every event",
    "crm": "ids; Salesforce itself is told by lead.erased",
    "body_pointer": "a digest of a whole message, by which a second copy is known",
    "connect_pointer": "ids",
    "mail_found": "a key of the mail bucket, whose object is deleted",
    "mail_walk": "how far a comparison came",
    "suppression": "the keyed hash that refuses for good",
    "cap": "counts; recipients' domains as keyed hashes",
    "waiting": "counts; recipients' domains as keyed hashes",
    "sender": "an address of our own",
    "marker": "ids",
    "counter": "counts",
}
"""What stays, and why it says nothing of anybody."""
