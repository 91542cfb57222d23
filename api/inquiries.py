"""``POST /inquiries``: somebody asks to be contacted.

One transaction keeps the inquiry, the company and address where they are new, and the consent to be called,
and says ``inquiry.submitted``. The answer is 202 whoever asks, also for somebody who does not want our mail:
they asked, and the answer must not tell a stranger who is listed. Whether a call may be made is not decided
here but where it is dialled.

Sending it again changes nothing. Without the header ``Idempotency-Key`` the same words by the same person to
the same campaign are the same inquiry, for ever: a page sends a new key each time that its form is filled in.

Thin: nothing proves that the address is the sender's (no double opt-in), and only API Gateway's rate limit
slows down a machine that fills in forms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from api import inquiry_form, known
from api.commit import commit
from api.http import Problem, Request, Response, document
from api.inquiry_form import Form
from events.base import EventData
from events.inquiry_submitted import InquirySubmitted
from outreach import ids
from outreach.facts import Fact
from runtime.wiring import Deps
from store import consents, inquiries, keys, leads, recipients
from store.consents import Consent
from store.inquiries import Inquiry
from store.writes import ABSENT, Write

_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_RULE = "inquiry"
"""Where an address was read that its owner gave: on no page."""
_CONTACT_KNOWN = "contact_known"
"""The gate of a contact: somebody else has just saved it, with the page it stands on."""


def submit(request: Request, deps: Deps) -> Response:
    """Keep an inquiry, once. 202 with its id; 400 names the wrong fields, 404 an unknown campaign."""
    form = inquiry_form.read(request.json())
    key = request.headers.get("idempotency-key")
    if key is not None and not _KEY.fullmatch(key):
        raise Problem(400, "Bad request", "Idempotency-Key has 1 to 255 visible ASCII characters.")
    known.campaign(form.campaign_id, deps)
    contact_id = ids.contact_id(form.email, deps.keys.pepper)
    inquiry_id = _identity(form, contact_id, key)
    commit(lambda: _decide(form, inquiry_id, contact_id, deps), inquiry_id, deps)
    return document(202, {"inquiry_id": inquiry_id})


def _identity(form: Form, contact_id: str, key: str | None) -> str:
    """By the person and the key, so that nobody's key can stand in another's way; else by what is said."""
    if key is not None:
        return ids.digest("inquiry", form.campaign_id, contact_id, "key", key)
    said = (form.name, form.phone, form.message, form.wants_call, form.consent, form.consent_version)
    return ids.digest("inquiry", form.campaign_id, contact_id, "content", *said)


def _decide(
    form: Form, inquiry_id: str, contact_id: str, deps: Deps
) -> tuple[Sequence[Write], Sequence[EventData]]:
    now = deps.clock.now()
    lead_id = _lead(form, contact_id, deps)
    inquiry = Inquiry(
        inquiry_id=inquiry_id,
        lead_id=lead_id,
        campaign_id=form.campaign_id,
        channel="web",
        wants_call=form.wants_call,
        contact_id=contact_id,
        name=form.name,
        phone=form.phone,
        message=form.message,
    )
    before = inquiries.get(deps.table, lead_id, inquiry_id)
    if before is not None:
        if replace(before, submitted_at="") != inquiry:
            raise Problem(422, "Unprocessable", "This Idempotency-Key was used for another inquiry.")
        return (), ()
    writes: list[Write] = [inquiries.submit(inquiry, now)]
    if leads.get(deps.table, lead_id) is None:
        writes.append(leads.new(lead_id, form.company, _RULE, form.campaign_id, inquiry_id, now))
    if recipients.get(deps.table, lead_id, contact_id) is None:
        writes += _contact(lead_id, contact_id, form, now)
    if form.wants_call and form.consent:
        given = Consent(form.consent, form.consent_version, form.phone, origin="web", cause=inquiry_id)
        writes += consents.record(lead_id, contact_id, given, now)
    told = InquirySubmitted(
        lead_id=lead_id,
        campaign_id=form.campaign_id,
        inquiry_id=inquiry_id,
        channel="web",
        wants_call=form.wants_call,
        contact_id=contact_id,
    )
    return writes, [told]


def _lead(form: Form, contact_id: str, deps: Deps) -> str:
    """The lead that the address belongs to; else that of its domain; else one of the person's own."""
    owner = leads.owner(deps.table, contact_id)
    if owner is not None:
        return owner
    return ids.lead_id(form.company) if form.company else ids.digest("lead", "person", contact_id)


def _contact(lead_id: str, contact_id: str, form: Form, now: datetime) -> tuple[Write, Write]:
    """The address, on the condition that it is new: one that was read from a page keeps its page."""
    fact = Fact(
        id=ids.digest("fact", "email", contact_id)[:16],
        kind="email",
        value=form.email,
        page="",
        rule=_RULE,
        confidence=1.0,
        seen_at=keys.stamp(now),
        detail={"kind": form.mailbox},
    )
    claim, row = leads.contact(lead_id, contact_id, fact, "unknown", "not_checked", now)
    return claim, row._replace(when=ABSENT, gate=_CONTACT_KNOWN)
