"""``beckon person``: what is kept about somebody, to hand over or to erase (GDPR Art. 15 and 17)."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from cli import output
from cli.connection import Connection
from cli.errors import Misuse, Trouble
from cli.invocation import current

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.erasure import Person
    from store.writes import Write

app = typer.Typer(help="Everything about somebody: hand it over, or erase it.", no_args_is_help=True)
_INTERNAL = frozenset(("pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk", "_v", "ttl", "rev"))
_MOST_WRITES = 80


@app.command()
def export(
    address: Annotated[str, typer.Argument(help="The person's e-mail address.")],
    to: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write a ZIP with the data and the raw mails.")
    ] = None,
) -> None:
    """Everything that is kept about somebody: what was read, sent, answered, agreed to and said."""
    run = current()
    person = _find(run.connection, address)
    document = _document(person) | {"suppressed": _listed(run.connection, person)}
    if to is None:
        return output.emit(document)
    part = to.with_name(to.name + ".part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("data.json", json.dumps(document, indent=2, ensure_ascii=False, default=_plain))
            for number, key in enumerate(person.objects, 1):
                try:
                    archive.writestr(f"mails/{number:04}.eml", run.connection.mail.get(key))
                except KeyError:
                    continue  # older than mail is kept
        part.replace(to)
    except OSError as error:
        raise Trouble(f"{to} can't be written", error.strerror or "") from error
    return output.say(f"{len(person.rows)} records and the mails of {len(person.leads)} companies in {to}.")


@app.command()
def erase(
    address: Annotated[str, typer.Argument(help="The person's e-mail address.")],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Erase somebody everywhere, the mail bucket and Salesforce too. What stays is a keyed hash that refuses.

    It can be run again at any time, and after it was broken off.
    """
    run = current()
    connection = run.connection
    person = _find(connection, address)
    kinds = Counter(str(item["_type"]) for item in person.rows)
    if not yes:
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "nothing"
        output.say(f"Kept about {output.plain(person.address)}: {told}; {len(person.objects)} raw mails.")
        if not typer.confirm("Erase it? This can't be undone", default=False, err=True):
            raise typer.Exit(1)
    done = erase_everywhere(connection, person)
    if run.json:
        return output.emit(done._asdict())
    output.say(
        f"Erased: {done.rows} records and {done.mails} raw mails, in {done.leads} companies. Salesforce"
        " follows. Nobody will be written to at this address again."
    )
    return output.say(
        "An answer of theirs that is on its way may still come in: erase again in a day, it takes what came."
    )


class Erased(NamedTuple):
    """What an erasure changed: rows of the table, objects of the mail bucket, companies told of."""

    rows: int
    mails: int
    leads: int


def erase_everywhere(connection: Connection, person: Person) -> Erased:
    """Suppress first, then the bucket, the rows, and last what leads to the person."""
    _suppress(connection, person)
    for key in person.objects:
        connection.mail.delete(key)
    blanked = _blank(connection, person)
    forgotten, leads = _forget(connection, person, blanked)
    return Erased(len(blanked) + forgotten, len(person.objects), leads)


def _find(connection: Connection, address: str) -> Person:
    from scrapers.emails import parse_address
    from store.erasure import find

    if parse_address(address) is None:
        raise Misuse(f"{output.plain(address)} is no e-mail address", "give one, such as ada@example.com")
    return find(connection.table, address, connection.pepper)


def _document(person: Person) -> dict[str, Any]:
    parts: dict[str, list[dict[str, Any]]] = {}
    for item in person.rows:
        kept = {name: value for name, value in item.items() if name not in _INTERNAL}
        parts.setdefault(str(kept.pop("_type")), []).append(kept)
    return {
        "address": person.address,
        "leads": list(person.leads),
        "mails": list(person.objects),
        "records": parts,
    }


def _listed(connection: Connection, person: Person) -> list[dict[str, Any]]:
    """Under which keys the person is suppressed, since when and why."""
    from outreach.suppression import mail_gates
    from store.suppression import listed

    found = listed(connection.table, mail_gates(person.address, connection.pepper)).values()
    return [output.pick(item, "scope", "hashed", "reason", "origin", "at") for item in found]


def _plain(value: Any) -> Any:
    """Numbers as DynamoDB gives them."""
    return int(value) if value == int(value) else float(value)


def _suppress(connection: Connection, person: Person) -> None:
    """First of all, so that nothing is sent while the rest goes on."""
    from events.recipient_suppressed import RecipientSuppressed
    from outreach.suppression import refusal_gates
    from store import enrolments
    from store.suppression import Entry, suppress

    now = connection.clock.now()
    gates = refusal_gates(person.address, connection.pepper)
    writes: list[Write] = [*suppress(connection.table, gates, Entry("erased", "cli"), now)]
    if not writes:
        return
    for lead_id in person.leads:
        enrolled = next(enrolments.of_lead(connection.table, lead_id), None)
        if enrolled is not None:
            said = RecipientSuppressed(
                lead_id=lead_id,
                campaign_id=enrolled.enrolment.campaign_id,
                contact_id=person.contacts[0],
                scope="person",
                reason="erased",
                origin="cli",
            )
            writes.append(_say(connection, said, "suppressed"))
    connection.table.commit(writes)


def _blank(connection: Connection, person: Person) -> list[Write]:
    from store.erasure import blank
    from store.keys import stamp

    writes = list(blank(person, stamp(connection.clock.now())))
    for start in range(0, len(writes), _MOST_WRITES):
        connection.table.commit(writes[start : start + _MOST_WRITES])
    return writes


def _forget(connection: Connection, person: Person, blanked: Sequence[Write]) -> tuple[int, int]:
    """Lead by lead, with the event that lets Salesforce follow; how many rows, and how many leads."""
    from events.lead_erased import LeadErased
    from store.erasure import forget
    from store.keys import lead_pk

    changed = {write.key.pk for write in blanked}
    rows = leads = 0
    for lead_id in person.leads:
        writes = forget(person, lead_id)
        if writes or lead_pk(lead_id) in changed:
            connection.table.commit([*writes, _say(connection, LeadErased(lead_id=lead_id), "erased")])
            rows, leads = rows + len(writes), leads + 1
    return rows, leads


def _say(connection: Connection, data: Any, what: str) -> Write:
    from cli.said import root_event
    from outreach.ids import digest
    from store import outbox

    now = connection.clock.now()
    return outbox.say(root_event(data, digest(what, data.subject, now.isoformat()), now))
