"""The only place that builds keys of the table.

``docs/data-model.md`` describes each of them; a test holds the two together. A prefix says what a key is
about, ids are hex digests, times are ISO 8601 UTC with milliseconds so that text order is time order.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Key(NamedTuple):
    """Partition key and sort key of an item, or of its entry in an index."""

    pk: str
    sk: str


META = "META"


def stamp(moment: datetime) -> str:
    """A sortable time: ``2026-03-02T16:30:00.125Z``."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


# Partitions --------------------------------------------------------------------------------------------


def campaign_pk(campaign_id: str) -> str:
    return f"CAMPAIGN#{campaign_id}"


def lead_pk(lead_id: str) -> str:
    return f"LEAD#{lead_id}"


def mail_pk(reply_id: str) -> str:
    return f"MAIL#{reply_id}"


def counter_pk(campaign_id: str) -> str:
    return f"COUNT#{campaign_id}"


# Campaigns and runs ------------------------------------------------------------------------------------

CAMPAIGNS = "CAMPAIGNS"
WARM_ANSWERS = "REPLIES#WARM"
RUN = "RUN#"
VERSION = "VERSION#"
ALLOCATION = "ALLOC#"
ARM = "ARM#"
TALLY = "TALLY#"


def campaign(campaign_id: str) -> Key:
    """The campaign as it is now."""
    return Key(campaign_pk(campaign_id), META)


def campaign_version(campaign_id: str, version: int) -> Key:
    """One version of the campaign; running enrolments keep theirs."""
    return Key(campaign_pk(campaign_id), f"{VERSION}{version:06d}")


def campaign_text(campaign_id: str, version: int) -> Key:
    """The file that a version was made from, for whoever edits it."""
    return Key(campaign_pk(campaign_id), f"TEXT#{version:06d}")


def run(campaign_id: str, run_id: str) -> Key:
    return Key(campaign_pk(campaign_id), f"{RUN}{run_id}")


def run_source(campaign_id: str, run_id: str, number: int) -> Key:
    """What a run did with one of its campaign's sources."""
    return Key(campaign_pk(campaign_id), f"{RUN}{run_id}#{number}")


def source_place(campaign_id: str, source_identity: str) -> Key:
    """Where the campaign's next run goes on with a source."""
    return Key(campaign_pk(campaign_id), f"PLACE#{source_identity}")


def allocation(campaign_id: str, step: int, experiment: str, version: int) -> Key:
    """The parts of a step's mails that its variants get, as they were worked out at some time."""
    return Key(campaign_pk(campaign_id), f"{ALLOCATION}{step}#{experiment}#{version:06d}")


def variant_arm(campaign_id: str, step: int, arm: str) -> Key:
    """A variant of a step: whom it drove away, and whether it is stopped."""
    return Key(campaign_pk(campaign_id), f"{ARM}{step}#{arm}")


def variant_tally(campaign_id: str, step: int, arm: str, day: str) -> Key:
    """What the mails of a variant that went on a day (ISO date) came to."""
    return Key(campaign_pk(campaign_id), f"{TALLY}{step}#{arm}#{day}")


def campaigns_index(campaign_id: str) -> Key:
    """gsi1: all campaigns."""
    return Key(CAMPAIGNS, campaign_id)


# A lead's partition ------------------------------------------------------------------------------------

EVENT = "EVENT#"
ENROLMENT = "ENROL#"
SEND = "SEND#"
DRAFT = "DRAFT#"
REPLY = "REPLY#"
CALL = "CALL#"
CONTACT = "CONTACT#"
CONSENT = "CONSENT#"
INQUIRY = "INQUIRY#"
SCORE = "SCORE#"
TOUCH = "TOUCH#"
SETTLEMENT = "SETTLED#"
PAGE = "PAGE#"


def lead(lead_id: str) -> Key:
    return Key(lead_pk(lead_id), META)


