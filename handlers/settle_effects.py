"""Every minute: what should have happened by itself and did not.

Sends without an answer become IN_DOUBT, calls without an ending are looked up, mail without a state is read.

A send that is still SENDING after the grace period was cut off between its claim and its record, or SES's
answer was lost, and SES's own event has not come either. It is shown to a person and never sent again. A
call without an ending is looked up with Connect, whose events may be lost.

Every half hour the mail bucket is compared with the table (``outreach.completeness``): an object that S3 told
nobody of is told of now, and how many have no state is a metric with an alarm.

Each is settled in a transaction of its own, under an id made from the thing itself: two ticks at once, or
one told twice, settle it once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from adapters.connect import ConnectBusy
from adapters.mail_bucket import INBOUND, Listed
from events.call_completed import CallCompleted
from events.email_in_doubt import EmailInDoubt
from events.mail_overlooked import MailOverlooked
from outreach import completeness
from outreach.call_ending import outcome
from outreach.ids import digest, reply_id
from runtime.consume import Raw, consumer, process
from runtime.outcome import NOTHING, Outcome, Unreadable
from runtime.telemetry import logger, measure
from runtime.wiring import Deps
from store import calls, mail, sends, walks
from store.table import Refusal

NAME = "settle_effects"
SOURCE, DETAIL_TYPE = "beckon.schedule", "settle"
MOST = 50
"""How many sends, and how many calls, one tick settles: the next tick is a minute away."""
CALLS_AFTER = timedelta(minutes=10)
"""After how long a call that was placed and has no ending is looked up."""
MOST_PAGES = 10
"""Thousands of objects of the mail bucket that one tick looks at."""
MOST_OVERLOOKED = 200
"""How many objects without a state one tick tells of."""


def parse(document: dict[str, Any]) -> Sequence[Raw]:
    """Understand the tick."""
    if document.get("source") != SOURCE or document.get("detail-type") != DETAIL_TYPE:
        raise Unreadable("no tick")
    return [Raw("tick", None)]


def handle(raw: Raw, deps: Deps) -> Outcome:
    """Settle what is overdue, one transaction each; the tick itself leaves nothing behind."""
    for overdue in (*_sends(deps), *_calls(deps)):
        process(NAME, overdue, _settle, deps)
    _walk(deps)
    return NOTHING


def _sends(deps: Deps) -> Iterator[Raw]:
    grace = timedelta(seconds=deps.settings.doubt_after_seconds)
    for send in islice(sends.unanswered(deps.table, deps.clock.now() - grace), MOST):
        yield Raw(digest("doubt", send.send_id, send.attempt), send)


def _calls(deps: Deps) -> Iterator[Raw]:
    for call in islice(calls.placed_before(deps.table, deps.clock.now() - CALLS_AFTER), MOST):
        yield Raw(digest("ended", call.call_id), call)


def _settle(raw: Raw, deps: Deps) -> Outcome:
    return _doubt(raw.body, deps) if isinstance(raw.body, sends.Send) else _end(raw.body, deps)


def _doubt(found: sends.Send, deps: Deps) -> Outcome:
    # The index is behind the table: the row itself says whether it is still open.
    send = sends.get(deps.table, found.lead_id, found.send_id)
    if send is None or send.state != sends.SENDING or send.attempt != found.attempt:
        return NOTHING
    measure(NAME, "InDoubt")
    told = EmailInDoubt(
        lead_id=send.lead_id, campaign_id=send.campaign_id, step=send.step, send_id=send.send_id
    )
    return Outcome(
        writes=(sends.doubt(send, "no_answer", deps.clock.now()),),
        events=(told,),
        correlation_id=send.correlation_id or None,
    )


def _end(found: calls.Call, deps: Deps) -> Outcome:
    call = calls.get(deps.table, found.lead_id, found.call_id)
    if call is None or call.state != calls.PLACED or not call.connect_contact_id:
        return NOTHING
    try:
        contact = deps.connect.describe(call.connect_contact_id)
    except ConnectBusy as busy:
        logger().info("Connect has no time", extra={"call_id": call.call_id, "reason": str(busy)})
        return NOTHING
    if contact is None or contact.disconnected_at is None:
        return NOTHING
    ended = outcome(
        connected_at=contact.connected_at,
        disconnect_reason=contact.disconnect_reason,
        conversation_closed=call.closed is not None,
    )
    return Outcome(
        writes=(calls.complete(call, ended, contact.disconnected_at, contact.connected_at),),
        events=(
            CallCompleted(
                lead_id=call.lead_id, campaign_id=call.campaign_id, call_id=call.call_id, outcome=ended
            ),
        ),
        correlation_id=call.correlation_id,
    )


# Mail without a state --------------------------------------------------------------------------------------


def _walk(deps: Deps) -> None:
    """Go on comparing the mail bucket with the table, as far as one tick may."""
    # The bucket's times are on the world's clock; ours may have been moved.
    now = deps.clock.now() - timedelta(seconds=deps.settings.clock_offset)
    last, revision = walks.get(deps.table)
    walk = completeness.begin(last, now)
    if walk is None:
        return
    told, more = 0, True
    for _ in range(MOST_PAGES):
        if not more or told >= MOST_OVERLOOKED:
            break
        page, more = deps.mail.page(INBOUND, walk.after)
        asked = {reply_id(one.key): one for one in page if walk.to_look_up(one.modified)}
        missing = walks.without_state(deps.table, list(asked))
        for one in page:
            lost = reply_id(one.key) in missing
            if lost:
                # Once a day each: one that can't be read must not fill the dead-letter queue by the hour.
                again = Raw(digest("overlooked", one.key, f"{now:%Y-%m-%d}"), one)
                process(NAME, again, _overlooked, deps)
                told += 1
            walk = completeness.seen(walk, one.key, one.modified, missing=lost)
    if not more:
        walk = completeness.finish(walk, now)
        measure(NAME, "MailObjects", walk.objects)
        measure(NAME, "MailUnaccounted", walk.missing)
    try:
        deps.table.commit([walks.save(walk, revision)])
    except Refusal:
        logger().info("another tick walks over the bucket")


def _overlooked(raw: Raw, deps: Deps) -> Outcome:
    found: Listed = raw.body
    identity = reply_id(found.key)
    return Outcome(
        writes=(mail.overlooked(identity, found.key, found.size, deps.clock.now()),),
        events=(MailOverlooked(reply_id=identity),),
    )


lambda_handler = consumer(NAME, (), handle, parse_raw=parse)
