"""Which conversation a message joins."""

from __future__ import annotations

from replies.message import Message
from replies.thread import quoted
from replies.verdict import Verdict
from runtime.wiring import Deps
from store import conversations
from store.conversations import Guess


def find(message: Message, verdict: Verdict, deps: Deps) -> Guess:
    """Signed token, then the ids that it answers, then a copy of our mail in it, then sender and subject."""
    thread, report = verdict.thread, verdict.report
    marks = [(token.kind, token.value) for token in thread.tokens]
    match = conversations.proven(deps.table, marks, thread.message_ids, deps.keys.token)
    if match is None:
        tokens, message_ids = quoted(message)
        marks = [(token.kind, token.value) for token in tokens]
        match = conversations.proven(deps.table, marks, message_ids, deps.keys.token, copied=True)
    if match is not None:
        return Guess(match)
    writers = [failure.recipient for failure in report.failures] if report else [thread.sender]
    return conversations.guessed(
        deps.table, writers, thread.subject, deps.keys.pepper, deps.clock.now(), colleagues=report is None
    )
