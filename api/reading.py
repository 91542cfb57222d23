"""The reading side: campaigns, their counters, their leads, and all that is known of one lead.

Counters are read and nothing is scanned; a page of leads reads a bounded number of rows.
"""

from __future__ import annotations

import base64
import binascii
import re

from api import known
from api.http import Problem, Request, Response, document
from api.lead_document import row, whole
from outreach.enrolment import State
from runtime.wiring import Deps
from store import campaigns as stored
from store import counters, overview

PAGE, LARGEST_PAGE = 25, 100
_READING = 1_000
"""Enrolments looked at for one page: some ten reads, well within a second."""

_LEAD = re.compile(r"[0-9a-f]{32}")


def ping(deps: Deps) -> None:
    """Read the table once. Raises whatever keeps it from being read."""
    stored.current(deps.table, "health")


def campaigns(request: Request, deps: Deps) -> Response:
    """All campaigns by id, each with its version and whether it runs."""
    shown = [
        {
            "campaign_id": item["id"],
            "name": item["name"],
            "state": "paused" if item.get("paused") else "running",
            "version": item["version"],
        }
        for item in overview.campaigns(deps.table)
    ]
    return document(200, {"campaigns": shown})


def funnel(request: Request, deps: Deps) -> Response:
    """The counters of a campaign: metric → count, over all days."""
    campaign_id = request.parts["campaign_id"]
    known.campaign(campaign_id, deps)
    totals = counters.totals(deps.table, campaign_id)
    return document(200, {"campaign_id": campaign_id, "counters": totals})


def leads(request: Request, deps: Deps) -> Response:
    """A page of a campaign's leads: ``campaign``, and where wanted ``state``, ``limit``, ``cursor``.

    ``cursor`` in the answer asks for the next page; it is ``null`` on the last.
    """
    query = request.query
    wrong = []
    campaign_id = query.get("campaign", "")
    if not campaign_id:
        wrong.append(("campaign", "is missing"))
    state = query.get("state") or None
    if state is not None and state not in set(State):
        wrong.append(("state", f"is none of: {', '.join(State)}"))
    size = query.get("limit") or str(PAGE)
    if not re.fullmatch(r"[0-9]{1,4}", size, re.ASCII) or not 1 <= int(size) <= LARGEST_PAGE:
        wrong.append(("limit", f"is no number from 1 to {LARGEST_PAGE}"))
    given = query.get("cursor")
    after = _read_cursor(given) if given else None
    if given and after is None:
        wrong.append(("cursor", "is none that this API gave"))
    if wrong:
        raise Problem(400, "Bad request", "Some parameters are wrong.", wrong)
    known.campaign(campaign_id, deps)
    page = overview.leads(deps.table, campaign_id, state=state, after=after, most=int(size), reading=_READING)
    return document(
        200,
        {
            "leads": [row(found.enrolment, found.lead, found.score) for found in page.rows],
            "cursor": _cursor(page.after) if page.after else None,
        },
    )


def lead(request: Request, deps: Deps) -> Response:
    """One lead with its facts, where it stands, its mails, answers and calls, and its timeline.

    ``campaign`` chooses which enrolment the summary ``lead`` shows: else the one that changed last.
    """
    lead_id = request.parts["lead_id"]
    found = overview.lead(deps.table, lead_id) if _LEAD.fullmatch(lead_id) else None
    if found is None:
        raise Problem(404, "Not found", "There is no such lead.")
    return document(200, whole(found, request.query.get("campaign") or None))


def _cursor(lead_id: str) -> str:
    """A place in a list, opaque to whoever carries it. It grants nothing: the key and campaign do."""
    return base64.urlsafe_b64encode(bytes.fromhex(lead_id)).decode().rstrip("=")


def _read_cursor(text: str) -> str | None:
    """The lead id in a cursor; ``None`` for anything that ``_cursor`` does not make."""
    try:
        raw = base64.b64decode(text + "==", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    lead_id = raw.hex()
    return lead_id if _LEAD.fullmatch(lead_id) and _cursor(lead_id) == text else None
