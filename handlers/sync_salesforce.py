"""Keep Salesforce true: a Lead for each company that is written to, a Task for each mail, answer and call.

Every write is an upsert by an external id, so that doing it again changes nothing. Whoever Salesforce knows
already stays who they are: a Lead with the address is adopted, a Contact gets the Tasks and no second record.
A Task may be told before its lead is known there; then the lead is made first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from adapters.salesforce import SalesforceBusy, SalesforceConflict, SalesforceLoginRefused
from adapters.secrets import MissingSecret
from events.base import Event, EventData
from events.call_completed import CallCompleted
from events.crm_conflict import CrmConflict
from events.crm_synced import CrmSynced
from events.email_sent import EmailSent
from events.inquiry_submitted import InquirySubmitted
from events.lead_erased import LeadErased
from events.lead_scored import LeadScored
from events.recipient_suppressed import RecipientSuppressed
from events.reply_classified import ReplyClassified
from outreach import crm as fields
from outreach import suppression
from outreach.crm import Person
from runtime.consume import consumer
from runtime.outcome import NOTHING, Outcome, Retry
from runtime.wiring import Deps
from store import calls, crm, drafts, inquiries, keys, leads, mail, recipients
from store.crm import Link
from store.suppression import listed
from store.writes import Write

CONSUMES = (
    LeadScored,
    EmailSent,
    ReplyClassified,
    RecipientSuppressed,
    InquirySubmitted,
    CallCompleted,
    LeadErased,
)

_FIND_CONTACT = "SELECT Id FROM Contact WHERE Email = {email} LIMIT 1"
_FIND_LEAD = "SELECT Id, Beckon_Lead_Id__c, LeadSource FROM Lead WHERE Email = {email} LIMIT 5"


@dataclass(frozen=True, slots=True)
class _Linked:
    """Who a lead is in Salesforce, and what was written and is to be said to have it so."""

    link: Link
    writes: tuple[Write, ...] = ()
    events: tuple[EventData, ...] = ()


@dataclass(frozen=True, slots=True)
class _Note:
    """A Task to be: its external id, its subject, its text, and whether a person has to do something."""

    external_id: str
    subject: str
    text: str = ""
    open: bool = False


def handle(event: Event[Any], deps: Deps) -> Outcome:
    """Tell Salesforce what happened."""
    try:
        return _handle(event, deps)
    except (SalesforceBusy, SalesforceLoginRefused, MissingSecret) as error:
        # The texts name limits, and settings to mend; they hold no data of ours.
        raise Retry(f"{type(error).__name__}: {error}") from error


def _handle(event: Event[Any], deps: Deps) -> Outcome:
    data = event.data
    if isinstance(data, LeadErased):
        return _erase(data, deps)
    if isinstance(data, RecipientSuppressed):
        return _object(data, deps)
    if isinstance(data, LeadScored):
        return _introduce(data, deps) if data.selected else NOTHING
    note = _note(data, deps)
    return _tell(event, note, deps) if note else NOTHING


# The lead -------------------------------------------------------------------------------------------------


def _introduce(data: LeadScored, deps: Deps) -> Outcome:
    linked = _link(data.lead_id, data.campaign_id, deps)
    return Outcome(writes=linked.writes, events=linked.events)


def _link(lead_id: str, campaign_id: str, deps: Deps) -> _Linked:
    """Who the lead is in Salesforce: known, found there, or made."""
    known = crm.get(deps.table, lead_id)
    if known is not None:
        return _Linked(known)
    contact_id = recipients.chosen(deps.table, lead_id)
    address = recipients.get(deps.table, lead_id, contact_id) if contact_id else None
    email = address.address if address else ""
    found = _found(lead_id, email, deps) if email else None
    if found is None:
        found = _made(lead_id, campaign_id, email, deps)
    return _Linked(found, (crm.save(found, deps.clock.now()),), _news(found, campaign_id))


def _found(lead_id: str, email: str, deps: Deps) -> Link | None:
    """The Contact or Lead that has the address already."""
    for contact in deps.salesforce.find(_FIND_CONTACT, email=email):
        return Link(lead_id, crm.CONTACT, who_id=contact["Id"], adopted=True)
    for record in deps.salesforce.find(_FIND_LEAD, email=email):
        owner = record.get(fields.LEAD_KEY)
        if owner == lead_id:
            # Made or adopted before a crash: whose it is, its source tells.
            return Link(
                lead_id, crm.LEAD, record["Id"], adopted=record.get("LeadSource") != fields.LEAD_SOURCE
            )
        if not owner:
            deps.salesforce.update("Lead", record["Id"], {fields.LEAD_KEY: lead_id})
            return Link(lead_id, crm.LEAD, record["Id"], adopted=True)
    return None


def _made(lead_id: str, campaign_id: str, email: str, deps: Deps) -> Link:
    """A Lead of our own, or the conflict that Salesforce answered with."""
    lead = leads.get(deps.table, lead_id)
    profile = recipients.profile(deps.table, lead_id)
    values = fields.lead(
        lead_id,
        company=lead.company if lead else "",
        domain=lead.domain if lead else "",
        person=Person(email=email, phone=profile.phones[0] if profile and profile.phones else ""),
        description=_score(lead_id, campaign_id, deps),
    )
    if email and listed(deps.table, suppression.mail_gates(email, deps.keys.pepper)):
        values |= fields.opt_outs("address", "unsubscribe")
    try:
        made = deps.salesforce.upsert("Lead", fields.LEAD_KEY, lead_id, values)
    except SalesforceConflict as conflict:
        return Link(lead_id, crm.CONFLICT, reason=conflict.reason)
    return Link(lead_id, crm.LEAD, made.salesforce_id)


def _score(lead_id: str, campaign_id: str, deps: Deps) -> str:
    item = deps.table.get(keys.score(lead_id, campaign_id))
    return fields.score_note(campaign_id, item["fit"], item["intent"]) if item else ""


def _news(link: Link, campaign_id: str) -> tuple[EventData, ...]:
    if link.kind == crm.CONFLICT:
        return (_conflict(link.lead_id, campaign_id, "Lead", link.reason),)
    kind: Literal["Contact", "Lead"] = "Contact" if link.kind == crm.CONTACT else "Lead"
    synced = CrmSynced(
        lead_id=link.lead_id,
        campaign_id=campaign_id,
        object=kind,
        external_id=link.lead_id,
        salesforce_id=link.who_id,
    )
    if link.kind == crm.CONTACT:
        return synced, _conflict(link.lead_id, campaign_id, "Contact", "existing_contact")
    return (synced,)


# Tasks ----------------------------------------------------------------------------------------------------


def _note(data: EventData, deps: Deps) -> _Note | None:
    """The Task that an event becomes; None when what it tells of is gone (the lead was erased)."""
    if isinstance(data, EmailSent):
        draft = drafts.get(deps.table, data.lead_id, data.send_id)
        if draft is not None:
            return _Note(data.send_id, f"E-mail: {draft.subject}", "\n\n".join(draft.paragraphs))
    elif isinstance(data, ReplyClassified):
        row = mail.get(deps.table, data.lead_id, data.reply_id)
        if row is not None:
            waits = data.needs_review or data.label == "WARM"
            return _Note(data.reply_id, f"Answer: {data.label}", str(row.get("visible") or ""), open=waits)
    elif isinstance(data, CallCompleted):
        call = calls.get(deps.table, data.lead_id, data.call_id)
        if call is not None:
            subject = f"Call: {data.outcome.replace('_', ' ')}"
            return _Note(data.call_id, subject, fields.answers_note(call.answers))
    elif isinstance(data, InquirySubmitted):
        inquiry = inquiries.get(deps.table, data.lead_id, data.inquiry_id)
        if inquiry is not None:
            said = "\n".join(part for part in (inquiry.message, inquiry.callback_time) if part)
            return _Note(data.inquiry_id, f"Inquiry ({data.channel})", said, open=True)
    return None


def _tell(event: Event[Any], note: _Note, deps: Deps) -> Outcome:
    data = event.data
    linked = _link(data.lead_id, data.campaign_id, deps)
    if not linked.link.who_id:
        # In conflict: shown to a person, who finds the whole story in the lead's timeline.
        return Outcome(writes=linked.writes, events=linked.events)
    values = fields.task(
        who_id=linked.link.who_id,
        subject=note.subject,
        day=event.meta.occurred_at.date(),
        note=note.text,
        open_for_a_person=note.open,
    )
    try:
        made = deps.salesforce.upsert("Task", fields.TASK_KEY, note.external_id, values)
    except SalesforceConflict as conflict:
        told = _conflict(data.lead_id, data.campaign_id, "Task", conflict.reason)
        return Outcome(writes=linked.writes, events=(*linked.events, told))
    synced = CrmSynced(
        lead_id=data.lead_id,
        campaign_id=data.campaign_id,
        object="Task",
        external_id=note.external_id,
        salesforce_id=made.salesforce_id,
    )
    warmed = _warm(data, linked, deps)
    return Outcome(writes=warmed, events=(*linked.events, synced))


def _warm(data: EventData, linked: _Linked, deps: Deps) -> tuple[Write, ...]:
    """A first warm answer moves the status of our own Lead; where a salesperson moves it on, it stays."""
    link = linked.link
    warm = isinstance(data, InquirySubmitted) or (isinstance(data, ReplyClassified) and data.label == "WARM")
    if not warm or link.warm or not link.ours:
        return linked.writes
    deps.salesforce.update("Lead", link.who_id, {"Status": fields.STATUS_WARM})
    if linked.writes:
        return (crm.save(replace(link, warm=True), deps.clock.now()),)
    return (crm.mark_warm(link),)


# Objections -----------------------------------------------------------------------------------------------


def _object(data: RecipientSuppressed, deps: Deps) -> Outcome:
    """Set the opt-out flags, on whatever record the person has. Who is not there yet is made with them."""
    flags = fields.opt_outs(data.scope, data.reason)
    link = crm.get(deps.table, data.lead_id)
    if not flags or link is None or not link.who_id:
        return NOTHING
    kind: Literal["Lead", "Contact"] = "Contact" if link.kind == crm.CONTACT else "Lead"
    try:
        deps.salesforce.update(kind, link.who_id, flags)
    except SalesforceConflict as conflict:
        return Outcome(events=(_conflict(data.lead_id, data.campaign_id, kind, conflict.reason),))
    synced = CrmSynced(
        lead_id=data.lead_id,
        campaign_id=data.campaign_id,
        object=kind,
        external_id=data.lead_id,
        salesforce_id=link.who_id,
    )
    return Outcome(events=(synced,))


def _erase(data: LeadErased, deps: Deps) -> Outcome:
    """Blank the Lead that Beckon made. A record that somebody else made is theirs to erase."""
    link = crm.get(deps.table, data.lead_id)
    if link is not None and link.ours:
        deps.salesforce.update("Lead", link.who_id, fields.erased())
    return NOTHING


def _conflict(
    lead_id: str, campaign_id: str, kind: Literal["Lead", "Contact", "Task"], reason: str
) -> CrmConflict:
    return CrmConflict(lead_id=lead_id, campaign_id=campaign_id, object=kind, reason=reason)


lambda_handler = consumer("sync_salesforce", CONSUMES, handle)
