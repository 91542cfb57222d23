"""What Salesforce is told, in Salesforce's own field names and lengths.

Pure. Field lengths are those of the standard objects (Object Reference, Lead and Task); a longer value would
refuse the whole record with STRING_TOO_LONG.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

LEAD_KEY = "Beckon_Lead_Id__c"
"""External id on Lead: the lead's id."""
TASK_KEY = "Beckon_Id__c"
"""External id on Task (a custom field of Activity): the id of the send, reply, call or inquiry."""

LEAD_SOURCE = "Beckon"
STATUS_NEW = "Open - Not Contacted"
STATUS_WARM = "Working - Contacted"
"""Statuses of a fresh org. A stage may name its own (``BECKON_SALESFORCE_STATUS_NEW`` and ``…_WARM``)."""

LONGEST_NOTE = 2_000
"""Characters of a Task's description: enough to know what was said, no archive of it."""

_LENGTHS = {
    "Company": 255,
    "FirstName": 40,
    "LastName": 80,
    "Email": 80,
    "Phone": 40,
    "Website": 255,
    "Subject": 255,
    "Description": 32_000,
}

_OPTED_OUT: dict[str, object] = {"HasOptedOutOfEmail": True}
_NO_CALLS: dict[str, object] = {"DoNotCall": True}
# A bounce says that a mailbox is gone, not that its owner objects: saying so in the CRM would be untrue.
_OBJECTIONS = frozenset({"unsubscribe", "complaint", "manual", "erased", "do_not_call"})


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a lead is reached by. Anything may be empty."""

    email: str = ""
    name: str = ""
    phone: str = ""


def lead(
    lead_id: str,
    *,
    company: str,
    domain: str,
    person: Person,
    status: str = STATUS_NEW,
    description: str = "",
) -> dict[str, object]:
    """The fields of a Lead that Beckon creates. ``lead_id`` is not among them: it is in the address."""
    first, last = split_name(person.name)
    named = company or domain or "Unknown company"
    fields: dict[str, object] = {
        "Company": named,
        "FirstName": first,
        # Required by Salesforce; where no person is known, the company stands for itself.
        "LastName": last or named,
        "Email": person.email,
        "Phone": person.phone,
        "Website": f"https://{domain}" if domain else "",
        "LeadSource": LEAD_SOURCE,
        "Status": status,
        "Description": description,
    }
    return _fit(fields)


def score_note(campaign: str, fit: int, intent: int, reasons: Sequence[str] = ()) -> str:
    """Why a lead was chosen, for a salesperson."""
    lines = [f"Beckon, campaign {campaign}: fit {fit} of 100, intent {intent} of 100."]
    return "\n".join([*lines, *(f"- {reason}" for reason in reasons)])


def task(
    *, who_id: str, subject: str, day: date, note: str = "", open_for_a_person: bool = False
) -> dict[str, object]:
    """The fields of a Task. One that a person has to do stays open, and is marked."""
    fields: dict[str, object] = {
        "WhoId": who_id,
        "Subject": subject,
        "Status": "Not Started" if open_for_a_person else "Completed",
        "Priority": "High" if open_for_a_person else "Normal",
        "ActivityDate": day.isoformat(),
        "Description": note[:LONGEST_NOTE],
    }
    return _fit(fields)


def opt_outs(scope: str, reason: str) -> dict[str, object]:
    """The flags that a suppression sets on a Lead or Contact; none for a bounce, which is no objection."""
    if reason not in _OBJECTIONS:
        return {}
    if reason == "erased":
        return _OPTED_OUT | _NO_CALLS
    return dict(_NO_CALLS if scope == "phone" or reason == "do_not_call" else _OPTED_OUT)


def erased() -> dict[str, object]:
    """What is left of a Lead that Beckon created, after its person was erased."""
    return {
        "FirstName": None,
        "LastName": "Erased on request",
        "Email": None,
        "Phone": None,
        "Description": None,
        **_OPTED_OUT,
        **_NO_CALLS,
    }


def erased_task() -> dict[str, object]:
    """What is left of a Task of an erased person: that something happened on that day."""
    return {"Subject": "Erased on request", "Description": None}


def answers_note(answers: Mapping[str, object]) -> str:
    """What somebody said in a call, a line an answer."""
    labels = {
        "interested": "Interested",
        "need": "Need",
        "callback_time": "Call back",
        "email": "E-mail",
    }
    said = {label: answers.get(name) for name, label in labels.items()}
    words = {True: "yes", False: "no"}
    return "\n".join(
        f"{label}: {words[value] if isinstance(value, bool) else value}"
        for label, value in said.items()
        if value is not None and value != ""
    )


def split_name(name: str) -> tuple[str, str]:
    """First and last name: the last word is the last name, as Salesforce wants one."""
    words = name.split()
    return (" ".join(words[:-1]), words[-1]) if words else ("", "")


def _fit(fields: Mapping[str, object]) -> dict[str, object]:
    """Cut to length; leave out what is empty, so that an update never blanks what somebody filled in."""
    fitted: dict[str, object] = {}
    for name, value in fields.items():
        if isinstance(value, str):
            value = value.strip()[: _LENGTHS.get(name)]
        if value not in ("", None):
            fitted[name] = value
    return fitted
