"""``beckon leads export``: companies and what is known of them, for a spreadsheet.

Cells that a spreadsheet would compute get an apostrophe in front (OWASP, "CSV Injection"): a company's name
comes from its page, and a page may say anything. ``beckon leads import`` takes the apostrophe off again.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from cli import output
from cli.connection import Connection
from cli.errors import Misuse, Trouble
from cli.invocation import current

COLUMNS = (
    "domain", "company", "country", "platform", "email", "email_kind", "email_page", "phone", "person",
    "role", "campaign", "state", "why", "fit", "intent", "changed_at", "lead_id",
)  # fmt: skip
_PAGE = 25  # companies read together
_COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n")


def export_leads(
    campaign: Annotated[str, typer.Option(help="Only this campaign's.")] = "",
    to: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
    columns: Annotated[str, typer.Option(help="Which columns, separated by commas.")] = ",".join(COLUMNS),
) -> None:
    """Write companies as CSV, safe to open in a spreadsheet; with --json one object a line."""
    from cli.campaigns import known

    run = current()
    chosen = [name.strip() for name in columns.split(",") if name.strip()]
    if unknown := [name for name in chosen if name not in COLUMNS]:
        raise Misuse(f"there is no column {unknown[0]!r}", f"the columns are: {', '.join(COLUMNS)}")
    if campaign:
        known(run.connection, campaign)
    rows = _rows(run.connection, campaign)
    if run.json:
        for row in rows:
            output.emit({name: row[name] for name in chosen})
        return None
    if to is None:
        _write(sys.stdout, rows, chosen)
        return None
    part = to.with_name(to.name + ".part")
    try:
        with part.open("w", encoding="utf-8-sig", newline="") as file:  # spreadsheets need the mark
            count = _write(file, rows, chosen)
        os.replace(part, to)
    except OSError as error:
        raise Trouble(f"{to} can't be written", error.strerror or "") from error
    return output.say(f"{count} companies in {to}.")


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_COMPUTED) else text


def _write(file: Any, rows: Iterator[dict[str, Any]], columns: list[str]) -> int:
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([safe_cell(row[name]) for name in columns])
        count += 1
    return count


def _rows(connection: Connection, campaign: str) -> Iterator[dict[str, Any]]:
    """A row an enrolment, read page by page."""
    from cli import reading

    names = [campaign] if campaign else [item["id"] for item in reading.campaigns(connection.table)]
    for name in names:
        enrolments = reading.enrolments(connection.table, name)
        while page := list(islice(enrolments, _PAGE)):
            yield from _page(connection, page)


def _page(connection: Connection, enrolments: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    from store import keys

    wanted = []
    for item in enrolments:
        lead_id = item["lead_id"]
        wanted += [keys.lead(lead_id), keys.profile(lead_id), keys.score(lead_id, item["campaign_id"])]
    found = connection.table.get_many(wanted)
    contacts = {
        lead["lead_id"]: keys.contact(lead["lead_id"], lead["contact_id"])
        for lead in found.values()
        if lead.get("_type") == "lead" and lead.get("contact_id")
    }
    addresses = connection.table.get_many(list(contacts.values()))
    for item in enrolments:
        lead_id = item["lead_id"]
        lead = found.get(keys.lead(lead_id), {})
        score = found.get(keys.score(lead_id, item["campaign_id"]), {})
        facts = found.get(keys.profile(lead_id), {}).get("facts", ())
        address = addresses.get(contacts[lead_id], {}) if lead_id in contacts else {}
        phone = _best([fact for fact in facts if fact.get("detail", {}).get("kind") != "fax"], "phone")
        person = _best(facts, "person")
        yield {
            "domain": lead.get("domain"),
            "company": lead.get("company"),
            "country": item.get("country") or lead.get("country"),
            "platform": lead.get("platform"),
            "email": address.get("address"),
            "email_kind": address.get("kind"),
            "email_page": address.get("page"),
            "phone": phone.get("value"),
            "person": person.get("value"),
            "role": person.get("detail", {}).get("role"),
            "campaign": item["campaign_id"],
            "state": item["state"],
            "why": item.get("why"),
            "fit": score.get("fit"),
            "intent": score.get("intent"),
            "changed_at": item.get("changed_at"),
            "lead_id": lead_id,
        }


def _best(facts: Iterable[dict[str, Any]], kind: str) -> dict[str, Any]:
    """The most confident fact of a kind."""
    fitting = [fact for fact in facts if fact["kind"] == kind]
    return max(fitting, key=lambda fact: float(fact["confidence"]), default={})
