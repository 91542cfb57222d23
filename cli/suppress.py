"""``beckon suppress``: who is never to be written to or dialled, by address, domain or telephone number.

The list holds keyed hashes, never addresses: it can be asked about somebody, and it can be moved to another
stage that has the same pepper, but it cannot be read.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import output
from cli.connection import Connection
from cli.errors import Misuse, Trouble
from cli.invocation import current

if TYPE_CHECKING:
    from outreach.suppression import Gate
    from store.writes import Write

app = typer.Typer(help="Who is never to be written to or dialled.", no_args_is_help=True)
_MOST_WRITES = 40


@app.command()
def add(
    who: Annotated[list[str], typer.Argument(help="Addresses, domains (example.com) or numbers (+44…).")],
) -> None:
    """Suppress: effective at once, for all campaigns, for good."""
    run = current()
    pepper = run.connection.pepper
    gates = [(text, _gates(text, pepper)) for text in who]
    counts: Counter[str] = Counter()
    for text, found in gates:
        counts["new" if _close(run.connection, found, _address(text)) else "known"] += 1
    if run.json:
        return output.emit(dict(counts))
    return output.say(f"{counts['new']} suppressed, {counts['known']} were already.")


@app.command()
def check(
    who: Annotated[str, typer.Argument(help="An address, a domain or a telephone number.")],
) -> None:
    """Say whether somebody is suppressed, since when and why. Exit code 1: is not."""
    from outreach.suppression import mail_gates
    from store.suppression import listed

    run = current()
    pepper = run.connection.pepper
    address = _address(who)
    gates = mail_gates(address, pepper) if address else _gates(who, pepper)
    found = listed(run.connection.table, gates)
    rows = [
        {"scope": gate.scope.value, "reason": item["reason"], "origin": item["origin"], "at": item["at"]}
        for gate, item in found.items()
    ]
    if run.json:
        output.emit({"suppressed": bool(rows), "entries": rows})
    elif rows:
        cells = [(row["scope"], row["reason"], row["origin"], row["at"]) for row in rows]
        output.out().print(output.grid(("covers", "because of", "by", "since"), cells))
    else:
        output.say(f"{output.plain(who)} is not suppressed.")
    if not rows:
        raise typer.Exit(1)


@app.command("import")
def import_list(
    file: Annotated[Path, typer.Argument(help="One address, domain or number a line, or an exported list.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")
    ] = False,
) -> None:
    """Suppress everybody in a file. Lines that name nobody are told with their number."""
    run = current()
    connection = run.connection
    pepper = connection.pepper
    counts: Counter[str] = Counter()
    refused: list[int] = []
    for line, text, hashed in _lines(file):
        try:
            gates = (hashed,) if hashed else _gates(text, pepper)
        except Misuse:
            refused.append(line)
            continue
        if dry_run:
            counts["read"] += 1
        else:
            counts["new" if _close(connection, gates, "" if hashed else _address(text)) else "known"] += 1
    if run.json:
        return output.emit({**counts, "refused_lines": refused, "dry_run": dry_run})
    told = (
        f"{counts['read']} would be suppressed"
        if dry_run
        else f"{counts['new']} suppressed, {counts['known']} were already"
    )
    output.say(f"{told}; {len(refused)} lines name nobody{_which(refused)}.")
    return None


@app.command("export")
def export_list(
    to: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
) -> None:
    """Write the list as CSV: keyed hashes, with reason, origin and time."""
    import sys

    from cli.reading import whole

    run = current()
    names = ("scope", "hashed", "reason", "origin", "at")
    rows = [item for item in whole(run.connection) if item["_type"] == "suppression"]
    rows.sort(key=lambda item: (item["at"], item["hashed"]))
    if run.json:
        for item in rows:
            output.emit({name: item.get(name) for name in names})
        return
    try:
        file = to.open("w", encoding="utf-8", newline="") if to else sys.stdout
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([[item.get(name) for name in names] for item in rows])
        if to:
            file.close()
            output.say(f"{len(rows)} entries in {to}.")
    except OSError as error:
        raise Trouble(f"{to} can't be written", error.strerror or "") from error


def _address(text: str) -> str:
    return text.strip() if "@" in text.strip().lstrip("@") else ""


def _gates(text: str, pepper: str) -> tuple[Gate, ...]:
    """The keys that somebody's wish closes. Raises ``Misuse`` for what names nobody."""
    from outreach.suppression import domain_gate, phone_gate, refusal_gates
    from scrapers.domains import host_of
    from scrapers.emails import parse_address

    said = text.strip()
    if _address(said):
        if parse_address(said) is None:
            raise Misuse(f"{output.plain(said)} is no address", "write it like ada@example.com")
        return refusal_gates(said, pepper)
    if said.startswith("+"):
        digits = [character for character in said if character.isdigit()]
        if not 7 <= len(digits) <= 15:
            raise Misuse(f"{output.plain(said)} is no telephone number", "write it like +442079460958")
        return (phone_gate(said, pepper),)
    domain = host_of(said.lstrip("@"))
    if domain is None:
        raise Misuse(
            f"{output.plain(said)!r} names nobody",
            "give an address, a domain, or a number that begins with +",
        )
    return (domain_gate(domain, pepper),)