def profile(lead_id: str) -> Key:
    """What the company's pages said: the facts."""
    return Key(lead_pk(lead_id), "PROFILE")


def page(lead_id: str, url_digest: str) -> Key:
    """One page of the company's site, as it was last read."""
    return Key(lead_pk(lead_id), f"{PAGE}{url_digest}")


def imported(lead_id: str) -> Key:
    return Key(lead_pk(lead_id), "IMPORT")


def contact(lead_id: str, contact_id: str) -> Key:
    return Key(lead_pk(lead_id), f"{CONTACT}{contact_id}")


def score(lead_id: str, campaign_id: str) -> Key:
    return Key(lead_pk(lead_id), f"{SCORE}{campaign_id}")


def enrolment(lead_id: str, campaign_id: str) -> Key:
    return Key(lead_pk(lead_id), f"{ENROLMENT}{campaign_id}")


def draft(lead_id: str, send_id: str) -> Key:
    return Key(lead_pk(lead_id), f"{DRAFT}{send_id}")


def outcome(lead_id: str, send_id: str) -> Key:
    """What a mail that was a variant counts as."""
    return Key(lead_pk(lead_id), f"OUTCOME#{send_id}")


def send(lead_id: str, send_id: str) -> Key:
    return Key(lead_pk(lead_id), f"{SEND}{send_id}")


def settlement(lead_id: str, send_id: str, attempt: int) -> Key:
    """What a person found out about a send in doubt."""
    return Key(lead_pk(lead_id), f"{SETTLEMENT}{send_id}#{attempt}")


def touch(lead_id: str, send_id: str, touch_id: str) -> Key:
    """An open or a click of a mail."""
    return Key(lead_pk(lead_id), f"{TOUCH}{send_id}#{touch_id}")


def reply(lead_id: str, reply_id: str) -> Key:
    return Key(lead_pk(lead_id), f"{REPLY}{reply_id}")


def call(lead_id: str, call_id: str) -> Key:
    return Key(lead_pk(lead_id), f"{CALL}{call_id}")


def inquiry(lead_id: str, inquiry_id: str) -> Key:
    return Key(lead_pk(lead_id), f"{INQUIRY}{inquiry_id}")


def consent(lead_id: str, contact_id: str, kind: str) -> Key:
    """A recorded consent of a person, of a kind (``call``)."""
    return Key(lead_pk(lead_id), f"{CONSENT}{contact_id}#{kind}")


def crm(lead_id: str) -> Key:
    """What is known of the lead in Salesforce."""
    return Key(lead_pk(lead_id), "CRM")


def event(subject_pk: str, occurred_at: datetime, event_id: str) -> Key:
    """An event under the thing it happened to: a lead's timeline is one query."""
    return Key(subject_pk, f"{EVENT}{stamp(occurred_at)}#{event_id}")


# Pointers: from what the outside world gives back to what it belongs to ---------------------------------


def message_pointer(message_id: str) -> Key:
    """From the local part of a Message-ID to its send or reply."""
    return Key(f"MSG#{message_id}", META)


def body_pointer(fingerprint: str) -> Key:
    """From the fingerprint of an incoming message to its first arrival."""
    return Key(f"BODY#{fingerprint}", META)


def contact_owner(contact_id: str) -> Key:
    """From an address to the one lead that it belongs to."""
    return Key(f"CONTACT#{contact_id}", META)


def connect_pointer(connect_contact_id: str) -> Key:
    """From a Connect contact to its call."""
    return Key(f"CONNECT#{connect_contact_id}", META)


def mail(reply_id: str) -> Key:
    """An object of the mail bucket and the terminal state it reached."""
    return Key(mail_pk(reply_id), META)


def mail_found(reply_id: str) -> Key:
    """An object of the mail bucket that nobody had told of: where it lies."""
    return Key(mail_pk(reply_id), "FOUND")


def mail_walk() -> Key:
    """How far the comparison of the mail bucket with the table has come."""
    return Key("MAIL", "WALK")


