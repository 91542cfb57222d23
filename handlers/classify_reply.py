"""Read one object of the mail bucket, find its conversation, and say what it means.

Every object ends in one terminal state (``store.mail``), committed in one transaction with what follows from
it (``inbox``). Rules that are certain decide first; only what is left of a person's own words is shown to a
model. What people decide about an answer comes here too, so that it has the same consequences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from adapters.mail_bucket import INBOUND, TooLarge
from events.base import Event
from events.mail_overlooked import MailOverlooked
from events.reply_attached import ReplyAttached
from events.reply_reviewed import ReplyReviewed
from events.rereading_requested import RereadingRequested
from inbox import consequences, conversation
from inbox.answer import Answer, Stored
from inbox.judging import judge
from outreach.ids import digest, reply_id
from replies.message import parse
from replies.record import fingerprint
from replies.verdict import decide
from runtime.consume import Raw, consumer
from runtime.outcome import NOTHING, Outcome, Retry, Unreadable
from runtime.telemetry import logger, measure, where
from runtime.wiring import Deps
from store import mail

NAME = "classify_reply"
CONSUMES = (MailOverlooked, ReplyAttached, ReplyReviewed, RereadingRequested)
DETAIL_TYPE = "Object Created"


def read_notification(document: dict[str, Any]) -> Sequence[Raw]:
    """Understand S3's notification; none for objects that are no incoming mail."""
    detail = document.get("detail")
    if document.get("detail-type") != DETAIL_TYPE or not isinstance(detail, dict):
        raise Unreadable(f"no {DETAIL_TYPE}")
    stored = detail.get("object")
    key = stored.get("key") if isinstance(stored, dict) else None
    if not isinstance(stored, dict) or not isinstance(key, str) or not key:
        raise Unreadable(f"{DETAIL_TYPE} without a key")
    if not key.startswith(INBOUND):
        return []
    size = stored.get("size")
    return [Raw(digest("mail", key), Stored(key, size if isinstance(size, int) else 0))]


def handle(incoming: Raw | Event[Any], deps: Deps) -> Outcome:
    """Bring one object to its terminal state, or do what a person decided about one."""
    if isinstance(incoming, Raw):
        return _file(incoming.body, deps)
    from inbox import decisions, rereading  # rare, beside the mail that comes in

    match incoming.data:
        case RereadingRequested() as data:
            return rereading.reread(data, deps)
        case ReplyAttached() as data:
            return decisions.attach(data, deps)
        case ReplyReviewed() as data:
            return decisions.review(data, deps)
        case MailOverlooked() as data:
            found = mail.found(deps.table, data.reply_id)
            return _file(Stored(found["key"], found["size"]), deps) if found else NOTHING
    raise AssertionError(f"{incoming.meta.type} is consumed and not understood")


def _file(stored: Stored, deps: Deps) -> Outcome:
    """Read an object for the first time."""
    identity = reply_id(stored.key)
    if mail.state_of(deps.table, identity) is not None:
        return NOTHING
    try:
        content = deps.mail.get(stored.key)
    except KeyError:
        return consequences.unreadable(identity, stored, "gone", deps)
    except TooLarge:
        return consequences.unreadable(identity, stored, "too_large", deps)
    try:
        message = parse(content)
        verdict = decide(message)
    except Exception as error:
        # No bytes should do this, and it is for us to mend; but a message that nobody can read is still
        # shown to a person, and has a state.
        logger().error("a message can't be read", extra={"reply_id": identity} | where(error))
        measure(NAME, "ReadingFailed")
        raise Retry(
            "reading failed", otherwise=lambda: consequences.unreadable(identity, stored, "failed", deps)
        ) from error
    if not verdict.readable:
        return consequences.unreadable(identity, stored, "no_mail", deps)
    known = fingerprint(message, verdict)
    first = mail.first_arrival(deps.table, known)
    if first is not None:
        about = {"key": stored.key, "duplicate_of": first}
        return Outcome(writes=(mail.file(identity, mail.DUPLICATE, about, deps.clock.now()),))
    arrived = (mail.remember(known, identity),)
    guess = conversation.find(message, verdict, deps)
    if guess.match is None:
        outcome = consequences.unmatched(identity, stored, message, verdict, guess, deps)
        return replace(outcome, writes=(*outcome.writes, *arrived))
    return judge(Answer(identity, stored.key, message, verdict, guess.match, arrived=arrived), deps)


lambda_handler = consumer(NAME, CONSUMES, handle, parse_raw=read_notification)
