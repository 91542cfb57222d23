"""The verdict on what is no report of a machine about our mail: an automatic answer, a wish for no more mail,
or a person's words, which a model judges.
"""

from __future__ import annotations

from replies import auto_reply, unsubscribe
from replies.auto_reply import AutoReply
from replies.facets import Intent3
from replies.message import Message
from replies.thread import Thread, find
from replies.verdict import Label, Verdict
from replies.visible.cut import visible
from replies.visible.result import Visible


def decide_letter(message: Message) -> Verdict:
    """Decide by rule about a readable message; undecided where a person's words are left."""
    seen = visible(message)
    thread = find(message)
    automatic = auto_reply.find(message, seen.text, quoted=seen.quoted)
    if automatic is not None and not thread.unsubscribes:
        return _automatic(automatic, seen, thread)
    if thread.unsubscribes:
        return Verdict(Label.UNSUBSCRIBE, "unsubscribe_address", 1.0, seen, thread)
    asked = unsubscribe.asks(_own_words(seen), message.subject)
    if asked:
        # Data to be deleted and complaints are a person's work; the mail stops at once all the same.
        waits = asked in (unsubscribe.ERASURE, unsubscribe.THREAT)
        return Verdict(Label.UNSUBSCRIBE, f"unsubscribe_{asked}", 1.0, seen, thread, needs_review=waits)
    if message.encrypted and not seen.text:
        return Verdict(Label.OTHER, "encrypted", 1.0, seen, thread, needs_review=True)
    if message.calendar and not seen.text:
        return Verdict(Label.OTHER, "calendar", 1.0, seen, thread, needs_review=True)
    if auto_reply.is_list_mail(message) and not message.references and not thread.tokens:
        return Verdict(Label.OTHER, "bulk_mail", 1.0, seen, thread)
    if not seen.text and not message.subject:
        return Verdict(Label.OTHER, "empty", 1.0, seen, thread, needs_review=True)
    return Verdict(None, None, 0.0, seen, thread, answerable=auto_reply.may_be_answered(message))


def _own_words(seen: Visible) -> str:
    """Where history could not be cut, only the edges can be trusted to be the author's."""
    if not seen.uncertain:
        return seen.text
    lines = [line for line in seen.text.split("\n") if line.strip()]
    return "\n".join(lines[:3] + lines[-3:] if len(lines) > 6 else lines)


def _automatic(found: AutoReply, seen: Visible, thread: Thread) -> Verdict:
    """What a machine says of itself stands; what a person wrote beside it is judged as that person's."""
    if not found.own_words:
        return Verdict(Label.AUTO_REPLY, found.rule, 1.0, seen, thread, auto_reply=found)
    if unsubscribe.asks(found.own_words):
        return Verdict(Label.UNSUBSCRIBE, "unsubscribe_beside_automatic", 1.0, seen, thread, auto_reply=found)
    from replies import intent  # the classifier, for the few messages that need it

    said = intent.classify(found.own_words)
    wants = said.label is not Intent3.NEUTRAL and said.confidence >= intent.SURE_AT
    judged = found._replace(own_label=said.label.value)
    return Verdict(Label.AUTO_REPLY, found.rule, 1.0, seen, thread, auto_reply=judged, needs_review=wants)
