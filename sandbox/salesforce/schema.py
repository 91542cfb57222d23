"""The objects of the org: their fields, lengths and what a record cannot do without."""

import re
from dataclasses import dataclass
from typing import Any

from sandbox.salesforce.errors import ApiError

EMAIL = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[A-Za-z0-9-]{2,}")
COMMON = (
    "Id",
    "CreatedDate",
    "LastModifiedDate",
    "SystemModstamp",
    "IsDeleted",
    "OwnerId",
    "CreatedById",
    "LastModifiedById",
)


@dataclass(frozen=True)
class Kind:
    """One object: three-character id prefix, text lengths by field, other fields, required fields, external
    ids."""

    name: str
    prefix: str
    lengths: dict[str, int]
    others: tuple[str, ...]
    required: tuple[str, ...]
    external_ids: tuple[str, ...]


_PERSON = {
    "FirstName": 40,
    "LastName": 80,
    "Salutation": 40,
    "Title": 128,
    "Email": 80,
    "Phone": 40,
    "MobilePhone": 40,
    "LeadSource": 255,
    "Description": 32_000,
}
KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "Lead",
            "00Q",
            _PERSON
            | {
                "Company": 255,
                "Website": 255,
                "Industry": 255,
                "Status": 255,
                "Rating": 255,
                "Street": 255,
                "City": 40,
            }
            | {"State": 80, "StateCode": 10, "PostalCode": 20, "Country": 80, "CountryCode": 10},
            (
                "Name",
                "IsConverted",
                "ConvertedContactId",
                "ConvertedAccountId",
                "HasOptedOutOfEmail",
                "DoNotCall",
                "AnnualRevenue",
                "NumberOfEmployees",
                "EmailBouncedReason",
                "EmailBouncedDate",
            ),
            ("LastName", "Company"),
            ("Beckon_Lead_Id__c",),
        ),
        Kind(
            "Contact",
            "003",
            _PERSON
            | {"Department": 80, "MailingStreet": 255, "MailingCity": 40, "MailingState": 80}
            | {"MailingPostalCode": 20, "MailingCountry": 80},
            (
                "Name",
                "AccountId",
                "HasOptedOutOfEmail",
                "DoNotCall",
                "EmailBouncedReason",
                "EmailBouncedDate",
            ),
            ("LastName",),
            ("Beckon_Contact_Id__c", "Beckon_Id__c", "Beckon_Lead_Id__c"),
        ),
        Kind(
            "Account",
            "001",
            {
                "Name": 255,
                "Website": 255,
                "Phone": 40,
                "Industry": 255,
                "Description": 32_000,
                "BillingCountry": 80,
            },
            (),
            ("Name",),
            ("Beckon_Id__c",),
        ),
        Kind(
            "Task",
            "00T",
            {
                "Subject": 255,
                "Status": 255,
                "Priority": 255,
                "Type": 255,
                "TaskSubtype": 40,
                "CallType": 40,
                "CallDisposition": 255,
                "CallObject": 255,
                "Description": 32_000,
            },
            (
                "WhoId",
                "WhatId",
                "ActivityDate",
                "CallDurationInSeconds",
                "IsClosed",
                "IsReminderSet",
                "ReminderDateTime",
            ),
            (),
            ("Beckon_Id__c",),
        ),
    )
}


def kind_of(name: str) -> Kind:
    """The object of that name; raises NOT_FOUND."""
    for known in KINDS.values():
        if known.name.lower() == name.lower():
            return known
    raise ApiError("NOT_FOUND", "The requested resource does not exist", 404)


def has_field(kind: Kind, field: str) -> bool:
    """Whether the object has the field; the connected package's own are all that begin with Beckon_."""
    standard = field in kind.lengths or field in kind.others or field in COMMON or field in kind.external_ids
    return standard or bool(re.fullmatch(r"Beckon_\w+__c", field))


def check_fields(kind: Kind, fields: dict[str, Any]) -> None:
    """Refuse what the object does not have or cannot hold."""
    for name, value in fields.items():
        if name == "attributes":
            continue
        if not has_field(kind, name):
            raise ApiError("INVALID_FIELD", f"No such column '{name}' on sobject of type {kind.name}")
        if name in COMMON or (name in ("Name", "IsConverted") and kind.name != "Account"):
            message = f"Unable to create/update fields: {name}."
            raise ApiError("INVALID_FIELD_FOR_INSERT_UPDATE", message, 400, (name,))
        limit = kind.lengths.get(name, 255 if name.endswith("__c") else 0)
        if limit and isinstance(value, str) and len(value) > limit:
            message = f"{name}: data value too large: {value[:40]} (max length={limit})"
            raise ApiError("STRING_TOO_LONG", message, 400, (name,))
        if name == "Email" and value and not EMAIL.fullmatch(str(value)):
            raise ApiError("INVALID_EMAIL_ADDRESS", f"Email: invalid email address: {value}", 400, (name,))
        if (
            name in ("WhoId", "WhatId")
            and value
            and not re.fullmatch(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?", str(value))
        ):
            raise ApiError("MALFORMED_ID", f"{name}: id value of incorrect type: {value}", 400, (name,))


def check_required(kind: Kind, record: dict[str, Any]) -> None:
    """Refuse a record without its required fields."""
    missing = tuple(name for name in kind.required if not str(record.get(name) or "").strip())
    if missing:
        message = f"Required fields are missing: [{', '.join(missing)}]"
        raise ApiError("REQUIRED_FIELD_MISSING", message, 400, missing)


def record_id(prefix: str, number: int) -> str:
    """An 18-character id: prefix, number, and the three letters that make it safe where case is lost."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    rest = ""
    for _ in range(7):
        number, digit = divmod(number, 62)
        rest = digits[digit] + rest
    short = f"{prefix}Hs000{rest[-7:]}"[:15].ljust(15, "0")
    suffix = ""
    for start in (0, 5, 10):
        bits = sum(1 << place for place, letter in enumerate(short[start : start + 5]) if letter.isupper())
        suffix += "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[bits]
    return short + suffix
