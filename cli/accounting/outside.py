"""Read the books of the world outside: the sandbox's control interface."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cli.accounting.books import Accepted, Dialled, Failed, Inbound, OneClick, Record, Told, World
from cli.errors import Trouble

_KINDS = {
    "Email Delivered": "delivered",
    "Email Bounced": "bounced",
    "Email Complaint Received": "complained",
    "Email Opened": "opened",
    "Email Clicked": "clicked",
}
# SES's own bus says "Email Sent" for an acceptance, which the book of accepted mails has already.

EXTERNAL_IDS = {"Lead": "Beckon_Lead_Id__c", "Task": "Beckon_Id__c"}
"""The fields by which Beckon knows the records that are its own (see ``outreach.crm``)."""


def ask(sandbox: str, path: str, method: str = "GET") -> Any:
    """Ask the sandbox; its answer as JSON, or as text."""
    import httpx

    try:
        # Proxies of the surroundings are for the internet, not for a process beside this one.
        with httpx.Client(trust_env=False, timeout=30) as client:
            answer = client.request(method, f"{sandbox}{path}").raise_for_status()
    except httpx.HTTPError as error:
        raise Trouble(
            f"the sandbox does not answer at {sandbox}{path} ({type(error).__name__})",
            "see `beckon logs sandbox`, or start the stage again with `beckon up`",
        ) from error
    return answer.json() if "json" in answer.headers.get("content-type", "") else answer.text


def pending(sandbox: str) -> int:
    """How many things are planned or under way outside."""
    said = ask(sandbox, "/control/quiet")
    return int(said["pending"]) + int(said["requests"])


def domains(sandbox: str) -> list[str]:
    """All hosts of the world, saved pages included."""
    return [line for line in str(ask(sandbox, "/control/domains")).splitlines() if line]


def world(sandbox: str) -> World:
    """Everything that the servers outside received and did."""
    return from_books(ask(sandbox, "/control/books"))


def from_books(books: Mapping[str, Any]) -> World:
    """Translate the sandbox's books."""
    accepted = tuple(
        Accepted(
            message_id=entry["message_id"],
            send_id=entry["send_id"],
            address=entry["to"],
            at=_moment(entry["at"]),
            campaign_id=entry["tags"].get("campaign_id", ""),
            step=entry["step"],
        )
        for entry in books["ses"]["accepted"]
    )
    address_of = {mail.send_id: mail.address for mail in accepted}
    endings = {entry["contact_id"]: entry["outcome"] for entry in books["calls"]}
    rows = books["salesforce"]["rows"]
    return World(
        accepted=accepted,
        told=tuple(
            Told(_KINDS[entry["type"]], entry["send_id"], entry.get("bounce_type") == "Permanent")
            for entry in books["events_emitted"]
            if entry["type"] in _KINDS
        ),
        inbound=tuple(
            Inbound(
                key=entry["key"],
                at=_moment(entry["at"]),
                send_id=entry["to_send_id"],
                # The person who was written to: an answer may come from another of their addresses.
                address=address_of.get(entry["to_send_id"], entry["sender"]),
                expected=frozenset((entry["expected_label"] or "").split("|")) - {""},
            )
            for entry in books["inbound"]
        ),
        one_clicks=tuple(
            OneClick(entry["send_id"], entry["to"], _moment(entry["at"]), entry["status"] or 0)
            for entry in books["one_click"]
        ),
        dialled=tuple(
            Dialled(entry["contact_id"], entry["client_token"], endings.get(entry["contact_id"], ""))
            for entry in books["contacts"]
        ),
        records=tuple(
            Record(kind, row.get(EXTERNAL_IDS.get(kind, "")) or "", row["Id"])
            for kind in ("Lead", "Contact", "Task")
            for row in rows[kind]
        ),
        failed=tuple(Failed(entry["kind"], entry["error"]) for entry in books["failed_jobs"]),
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
