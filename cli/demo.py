"""``beckon demo``: the whole loop on invented companies, and the count that shows whether it held."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    from cli.quiet import Rest

FILE = ROOT / "campaigns" / "demo.yml"


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
        played = _play(connection, timeout, silent=run.json)
    except KeyboardInterrupt:
        if keep:
            output.say("The stage goes on without you. Stop it with: beckon down")
        raise typer.Exit(130) from None
    finally:
        if not keep:
            lifecycle.down(run.stage, say=output.say)
    _tell(played, time.monotonic() - started, as_json=run.json)
    if not (played.verdict.in_order and played.rest.quiet):
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Played:
    """A run that was watched to its end, and what it came to."""

    campaign_id: str
    rest: Rest
    figures: Funnel
    hops: tuple[Hop, ...]
    verdict: Audit


def _play(connection: Connection, timeout: float, *, silent: bool) -> _Played:
    """Run the campaign on an empty stage."""
    from cli import campaigns, run
    from cli.accounting import inside, outside
    from cli.accounting.audit import audit
    from outreach.campaign import CsvSource
    from scrapers.sources import domains_csv

    assert connection.sandbox is not None
    campaign = campaigns.load(FILE)
    hosts = outside.domains(connection.sandbox)
    listed = _list(hosts)
    lists = {source.file: listed for source in campaign.sources if isinstance(source, CsvSource)}
    campaigns.save(connection, campaign, FILE.parent, lists, text=FILE.read_text(encoding="utf-8"))
    output.say(f"{len(hosts)} companies live in the sandbox; the campaign has a list of them and a search")
    run.start(connection, campaign.id)
    rest, figures = run.watch(connection, campaign.id, timeout, silent=silent)
    named = tuple(candidate.domain for candidate in domains_csv.parse(listed).candidates)
    world = replace(outside.world(connection.sandbox), listed=named)
    ours = inside.ours(connection)
    if not rest.quiet:
        ours = replace(ours, moving=rest.motion.places())
    return _Played(campaign.id, rest, figures, tuple(_ways(world, ours)), audit(world, ours))


def _tell(played: _Played, seconds: float, *, as_json: bool) -> None:
    """Funnel, times, books and what is wrong; the count is the last line."""
    from cli import report

    if as_json:
        return output.emit(
            {
                "campaign": played.campaign_id,
                "quiet": played.rest.quiet,
                "moving": played.rest.motion.places(),
                "seconds": round(seconds, 1),
                "funnel": played.figures.as_json(),
                "hops": [hop.as_json() for hop in played.hops],
            }
            | played.verdict.as_json()
        )
    report.print_funnel(played.figures)
    report.print_times(played.hops)
    report.print_books(played.verdict)
    console = output.out()
    console.print()
    if not played.rest.quiet:
        console.print(
            output.safe(f"The loop did not come to rest, still moving: {played.rest.motion}.", "red")
        )
    console.print(
        output.safe(f"{seconds:.0f} s. Look closer: beckon leads, beckon lead DOMAIN, beckon replies")
    )
    return report.print_last_line(played.verdict)


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