# Gates -------------------------------------------------------------------------------------------------


CONSENT_ENTRY = "ENTRY#"


def consent_ledger_pk(contact_id: str) -> str:
    return f"CONSENT#{contact_id}"


def consent_entry(contact_id: str, kind: str, moment: datetime, entry_id: str) -> Key:
    """One line of a person's ledger of consents: given, or withdrawn."""
    return Key(consent_ledger_pk(contact_id), f"{CONSENT_ENTRY}{kind}#{stamp(moment)}#{entry_id}")


def consent_standing(contact_id: str, kind: str) -> Key:
    """What follows from the ledger: the consent that counts now."""
    return Key(consent_ledger_pk(contact_id), f"STANDING#{kind}")


def suppression(scope: str, hashed: str) -> Key:
    """Somebody who is never to be mailed or dialled: by keyed hash of address, person, domain or phone."""
    return Key(f"SUPPRESS#{scope}#{hashed}", META)


def cap_pk(scope: str, name: str) -> str:
    return f"CAP#{scope}#{name}"


def cap(scope: str, name: str, day: str) -> Key:
    """How much went out on a day (ISO date): for a sender, of a campaign, or to a recipient domain."""
    return Key(cap_pk(scope, name), day)


def waiting(scope: str, name: str, day: str) -> Key:
    """How many mails a cap sent back on a day."""
    return Key(f"WAITING#{scope}#{name}", day)


def sender_pk(domain: str) -> str:
    return f"SENDER#{domain}"


def sender(domain: str, address: str) -> Key:
    """One of our own addresses: whether it may send."""
    return Key(sender_pk(domain), address)


def company_lease(lead_id: str) -> Key:
    """Which campaign is in conversation with the company, and until when."""
    return Key(lead_pk(lead_id), "LEASE")


def person_lease(person: str) -> Key:
    """Which campaign is in conversation with a person, by the keyed hash of every spelling of the mailbox."""
    return Key(f"LEASE#{person}", META)


def marker(consumer: str, event_id: str) -> Key:
    """That a consumer has dealt with an event."""
    return Key(f"SEEN#{consumer}#{event_id}", META)


# Counters ----------------------------------------------------------------------------------------------


def counter(campaign_id: str, metric: str, day: str, shard: int) -> Key:
    return Key(counter_pk(campaign_id), f"{metric}#{day}#{shard}")


# Indexes -----------------------------------------------------------------------------------------------


def campaign_leads_index(campaign_id: str, lead_id: str) -> Key:
    """gsi1: the enrolments of a campaign."""
    return Key(f"{campaign_pk(campaign_id)}#LEADS", lead_id)


def contact_index(contact_id: str, lead_id: str) -> Key:
    """gsi1: the leads that an address belongs to."""
    return Key(f"CONTACT#{contact_id}", lead_id)


def person_index(person: str, moment: datetime, send_id: str) -> Key:
    """gsi1: the mails to a person, by the keyed hash under which every spelling of the mailbox is one."""
    return Key(f"PERSON#{person}", f"{stamp(moment)}#{send_id}")


def warm_index(moment: datetime, reply_id: str) -> Key:
    """gsi1: the warm answers, for whoever wants the newest first."""
    return Key(WARM_ANSWERS, f"{stamp(moment)}#{reply_id}")


def all_mail_index(state: str, reply_id: str) -> Key:
    """gsi1: the objects of the mail bucket by the state that they reached."""
    return Key(f"MAIL#{state}", reply_id)


def open_work_pk(kind: str) -> str:
    return f"OPEN#{kind}"


def open_work_index(kind: str, moment: datetime, item_id: str) -> Key:
    """gsi2: what waits for somebody, oldest first: ``SENDING``, ``IN_DOUBT``, ``REVIEW``, ``CALLING``,
    ``APPROVAL``."""
    return Key(open_work_pk(kind), f"{stamp(moment)}#{item_id}")
