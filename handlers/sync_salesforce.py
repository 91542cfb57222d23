"""Keep Salesforce true: a Lead for each company that is written to, a Task for each mail, answer and call.

Every write is an upsert by an external id, so that doing it again changes nothing. Whoever Salesforce knows
already stays who they are: a Lead with the address is adopted and keeps its fields, a Contact gets the Tasks
and no second record. A Task may be told before its lead is known there; then the lead is made first.

What Salesforce will not take is a conflict: said once, shown to a person, never forced.
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
from store import calls, crm, drafts, inquiries, keys, leads, mail, recipients, sends
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
# A converted Lead can't be changed any more; whom it became is a Contact.
_FIND_LEAD = (
    "SELECT Id, Beckon_Lead_Id__c, LeadSource FROM Lead WHERE Email = {email} AND IsConverted = false LIMIT 5"
)
_FIND_OWN = "SELECT Id, LeadSource FROM Lead WHERE Beckon_Lead_Id__c = {lead_id} LIMIT 1"
_FIND_TASKS = "SELECT Id FROM Task WHERE WhoId = {who_id} AND Beckon_Id__c != null LIMIT 200"

_LIMIT_PAUSE = 600.0
"""Seconds until the next try when the org's calls of the day are used up: the limit rolls over 24 hours."""

Kind = Literal["Lead", "Contact"]


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
        after = _LIMIT_PAUSE if str(error) == "REQUEST_LIMIT_EXCEEDED" else None
        raise Retry(f"{type(error).__name__}: {error}", after) from error


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
    flags = _objections(email, deps)
    try:
        link = _found(lead_id, email, flags, deps) if email else None
        if link is None:
            link = _made(lead_id, campaign_id, email, flags, deps)
    except SalesforceConflict as conflict:
        link = Link(lead_id, crm.CONFLICT, reason=conflict.reason)
    return _Linked(link, (crm.save(link, deps.clock.now()),), _news(link, campaign_id))


def _objections(email: str, deps: Deps) -> dict[str, object]:
    """The flags of somebody who objected before Salesforce heard of them."""
    flags: dict[str, object] = {}
    if email:
        gates = suppression.mail_gates(email, deps.keys.pepper)
        for gate, entry in listed(deps.table, gates).items():
            flags |= fields.opt_outs(gate.scope.value, entry["reason"])
    return flags


def _found(lead_id: str, email: str, flags: dict[str, object], deps: Deps) -> Link | None:
    """The Contact or Lead that has the address already. Of what others made, only the flags are set."""
    for contact in deps.salesforce.find(_FIND_CONTACT, email=email):
        if flags:
            deps.salesforce.update("Contact", contact["Id"], flags)
        return Link(lead_id, crm.CONTACT, who_id=contact["Id"], adopted=True)
    for record in deps.salesforce.find(_FIND_LEAD, email=email):
        owner = record.get(fields.LEAD_KEY)
        if owner and owner != lead_id:
            continue
        if not owner or flags:
            deps.salesforce.update("Lead", record["Id"], {fields.LEAD_KEY: lead_id} | flags)
        # Made or adopted before a crash: whose it is, its source tells.
        theirs = record.get("LeadSource") != fields.LEAD_SOURCE
        return Link(lead_id, crm.LEAD, record["Id"], adopted=not owner or theirs)
    return None


def _made(lead_id: str, campaign_id: str, email: str, flags: dict[str, object], deps: Deps) -> Link:
    """A Lead of our own. Raises ``SalesforceConflict`` where Salesforce will not have it."""
    lead = leads.get(deps.table, lead_id)
    profile = recipients.profile(deps.table, lead_id)
    values = fields.lead(
        lead_id,
        company=lead.company if lead else "",
        domain=lead.domain if lead else "",
        person=Person(email=email, phone=profile.phones[0] if profile and profile.phones else ""),
        status=deps.settings.salesforce_status_new,
        description=_score(lead_id, campaign_id, deps),
    )
    made = deps.salesforce.upsert("Lead", fields.LEAD_KEY, lead_id, values | flags)
    return Link(lead_id, crm.LEAD, made.salesforce_id)


def _score(lead_id: str, campaign_id: str, deps: Deps) -> str:
    item = deps.table.get(keys.score(lead_id, campaign_id))
    return fields.score_note(campaign_id, item["fit"], item["intent"]) if item else ""


