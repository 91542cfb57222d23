"""The versions of a campaign, and what they differ in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.campaigns.saving import known, load
from cli.errors import Misuse
from cli.invocation import current

if TYPE_CHECKING:
    from cli.connection import Connection
    from outreach.campaign import Campaign
    from store.table import Item

_Id = Annotated[str, typer.Argument(help="The campaign's id.")]


def versions(campaign: _Id) -> None:
    """Every version: when it was saved, what it changed, and how many are still in it."""
    from cli.campaigns import running
    from outreach.campaign import Campaign as Stored

    run = current()
    known(run.connection, campaign)
    saved = _items(run.connection, campaign)
    inside = running.by_version(run.connection, campaign)
    forms = [Stored.from_item(item) for item in saved]
    rows: list[dict[str, Any]] = [
        {
            "version": form.version,
            "saved_at": item.get("saved_at"),
            "changed": _settings(before, form) if before else [],
            "running": inside.get(form.version, 0),
        }
        for item, form, before in zip(saved, forms, [None, *forms], strict=False)
    ]
    if run.json:
        return output.emit(rows)
    shown = [
        (
            str(row["version"]),
            output.clock(str(row["saved_at"] or "")),
            ", ".join(row["changed"]) or "the first",
            str(row["running"]),
        )
        for row in rows
    ]
    columns = ("version", "saved", "changed", "still in it")
    return output.out().print(output.grid(columns, shown, right=("version", "still in it")))


def diff(
    campaign: _Id,
    old: Annotated[int | None, typer.Argument(help="A version; the one before the last without it.")] = None,
    new: Annotated[int | None, typer.Argument(help="Another; the newest without it.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="Compare with this file instead.")] = None,
) -> None:
    """What two versions differ in, setting by setting."""
    run = current()
    newest = int(known(run.connection, campaign)["version"])
    if file:
        before = _version(run.connection, campaign, old or newest)
        after = _as_saved(load(file), before)
    else:
        before = _version(run.connection, campaign, old or max(newest - 1, 1))
        after = _version(run.connection, campaign, new or newest)
    found = _differences(before, after)
    if run.json:
        return output.emit(found)
    if not found:
        return output.say("They are the same.")
    rows = [(one["setting"], _shown(one["old"]), _shown(one["new"])) for one in found]
    names = ("setting", f"version {before.version}", str(file) if file else f"version {after.version}")
    return output.out().print(output.grid(names, rows))


def _items(connection: Connection, campaign_id: str) -> list[Item]:
    from store import keys

    return list(connection.table.items(keys.campaign_pk(campaign_id), keys.VERSION, consistent=True))


def _version(connection: Connection, campaign_id: str, number: int) -> Campaign:
    from store import campaigns

    found = campaigns.version(connection.table, campaign_id, number)
    if found is None:
        there = ", ".join(str(item["version"]) for item in _items(connection, campaign_id))
        raise Misuse(f"{campaign_id} has no version {number}", f"there are: {there}")
    return found


def _as_saved(campaign: Campaign, like: Campaign) -> Campaign:
    """A file's campaign with the places of its lists, which only saving gives them."""
    from dataclasses import replace

    from outreach.campaign import CsvSource

    places = {source.file: source.key for source in like.sources if isinstance(source, CsvSource)}
    sources = tuple(
        source._replace(key=places.get(source.file, source.key)) if isinstance(source, CsvSource) else source
        for source in campaign.sources
    )
    return replace(campaign, sources=sources)


def _differences(before: Campaign, after: Campaign) -> list[dict[str, Any]]:
    from outreach import revision

    return [
        {"setting": one.where, "old": one.old, "new": one.new} for one in revision.differences(before, after)
    ]


def _settings(before: Campaign, after: Campaign) -> list[str]:
    """The settings of the file's first level that changed."""
    tops = (one["setting"].partition(".")[0].partition("[")[0] for one in _differences(before, after))
    return list(dict.fromkeys(tops))


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)
