"""``beckon leads`` and ``beckon lead``: the companies, and the whole story of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.connection import Connection
from cli.errors import Misuse, Trouble
from cli.invocation import current
from cli.lead_export import export_leads
from cli.lead_import import import_leads

if TYPE_CHECKING:
    from rich.console import Console

    from cli.timeline import Entry, Parts
    from store.table import Item

_ID = re.compile(r"[0-9a-f]{32}")
_BEGINNING = re.compile(r"[0-9a-f]{4,31}")
_SHOWN_FACTS = 25
_INTERNAL = frozenset(("pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk", "_type", "_v", "ttl"))


app = typer.Typer(help="The companies: list, import, export.", invoke_without_command=True)
app.command("import")(import_leads)
app.command("export")(export_leads)


@app.callback()
def leads(
    context: typer.Context,
    campaign: Annotated[str, typer.Option(help="Only this campaign's.")] = "",
    state: Annotated[str, typer.Option(help="Only in this state, such as stopped or rejected.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 100,
) -> None:
    """The companies of a campaign: where each stands, and why."""
    from cli import reading
    from cli.campaigns import known
    from outreach.enrolment import State

    if context.invoked_subcommand is not None:
        return None
    run = current()
    if state and state not in set(State):
        raise Misuse(f"there is no state {state!r}", f"the states are: {', '.join(State)}")
    table = run.connection.table
    if campaign:
        known(run.connection, campaign)
    ids = [campaign] if campaign else [item["id"] for item in reading.campaigns(table)]
    found = [item for name in ids for item in reading.enrolments(table, name)]
    chosen = [item for item in found if not state or item["state"] == state]
    chosen.sort(key=lambda item: (reading.text(item, "changed_at"), item["lead_id"]), reverse=True)
    rows = _rows(run.connection, chosen[:limit])
    if run.json:
        return output.emit({"leads": rows, "total": len(chosen)})
    if not rows:
        return output.out().print("No such leads." if found else "No leads yet.")
    cells = [
        (
            row["domain"] or row["lead_id"][:8],
            row["company"] or "",
            *([] if campaign or len(ids) == 1 else [row["campaign"]]),
            row["state"],
            _number(row["fit"]),
            _number(row["intent"]),
            output.line(row["why"] or "", 60),
        )
        for row in rows
    ]
    names = ("domain", "company", *([] if campaign or len(ids) == 1 else ["campaign"]), "state")
    output.out().print(output.grid((*names, "fit", "intent", "why"), cells, right=("fit", "intent")))
    if len(chosen) > len(rows):
        output.say(f"{len(chosen) - len(rows)} more; say --limit {len(chosen)} to see all")
    return output.say("The story of one: beckon lead DOMAIN")


def _rows(connection: Connection, enrolments: list[Item]) -> list[dict[str, Any]]:
    """Enrolments with what is known of their leads, in a few reads."""
    from store import keys

    wanted = [
        key
        for item in enrolments
        for key in (
            keys.lead(item["lead_id"]),
            keys.score(item["lead_id"], item["campaign_id"]),
        )
    ]
    found = connection.table.get_many(wanted)
    rows = []
    for item in enrolments:
        lead_id, campaign_id = item["lead_id"], item["campaign_id"]
        about = found.get(keys.lead(lead_id), {})
        score = found.get(keys.score(lead_id, campaign_id), {})
        rows.append(
            {
                "lead_id": lead_id,
                "domain": about.get("domain"),
                "company": about.get("company"),
                "platform": about.get("platform"),
                "country": item.get("country"),
                "campaign": campaign_id,
                "state": item["state"],
                "step": item["step"],
                "why": item.get("why"),
                "fit": score.get("fit"),
                "intent": score.get("intent"),
                "changed_at": item.get("changed_at"),
            }
        )
    return rows


def lead(
    company: Annotated[
        str, typer.Argument(metavar="DOMAIN|ID", help="The company's domain, or its lead id.")
    ],
) -> None:
    """What happened to a company and why, from which page and which event."""
    from cli import reading
    from cli.timeline import Story
    from store import keys

    run = current()
    lead_id = find(run.connection, company)
    parts = reading.partition(run.connection.table, keys.lead_pk(lead_id))
    if not parts:
        raise Trouble(f"there is no lead {company}", "see `beckon leads`")
    entries = Story.of(parts).entries()
    if run.json:
        return output.emit(_document(lead_id, parts, entries))
    return _print(output.out(), lead_id, parts, entries)


def find(connection: Connection, company: str) -> str:
    """The lead id of a domain, an id, or the beginning of one. Raises ``Trouble`` when nothing fits."""
    from cli import reading
    from outreach.ids import lead_id
    from scrapers.domains import registrable_domain

    asked = company.strip().lower()
    if _ID.fullmatch(asked):
        return asked
    if _BEGINNING.fullmatch(asked):
        table = connection.table
        fitting = {
            item["lead_id"]
            for campaign in reading.campaigns(table)
            for item in reading.enrolments(table, campaign["id"])
            if item["lead_id"].startswith(asked)
        }
        if len(fitting) == 1:
            return str(fitting.pop())
        if fitting:
            raise Trouble(f"{len(fitting)} leads begin with {company}", "give more of the id")
    domain = registrable_domain(asked)
    if domain is None:
        raise Trouble(f"{company} is neither a domain nor a lead's id", "see `beckon leads`")
    return lead_id(domain)


def _document(lead_id: str, parts: Parts, entries: list[Entry]) -> dict[str, Any]:
    """Everything of a lead for a machine; the timeline holds the events."""
    about = {
        kind: [{name: value for name, value in item.items() if name not in _INTERNAL} for item in items]
        for kind, items in parts.items()
        if kind != "event"
    }
    return {"lead_id": lead_id, "timeline": [entry.as_json() for entry in entries]} | about


def _print(console: Console, lead_id: str, parts: Parts, entries: list[Entry]) -> None:
    about = next(iter(parts.get("lead", ())), {})
    profile = next(iter(parts.get("profile", ())), {})
    facts = profile.get("facts", [])
    company = next((fact["value"] for fact in facts if fact["kind"] == "company"), about.get("domain", ""))
    console.print(output.safe(f"{company}  {about.get('domain', '')}", "bold"))
    console.print(output.safe(f"lead {lead_id}", "dim"))
    console.print()
    console.print(output.grid(("", ""), _standing(parts)))
    if facts:
        console.print()
        console.print(_facts(facts))
    console.print()
    console.print(_story(entries))


def _standing(parts: Parts) -> list[tuple[str, str]]:
    """Where it stands now: campaigns, people, Salesforce."""
    rows = _site(parts)
    for item in parts.get("enrolment", ()):
        rows.append((f"in {item['campaign_id']}", f"{item['state']}: {item.get('why') or ''}"))
    for item in parts.get("score", ()):
        rows.append(
            (f"score for {item['campaign_id']}", f"fit {item.get('fit')}, intent {item.get('intent')}")
        )
    for item in parts.get("contact", ()):
        where = f" from {item['page']}" if item.get("page") else ""
        rows.append(("contact", f"{item['address']} ({item.get('kind') or 'unknown'}){where}"))
    for item in parts.get("consent", ()):
        said = output.line(item.get("text") or "", 60)
        rows.append(
            (f"consent to a {item['kind']}", f"{output.clock(item['at'])} by {item['origin']}: {said}")
        )
    for item in parts.get("crm", ()):
        known = f"{item['kind']} {item.get('who_id') or ''}".strip()
        rows.append(("Salesforce", f"{known} {item.get('reason') or ''}".strip()))
    return rows


def _site(parts: Parts) -> list[tuple[str, str]]:
    """What was read of its site, or why it could not be, and when that is tried again."""
    rows = []
    pages = parts.get("page", ())
    if pages:
        asked = max(item["checked_at"] for item in pages)
        roles = ", ".join(item["role"] for item in sorted(pages, key=lambda item: item["position"]))
        rows.append(("pages", f"{roles} (asked {output.clock(asked)})"))
    for item in parts.get("lead", ()):
        if not item.get("failure"):
            continue
        again = f"; asked again from {output.clock(item['retry_at'])}" if item.get("retry_at") else ""
        why = f"{item['failure']}: {item.get('failure_detail') or ''}"
        rows.append(("site", f"{why}, on {output.clock(item['failed_at'])}{again}"))
    return rows


def _facts(facts: list[Item]) -> Any:
    rows = [
        (
            fact["kind"],
            output.line(fact["value"], 48),
            fact["page"],
            fact["rule"],
            f"{round(100 * float(fact['confidence']))} %",
        )
        for fact in facts[:_SHOWN_FACTS]
    ]
    more = len(facts) - len(rows)
    if more > 0:
        rows.append(("…", f"{more} more (see --json)", "", "", ""))
    return output.grid(("fact", "value", "page", "rule", "sure"), rows, right=("sure",))


def _story(entries: list[Entry]) -> Any:
    """The timeline: when, what, and below it the details and the words."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_header=False, expand=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for entry in entries:
        told = output.safe(entry.title)
        because = f", because of {entry.because}" if entry.because else ""
        told.append(f"  {entry.event.type} {entry.event.id[:8]}{because}", style="dim")
        under = [Padding(output.safe(line), (0, 0, 0, 2)) for line in entry.lines]
        if entry.quote:
            quote = Table.grid(padding=(0, 1))
            for line in entry.quote.splitlines():
                quote.add_row(Text("│", style="dim"), output.safe(line, "italic"))
            under.append(Padding(quote, (0, 0, 0, 2)))
        table.add_row(Text(f"{entry.event.at:%Y-%m-%d %H:%M:%S}", style="cyan"), Group(told, *under))
    return table


def _number(value: object) -> str:
    return "" if value is None else str(value)
