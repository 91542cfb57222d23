"""``beckon demo``: the whole loop on invented companies, and the count that shows whether it held."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.connection import ROOT, Connection
from cli.errors import Misuse, Trouble
from cli.invocation import current

if TYPE_CHECKING:
    from cli.accounting.audit import Audit
    from cli.accounting.books import Ours, World
    from cli.figures import Funnel
    from cli.hops import Hop

FILE = ROOT / "campaigns" / "demo.yml"
_MOST_FINDINGS = 40  # shown on a terminal; --json has all


def demo(
    sites: Annotated[
        Path | None,
        typer.Option(
            envvar="SITES",
            exists=True,
            file_okay=False,
            help="A folder of saved pages to take as further companies (with labels.csv).",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Which invented world: the same seed, the same world.")] = 1,
    keep: Annotated[
        bool, typer.Option("--keep/--down", help="Leave the stage running afterwards, or stop it.")
    ] = True,
    timeout: Annotated[float, typer.Option(help="Seconds to wait for the loop to be quiet.")] = 240,
) -> None:
    """Start the local stage, run a campaign on its invented companies, and account for everything."""
    from cli.connection import connect, is_local
    from cli.stage import lifecycle

    run = current()
    if not is_local(run.stage):
        raise Misuse(f"stage {run.stage} is on AWS", "the demo needs a local stage: leave out --stage")
    started = time.monotonic()
    lifecycle.up(run.stage, seed=seed, sites=sites, say=output.say)
    if _holds_something(connect(run.stage)):
        # Each demo begins on the first day of its world. Stopping in order first is the quicker way there.
        lifecycle.down(run.stage)
        lifecycle.up(run.stage, seed=seed, sites=sites, fresh=True, say=output.say)
    connection = connect(run.stage)
    try:
        result = _play(connection, timeout, silent=run.json)
    finally:
        if not keep:
            lifecycle.down(run.stage, say=output.say)
    result["seconds"] = round(time.monotonic() - started, 1)
    verdict: Audit = result.pop("audit")
    if run.json:
        del result["figures"]
        output.emit(result | verdict.as_json())
    else:
        _print(result, verdict)
    if not (verdict.in_order and result["quiet"]):
        raise typer.Exit(1)


def _play(connection: Connection, timeout: float, *, silent: bool) -> dict[str, Any]:
    """Run the campaign from an empty stage; the figures and the audit."""
    from cli import campaigns, run
    from cli.accounting import audit, inside, outside
    from outreach.campaign import CsvSource

    campaign = campaigns.load(FILE)
    assert connection.sandbox is not None
    hosts = outside.domains(connection.sandbox)
    lists = {source.file: _list(hosts) for source in campaign.sources if isinstance(source, CsvSource)}
    campaigns.save(connection, campaign, FILE.parent, lists)
    output.say(f"{len(hosts)} companies live in the sandbox; the campaign has a list of them and a search")
    run.start(connection, campaign.id)
    rest, figures = run.watch(connection, campaign.id, timeout, silent=silent)
    world, ours = outside.world(connection.sandbox), inside.ours(connection)
    if not rest.quiet:
        ours = replace(ours, moving=rest.motion.places())
    return {
        "campaign": campaign.id,
        "quiet": rest.quiet,
        "moving": "" if rest.quiet else str(rest.motion),
        "funnel": figures.as_json(),
        "hops": [hop.as_json() for hop in _ways(world, ours)],
        "audit": audit.audit(world, ours),
        "figures": figures,
    }


def _holds_something(connection: Connection) -> bool:
    """Whether there was a run before. Somebody's own campaigns are not forgotten for a demo."""
    from cli import reading
    from cli.campaigns import load

    others = {item["id"] for item in reading.campaigns(connection.table)} - {load(FILE).id}
    if others:
        raise Trouble(
            f"stage {connection.stage} holds other campaigns ({', '.join(sorted(others))}), "
            "and the demo begins with an empty one",
            f"run it beside them with `beckon demo --stage demo`, "
            f"or forget them with `beckon up --fresh --stage {connection.stage}`",
        )
    return next(reading.whole(connection), None) is not None or any(reading.queue_depths(connection).values())


def _list(hosts: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in ("domain", *hosts)).encode()


def _ways(world: World, ours: Ours) -> list[Hop]:
    """The hops of the log, and the ways that cross from the outside world into it."""
    from cli.eventlog import of_type
    from cli.hops import between, hops
    from outreach.ids import reply_id

    arrived = {reply_id(message.key): message.at.timestamp() for message in world.inbound}
    classified = of_type(ours.events, "reply.classified")
    reply_of = {event.id: event["reply_id"] for event in classified}
    crossing = (
        between(
            "mail in the bucket → reply.classified",
            (
                (arrived[event["reply_id"]], event.at.timestamp())
                for event in classified
                if event["reply_id"] in arrived
            ),
        ),
        between(
            "mail in the bucket → call.requested",
            (
                (arrived[reply_of[event.cause]], event.at.timestamp())
                for event in of_type(ours.events, "call.requested")
                if reply_of.get(event.cause) in arrived
            ),
        ),
    )
    return hops(ours.events) + [hop for hop in crossing if hop is not None]


def _print(result: dict[str, Any], verdict: Audit) -> None:
    """Funnel, hop times, books, what is wrong; the count is the last line."""
    from cli.funnel import table

    figures: Funnel = result["figures"]
    console = output.out()
    console.print()
    console.print(table(figures))
    columns = ("hop", "count", "median s", "p95 s")
    rows = [
        (hop["hop"], str(hop["count"]), f"{hop['median_s']:.2f}", f"{hop['p95_s']:.2f}")
        for hop in result["hops"]
    ]
    if rows:
        console.print()
        console.print(output.grid(columns, rows, right=columns[1:]))
    console.print()
    books = [
        (check.name, str(check.agreed), str(len(check.findings)))
        for check in (*verdict.counted, verdict.labels)
    ]
    console.print(
        output.grid(("outside books against table and log", "agree", "not"), books, right=("agree", "not"))
    )
    _print_findings(verdict)
    console.print()
    if not result["quiet"]:
        console.print(output.safe(f"The loop did not come to rest: {result['moving']} still moving.", "red"))
    console.print(
        output.safe(
            f"{result['seconds']:.0f} s. Look closer: beckon leads, beckon lead DOMAIN, beckon replies"
        )
    )
    console.print(output.safe(verdict.last_line()), soft_wrap=True)


def _print_findings(verdict: Audit) -> None:
    found = [(check.name, f.id, f.what) for check in verdict.wrong() for f in check.findings]
    read_otherwise = [("labels", f.id, f.what) for f in verdict.labels.findings]
    for title, rows in (("What does not add up", found), ("Read otherwise than meant", read_otherwise)):
        if rows:
            console = output.out()
            console.print()
            console.print(output.safe(f"{title}:", "bold"))
            console.print(output.grid(("book", "id", "what"), rows[:_MOST_FINDINGS]))
            if len(rows) > _MOST_FINDINGS:
                console.print(output.safe(f"… and {len(rows) - _MOST_FINDINGS} more (see --json)"))