def _news(link: Link, campaign_id: str) -> tuple[EventData, ...]:
    if link.kind == crm.CONFLICT:
        return (_conflict(link.lead_id, campaign_id, "Lead", link.reason),)
    synced = _synced(link.lead_id, campaign_id, _kind(link), link.lead_id, link.who_id)
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
    synced = _synced(data.lead_id, data.campaign_id, "Task", note.external_id, made.salesforce_id)
    warmed = _warm(data, linked, deps)
    return Outcome(writes=warmed.writes, events=(*warmed.events, synced))


def _warm(data: Any, linked: _Linked, deps: Deps) -> _Linked:
    """A first warm answer moves the status of our own Lead; where a salesperson moves it on, it stays."""
    link = linked.link
    warm = isinstance(data, InquirySubmitted) or (isinstance(data, ReplyClassified) and data.label == "WARM")
    if not warm or link.warm or not link.ours:
        return linked
    told = linked.events
    try:
        deps.salesforce.update("Lead", link.who_id, {"Status": deps.settings.salesforce_status_warm})
    except SalesforceConflict as conflict:
        # Converted or deleted by a person: they are ahead of us, and are not asked again.
        told = (*told, _conflict(data.lead_id, data.campaign_id, "Lead", conflict.reason))
    warmed = replace(link, warm=True)
    writes = (crm.save(warmed, deps.clock.now()),) if linked.writes else (crm.mark_warm(link),)
    return _Linked(warmed, writes, told)


# Objections -----------------------------------------------------------------------------------------------


def _object(data: RecipientSuppressed, deps: Deps) -> Outcome:
    """Set the opt-out flags, on whatever record the person has."""
    flags = fields.opt_outs(data.scope, data.reason)
    if not flags:
        return NOTHING
    link = crm.get(deps.table, data.lead_id)
    if link is None:
        if not sends.of_campaign(deps.table, data.lead_id, data.campaign_id):
            # Salesforce may never hear of this lead; if it does, the flags come with it.
            return NOTHING
        # Its mail is about to make it known there: with the flags from the first moment.
        linked = _link(data.lead_id, data.campaign_id, deps)
        return Outcome(writes=linked.writes, events=linked.events)
    if not link.who_id:
        return NOTHING
    kind = _kind(link)
    try:
        deps.salesforce.update(kind, link.who_id, flags)
    except SalesforceConflict as conflict:
        return Outcome(events=(_conflict(data.lead_id, data.campaign_id, kind, conflict.reason),))
    return Outcome(events=(_synced(data.lead_id, data.campaign_id, kind, data.lead_id, link.who_id),))


def _erase(data: LeadErased, deps: Deps) -> Outcome:
    """Blank what Beckon wrote: its own Lead, and the texts of its Tasks. A record that somebody else made is
    theirs to erase; it gets the flags. The lead's own row may be gone by now: its external id is not."""
    link = crm.get(deps.table, data.lead_id)
    if link is None:
        for record in deps.salesforce.find(_FIND_OWN, lead_id=data.lead_id):
            theirs = record.get("LeadSource") != fields.LEAD_SOURCE
            link = Link(data.lead_id, crm.LEAD, record["Id"], adopted=theirs)
    if link is None or not link.who_id:
        return NOTHING
    for task in deps.salesforce.find(_FIND_TASKS, who_id=link.who_id):
        deps.salesforce.update("Task", task["Id"], fields.erased_task())
    kind = _kind(link)
    values = fields.erased() if link.ours else fields.opt_outs("person", "erased")
    try:
        deps.salesforce.update(kind, link.who_id, values)
    except SalesforceConflict as conflict:
        return Outcome(events=(_conflict(data.lead_id, None, kind, conflict.reason),))
    return NOTHING


# What is said ---------------------------------------------------------------------------------------------


def _kind(link: Link) -> Kind:
    return "Contact" if link.kind == crm.CONTACT else "Lead"


def _synced(
    lead_id: str,
    campaign_id: str,
    kind: Literal["Lead", "Contact", "Task"],
    external_id: str,
    salesforce_id: str,
) -> CrmSynced:
    return CrmSynced(
        lead_id=lead_id,
        campaign_id=campaign_id,
        object=kind,
        external_id=external_id,
        salesforce_id=salesforce_id,
    )


def _conflict(
    lead_id: str, campaign_id: str | None, kind: Literal["Lead", "Contact", "Task"], reason: str
) -> CrmConflict:
    return CrmConflict(lead_id=lead_id, campaign_id=campaign_id, object=kind, reason=reason)


lambda_handler = consumer("sync_salesforce", CONSUMES, handle)
