"""``/u/{token}``: the link of each mail.

A GET shows a page that asks, and changes nothing: security scanners follow links. A POST unsubscribes: the
mail program's one click (RFC 8058, ``List-Unsubscribe=One-Click``) or the page's button. It never redirects,
needs no cookie and no login, and may be repeated.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Literal

from api.commit import commit
from api.http import Request, Response, page
from events.base import EventData
from events.recipient_suppressed import RecipientSuppressed
from outreach import tokens
from outreach.ids import digest
from outreach.suppression import Gate, Scope
from runtime.wiring import Deps
from store import sends, suppression
from store.sends import Send
from store.writes import Write

_FIRST_PAUSE, _LONGEST_PAUSE, LONGEST_WAIT = 0.02, 0.25, 3.0
"""Seconds. SES answers within a second; mail programs give a one-click POST some more."""

_ASK = (
    "<p>You will get no more mail from us at the address that this link was sent to.</p>"
    '<form method="post"><input type="hidden" name="from" value="page">'
    "<button>Unsubscribe</button></form>"
)
_DONE = "<p>We will not write to this address again. This holds at once, and for good.</p>"
_UNKNOWN = "<p>There is nothing here.</p>"


def ask(request: Request, deps: Deps) -> Response:
    """The page with the button. Changes nothing, whoever asks."""
    if _subject(request, deps) is None:
        return _not_found()
    return page(200, "Unsubscribe?", _ASK)


def unsubscribe(request: Request, deps: Deps) -> Response:
    """Suppress the address and the person behind it, and say so on the bus, in one transaction."""
    subject = _subject(request, deps)
    if subject is None:
        return _not_found()
    send = sends.by_prefix(deps.table, subject.lead_id, subject.send_prefix)
    # A genuine token without its mail: the person was erased, and the suppression that erasing left holds.
    if send is not None:
        origin: Literal["page", "one_click"] = "page" if request.form().get("from") == "page" else "one_click"
        commit(lambda: _decide(send, origin, deps), digest("unsubscribe", send.send_id), deps)
        _wait_for_those_on_their_way(send, deps)
    return page(200, "You are unsubscribed", _DONE)


def _decide(
    send: Send, origin: Literal["page", "one_click"], deps: Deps
) -> tuple[Sequence[Write], Sequence[EventData]]:
    gates = (Gate(Scope.ADDRESS, send.contact_id), Gate(Scope.PERSON, send.person))
    entry = suppression.Entry("unsubscribe", origin, send.lead_id, send.campaign_id, send.contact_id)
    writes = suppression.suppress(deps.table, gates, entry, deps.clock.now())
    told = RecipientSuppressed(
        lead_id=send.lead_id,
        campaign_id=send.campaign_id,
        contact_id=send.contact_id,
        scope="person",
        reason="unsubscribe",
        origin=origin,
        send_id=send.send_id,
    )
    return writes, [told]


def _wait_for_those_on_their_way(send: Send, deps: Deps) -> None:
    """Answer when no mail to the person is being handed to SES: after the answer none goes.

    Mails that are claimed from now on are refused; those claimed just before take a moment. One whose
    function died stays as it is and is not waited for longer than a function lives.
    """
    deadline = time.monotonic() + LONGEST_WAIT
    pause = _FIRST_PAUSE
    while sends.on_their_way(deps.table, send, deps.clock.now()) and time.monotonic() < deadline:
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


def _subject(request: Request, deps: Deps) -> tokens.Subject | None:
    read = tokens.verify(request.parts["token"], deps.keys.token)
    if read is None or read[0] is not tokens.TokenKind.UNSUBSCRIBE:
        return None
    return tokens.split_subject(read[1])


def _not_found() -> Response:
    """The same for every token that is not ours: no hint at what is wrong with it."""
    return page(404, "Not found", _UNKNOWN)