def _close(connection: Connection, gates: tuple[Gate, ...], address: str) -> bool:
    """Close the gates, and tell the leads of an address, whose sequences end. False: all were closed."""
    from store.suppression import Entry, suppress
    from store.table import Refusal

    now = connection.clock.now()
    writes: list[Write] = [*suppress(connection.table, gates, Entry("manual", "cli"), now)]
    if not writes:
        return False
    try:
        connection.table.commit([*writes, *_told(connection, address)][:_MOST_WRITES])
    except Refusal:
        return False  # somebody else has just listed them
    return True


def _told(connection: Connection, address: str) -> Iterator[Write]:
    """An event for each lead that the address belongs to."""
    from cli.said import root_event
    from events.recipient_suppressed import RecipientSuppressed
    from outreach.ids import contact_id, digest
    from store import enrolments, leads, outbox

    if not address:
        return
    contact = contact_id(address, connection.pepper)
    now = connection.clock.now()
    for lead_id in leads.with_contact(connection.table, contact):
        enrolled = next(enrolments.of_lead(connection.table, lead_id), None)
        if enrolled is not None:
            data = RecipientSuppressed(
                lead_id=lead_id,
                campaign_id=enrolled.enrolment.campaign_id,
                contact_id=contact,
                scope="person",
                reason="manual",
                origin="cli",
            )
            yield outbox.say(root_event(data, digest("suppressed", contact, now.isoformat()), now))


def _lines(file: Path) -> Iterator[tuple[int, str, Gate | None]]:
    """Line number with an entry: a person, a domain or a number; or a gate of an exported list."""
    from outreach.suppression import Gate, Scope

    try:
        text = file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise Trouble(f"{file} can't be read", error.strerror or "is it there?") from error
    exported = text.startswith("scope,hashed,")
    for number, cells in enumerate(csv.reader(text.splitlines()), 1):
        if not cells or not cells[0].strip() or cells[0].startswith("#") or (exported and number == 1):
            continue
        if exported:
            hashed = cells[1].strip().lower() if len(cells) > 1 else ""
            known = cells[0] in set(Scope) and len(hashed) == 32 and set(hashed) <= set("0123456789abcdef")
            yield number, "" if known else "?", Gate(Scope(cells[0]), hashed) if known else None
        else:
            yield number, cells[0].strip().lstrip("'"), None


def _which(lines: list[int]) -> str:
    if not lines:
        return ""
    shown = ", ".join(map(str, lines[:10]))
    return f" ({shown}{', …' if len(lines) > 10 else ''})"
