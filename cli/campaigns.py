"""``beckon campaign``: create, show, list, pause, resume."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.connection import Connection
from cli.errors import Trouble
from cli.invocation import current

if TYPE_CHECKING:
    from outreach.campaign import Campaign
    from outreach.sources import Source
    from store.table import Item

app = typer.Typer(help="Make, look at and hold campaigns.", no_args_is_help=True)

_ATTEMPTS = 3  # at a campaign that somebody else changes at the same time


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving a campaign came to. ``changed``: there is a new version."""

    campaign_id: str
    version: int
    changed: bool
    schedule: str | None

    def as_json(self) -> dict[str, Any]:
        return {
            "campaign": self.campaign_id,
            "version": self.version,
            "changed": self.changed,
            "schedule": self.schedule,
        }


@app.command("create")
def create(
    file: Annotated[Path, typer.Argument(help="The campaign file (YAML); lists it names lie beside it.")],
) -> None:
    """Save a campaign, or a new version of one. Nothing is saved while the file has an error."""
    run = current()
    campaign = load(file)
    saved = save(run.connection, campaign, file.parent)
    if run.json:
        return output.emit(saved.as_json())
    if not saved.changed:
        output.say(f"{saved.campaign_id} is already saved like this (version {saved.version}).")
    else:
        output.say(f"Saved {saved.campaign_id}, version {saved.version}.")
    if saved.schedule:
        return output.say(f"It looks for companies by itself: {saved.schedule}.")
    return output.say(f"Start it with: beckon run {saved.campaign_id}")


@app.command("list")
def list_campaigns() -> None:
    """All campaigns, with the numbers that matter."""
    from cli import reading
    from cli.figures import Funnel
    from store.counters import totals

    run = current()
    found = [
        (item, Funnel(totals(run.connection.table, item["id"])))
        for item in reading.campaigns(run.connection.table)
    ]
    if run.json:
        return output.emit([_summary(item) | {"counters": dict(figures.counters)} for item, figures in found])
    if not found:
        output.out().print("No campaigns yet.")
        return output.say("Make one with: beckon campaign create campaigns/demo.yml")
    rows = [
        (
            item["id"],
            item["name"],
            str(item["version"]),
            "paused" if item.get("paused") else "running",
            *(str(figures.count(event)) for event in ("lead.discovered", "email.sent", "reply.classified")),
        )
        for item, figures in found
    ]
    columns = ("id", "name", "version", "state", "found", "sent", "replied")
    return output.out().print(output.grid(columns, rows, right=("version", "found", "sent", "replied")))


@app.command("show")
def show(campaign: Annotated[str, typer.Argument(help="The campaign's id.")]) -> None:
    """A campaign as it is saved."""
    run = current()
    item = known(run.connection, campaign)
    if run.json:
        hidden = ("pk", "sk", "gsi1pk", "gsi1sk", "_type", "_v", "rev")
        return output.emit({name: value for name, value in item.items() if name not in hidden})
    return output.out().print(output.grid(("", ""), _lines(item)))


@app.command("pause")
def pause(campaign: Annotated[str, typer.Argument(help="The campaign's id.")]) -> None:
    """Send nothing more for now, and look for no more companies. Answers are still read."""
    _hold(campaign, paused=True)


@app.command("resume")
def resume(campaign: Annotated[str, typer.Argument(help="The campaign's id.")]) -> None:
    """Let a paused campaign go on."""
    _hold(campaign, paused=False)


def _hold(campaign_id: str, paused: bool) -> None:
    from cli import schedules
    from outreach.campaign import Campaign
    from store import keys
    from store.writes import PRESENT, Update

    run = current()
    item = known(run.connection, campaign_id)
    run.connection.table.commit([Update(keys.campaign(campaign_id), set={"paused": paused}, when=PRESENT)])
    schedules.keep(run.connection, Campaign.from_item(item), paused)
    if run.json:
        return output.emit({"campaign": campaign_id, "paused": paused})
    if paused:
        return output.say(f"{campaign_id} is paused. Let it go on with: beckon campaign resume {campaign_id}")
    return output.say(f"{campaign_id} goes on.")


def load(file: Path) -> Campaign:
    """Read a campaign file. Raises ``Trouble`` with every error and its line."""
    from outreach.campaign_file import CampaignInvalid
    from outreach.campaign_file import load as read

    try:
        return read(file)
    except CampaignInvalid as error:
        count = len(error.problems)
        raise Trouble(
            f"{file} has {count} {'error' if count == 1 else 'errors'}, and nothing was saved",
            "correct the file and try again",
            tuple(str(problem) for problem in error.problems),
        ) from error
    except FileNotFoundError as error:
        raise Trouble(f"there is no file {file}", "see campaigns/ for examples") from error
    except UnicodeDecodeError as error:
        raise Trouble(f"{file} is not UTF-8 text", "save it as UTF-8") from error
    except OSError as error:
        raise Trouble(
            f"{file} can't be read ({error.strerror})", "give the path of a campaign file"
        ) from error


def save(
    connection: Connection, campaign: Campaign, folder: Path, lists: dict[str, bytes] | None = None
) -> Saved:
    """Save a campaign as its next version, unless it is saved like this already.

    Lists of domains go into the bucket first, under names made from their content; ``lists`` gives contents
    in place of files of ``folder``. A crash in between leaves a list that nothing points to.
    """
    from cli import schedules
    from store.table import Refusal

    stored = _with_lists(connection, campaign, folder, lists or {})
    for attempt in range(_ATTEMPTS):
        try:
            version, changed, paused = _commit(connection, stored)
            break
        except Refusal:
            if attempt == _ATTEMPTS - 1:
                raise Trouble(f"somebody else is saving {campaign.id} too", "try again") from None
    return Saved(campaign.id, version, changed, schedules.keep(connection, stored, paused))


