"""``beckon leads import``: bring companies along in a spreadsheet."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.connection import Connection
from cli.errors import Misuse, Trouble
from cli.invocation import current

if TYPE_CHECKING:
    from scrapers.imports import Row, Table

_SHOWN_ROWS = 40
_PAGE = 50  # companies looked up together


def import_leads(
    file: Annotated[Path, typer.Argument(help="A CSV file; its first row names the columns.")],
    campaign: Annotated[str, typer.Option(help="The campaign that they are for.")],
    origin: Annotated[str, typer.Option(help="Where the list comes from. People are told it when they ask.")],
    column: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Which column holds what; may be repeated."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")
    ] = False,
) -> None:
    """Import companies from a CSV file: each row that can be used, and a reason for each that can't.

    Companies that the campaign knows already are left as they are. What the list says is kept beside what
    their own pages say. Columns for consents (text, date, origin, version, basis) fill the ledger of
    `beckon consent`, for known companies too.
    """
    from cli.campaigns import known

    run = current()
    if not origin.strip():
        raise Misuse("a list needs an origin", 'say it like --origin "visitors of our stand, March 2026"')
    connection = run.connection
    item = known(connection, campaign)
    table = _read(file, origin.strip(), _mapping(column or ()), connection)
    outcome = _import(connection, campaign, item, table, file, dry_run=dry_run, silent=run.json)
    if run.json:
        return output.emit(_document(table, outcome, dry_run=dry_run))
    return _print(table, outcome, file, dry_run=dry_run)


def _mapping(given: list[str] | tuple[str, ...]) -> dict[str, str]:
    found = {}
    for text in given:
        field, sign, name = text.partition("=")
        if not sign or not field.strip() or not name.strip():
            raise Misuse(f"{text!r} maps nothing", 'say it like --map domain="Web site"')
        found[field.strip().lower()] = name.strip()
    return found


def _read(file: Path, origin: str, mapping: dict[str, str], connection: Connection) -> Table:
    from scrapers.imports import BadTable, read
    from store.keys import stamp

    try:
        body = file.read_bytes()
    except OSError as error:
        raise Trouble(f"{file} can't be read", error.strerror or "is it there?") from error
    try:
        return read(body, origin, stamp(connection.clock.now()), mapping)
    except BadTable as fault:
        raise Trouble(f"{file} can't be imported", str(fault)) from fault


def _import(
    connection: Connection,
    campaign_id: str,
    item: dict[str, Any],
    table: Table,
    file: Path,
    *,
    dry_run: bool,
    silent: bool,
) -> Counter[str]:
    """Import page by page; gives how many were new, again looked at, or known."""
    from rich.progress import track

    from outreach.ids import digest, lead_id
    from scrapers.domains import excluded_as
    from store import leads

    run_id = digest("import", campaign_id, file.name, connection.clock.now().isoformat())
    counts: Counter[str] = Counter()
    pages = [table.rows[start : start + _PAGE] for start in range(0, len(table.rows), _PAGE)]
    for page in track(pages, "Importing", disable=silent or dry_run, transient=True):
        standing = leads.standing(connection.table, campaign_id, [lead_id(row.domain) for row in page])
        for row in page:
            if excluded_as(row.domain):
                counts["excluded"] += 1
                continue
            counts[
                _one(connection, campaign_id, int(item["version"]), row, standing, run_id, dry_run=dry_run)
            ] += 1
            counts["consents"] += _agreed(connection, row, dry_run=dry_run)
    return counts


def _one(
    connection: Connection,
    campaign_id: str,
    version: int,
    row: Row,
    standing: Any,
    run_id: str,
    *,
    dry_run: bool,
) -> str:
    """Import one company; ``new``, ``again`` or ``known``."""
    from cli.said import root_event
    from events.lead_discovered import LeadDiscovered
    from outreach.enrolment import LOOKED_AT_AGAIN, Enrolment
    from outreach.ids import lead_id
    from store import imports
    from store.table import Refusal

    lead = lead_id(row.domain)
    state = standing.states.get(lead)
    if state is not None and state not in LOOKED_AT_AGAIN:
        return "known"
    if dry_run:
        return "new" if state is None else "again"
    now = connection.clock.now()
    data = LeadDiscovered(lead_id=lead, campaign_id=campaign_id, run_id=run_id, source="import")
    fresh = Enrolment(lead, campaign_id, campaign_version=version) if state is None else None
    try:
        connection.table.commit(
            imports.company(
                row.domain,
                fresh,
                row.facts,
                root_event(data, run_id, now),
                run_id,
                now,
                is_new=lead not in standing.leads,
            )
        )
    except Refusal:
        return "known"  # a run has found it in this moment
    return "new" if state is None else "again"


def _agreed(connection: Connection, row: Row, *, dry_run: bool) -> bool:
    """Record the row's consent; False where it has none, or the ledger knows it."""
    from outreach.ids import contact_id
    from outreach.suppression import plain_form
    from store import consents
    from store.table import Refusal

    if row.consent is None:
        return False
    contact = contact_id(plain_form(row.address), connection.pepper)
    writes = consents.give(connection.table, contact, row.consent, connection.clock.now())
    if writes and not dry_run:
        try:
            connection.table.commit(writes)
        except Refusal:
            return False  # somebody records this very one in this moment
    return bool(writes)


def _document(table: Table, counts: Counter[str], *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "rows": len(table.rows) + len(table.refused),
        "new": counts["new"],
        "again": counts["again"],
        "known": counts["known"],
        "excluded": counts["excluded"],
        "consents": counts["consents"],
        "columns": dict(table.columns),
        "ignored_columns": list(table.ignored),
        "refused": [{"line": row.line, "column": row.column, "reason": row.reason} for row in table.refused],
    }


def _print(table: Table, counts: Counter[str], file: Path, *, dry_run: bool) -> None:
    from scrapers.imports import REASONS

    console = output.out()
    read = ", ".join(f"{field} from “{name}”" for field, name in table.columns.items())
    console.print(output.safe(f"Read {read}."))
    if table.ignored:
        console.print(output.safe(f"Left out: {', '.join(table.ignored)}.", "dim"))
    would = "would be " if dry_run else ""
    total = counts["new"] + counts["again"]
    parts = [f"{total} {would}imported", f"{counts['known']} known already"]
    if counts["excluded"]:
        parts.append(f"{counts['excluded']} of a platform, not a company's own")
    if counts["consents"]:
        parts.append(f"{counts['consents']} consents {would}recorded")
    parts.append(f"{len(table.refused)} refused")
    console.print(output.safe(f"{file.name}: {', '.join(parts)}.", "bold"))
    if table.refused:
        cells = [
            (str(row.line), row.column, REASONS.get(row.reason, row.reason))
            for row in table.refused[:_SHOWN_ROWS]
        ]
        console.print(output.grid(("line", "column", "why not"), cells, right=("line",)))
        if len(table.refused) > _SHOWN_ROWS:
            output.say(f"{len(table.refused) - _SHOWN_ROWS} more; see them all with --json")
    if dry_run:
        output.say("Nothing was changed. Leave out --dry-run to import.")
    elif total:
        output.say("Their sites are being read now. See them with: beckon leads")