def _commit(connection: Connection, campaign: Campaign) -> tuple[int, bool, bool]:
    from dataclasses import replace

    from outreach.campaign import Campaign as Stored
    from store import keys
    from store.writes import ABSENT, Put, at_revision

    item = connection.table.get(keys.campaign(campaign.id))
    if item and replace(Stored.from_item(item), version=1) == replace(campaign, version=1):
        return int(item["version"]), False, bool(item.get("paused"))
    version = int(item["version"]) + 1 if item else 1
    paused = bool(item.get("paused")) if item else False
    form = replace(campaign, version=version).to_item()
    now = keys.stamp(connection.clock.now())
    connection.table.commit(
        [
            Put(
                keys.campaign(campaign.id),
                "campaign",
                form | {"paused": paused, "saved_at": now},
                when=at_revision(int(item["rev"])) if item else ABSENT,
                gate="campaign_changed",
                gsi1=keys.campaigns_index(campaign.id),
                revision=int(item["rev"]) + 1 if item else 1,
            ),
            Put(
                keys.campaign_version(campaign.id, version),
                "campaign_version",
                form | {"saved_at": now},
                when=ABSENT,
                gate="version_exists",
            ),
        ]
    )
    return version, True, paused


def _with_lists(
    connection: Connection, campaign: Campaign, folder: Path, lists: dict[str, bytes]
) -> Campaign:
    from dataclasses import replace
    from hashlib import sha256

    from adapters.mail_bucket import LISTS
    from outreach.campaign import CsvSource

    sources = []
    for source in campaign.sources:
        if isinstance(source, CsvSource):
            body = lists.get(source.file) or (folder / source.file).read_bytes()
            key = f"{LISTS}{campaign.id}/{sha256(body).hexdigest()[:16]}.csv"
            connection.mail.put(key, body, "text/csv")
            source = source._replace(key=key)
        sources.append(source)
    return replace(campaign, sources=tuple(sources))


def known(connection: Connection, campaign_id: str) -> Item:
    """A campaign's item; raises ``Trouble`` with the campaigns that there are."""
    from cli import reading
    from store import keys

    item = connection.table.get(keys.campaign(campaign_id))
    if item is not None:
        return item
    ids = [other["id"] for other in reading.campaigns(connection.table)]
    after = (
        f"there are: {', '.join(ids)}" if ids else "make one with `beckon campaign create campaigns/demo.yml`"
    )
    raise Trouble(f"there is no campaign {campaign_id!r}", after)


def _summary(item: Item) -> dict[str, Any]:
    return {
        "id": item["id"],
        "name": item["name"],
        "version": item["version"],
        "paused": bool(item.get("paused")),
        "saved_at": item.get("saved_at"),
    }


def _lines(item: Item) -> list[tuple[str, str]]:
    from outreach.campaign import Campaign

    campaign = Campaign.from_item(item)
    window, calls = campaign.window, campaign.calls
    steps = [
        f"{n + 1}. {step.template}, written by the {step.writer.value}"
        + (f", {_length(step.wait_seconds)} after the one before" if n else "")
        for n, step in enumerate(campaign.steps)
    ]
    called = f"{calls.from_hour}:00 to {calls.to_hour}:00, after a {calls.consent.value}"
    return [
        ("campaign", f"{campaign.id}, version {campaign.version}"),
        ("name", campaign.name),
        ("state", "paused" if item.get("paused") else "running"),
        ("saved", output.clock(str(item.get("saved_at", "")))),
        ("sender", f"{campaign.sender.name} <{campaign.sender.address}>, {campaign.sender.company}"),
        ("offer", campaign.offer.summary),
        ("legal basis", campaign.legal_basis.value.replace("_", " ")),
        ("sources", "\n".join(_source(source) for source in campaign.sources)),
        ("platforms", ", ".join(campaign.target.platforms) or "any"),
        ("countries", ", ".join(campaign.target.countries) or "any"),
        ("threshold", str(campaign.threshold)),
        ("steps", "\n".join(steps)),
        ("window", f"{' '.join(window.days)} {_time(window.from_minute)} to {_time(window.to_minute)}"),
        (
            "caps",
            f"{campaign.caps.sender_per_day} mails a day, {campaign.caps.domain_per_day} to one domain",
        ),
        ("calls", called if calls.enabled else "none"),
        ("schedule", campaign.schedule.expression if campaign.schedule else "only when asked"),
    ]


def _source(source: Source) -> str:
    """One source in a line, with what a run may use of it."""
    from outreach import sources

    most = f"at most {source.limit} new companies and {source.requests} requests a run"
    if isinstance(source, sources.CsvSource):
        return f"list {source.file}"
    if isinstance(source, sources.SearchSource):
        what = ", ".join(source.queries)
        if source.shops:
            kinds = ", ".join((*source.shops.industries, *source.shops.keywords))
            where = ", ".join(source.shops.countries) or "any country"
            what = f"shops for {kinds} in {where}"
        return f"search by {source.provider}: {what} ({most})"
    if isinstance(source, sources.CommonCrawlSource):
        return f"Common Crawl: {', '.join(source.urls)} ({most})"
    if isinstance(source, sources.CertificateSource):
        return f"certificates: {', '.join(source.names)} ({most})"
    return f"directory {source.url} ({most})"


def _time(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _length(seconds: int) -> str:
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size and seconds % size == 0:
            count = seconds // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{seconds} seconds"
