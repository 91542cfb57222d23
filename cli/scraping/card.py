"""A record for a reader: the company first, then what is known of it, one thing a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cli.output import line, plain
from cli.scraping.record import Record

_LONGEST = 300
_MOST_LINES = 8  # of one kind; the JSON has them all


def card(record: Record) -> RenderableType:
    """What a page says. Everything in it is untrusted and printed as it is, without what a terminal obeys."""
    source = Text(plain(record["source"]), style="dim")
    if record["error"]:
        return Group(source, Text(f"  not read: {plain(record['error'])}", style="red"), Text())
    rows = Table.grid(padding=(0, 2))
    rows.add_column(style="dim", no_wrap=True)
    rows.add_column(overflow="fold")
    for name, values in _rows(record):
        shown = [line(value, _LONGEST) for value in values if value]
        if len(shown) > _MOST_LINES:
            shown = [*shown[:_MOST_LINES], f"… and {len(shown) - _MOST_LINES} more"]
        if shown:
            rows.add_row(f"  {name}", Text("\n".join(shown)))
    title = Text(f"{line(record['company'] or 'A company without a name', _LONGEST)}", style="bold")
    if not rows.row_count:
        return Group(source, Text("  nothing was recognised"), Text())
    return Group(title, source, rows, Text())


def _rows(record: Record) -> Iterator[tuple[str, list[str]]]:
    yield "does", [record["description"]]
    yield "industry", [record["industry"]]
    yield "platform", [_platform(record)]
    yield "services", [", ".join(record["technologies"])]
    yield "e-mail", [f"{mail['value']}  {mail['kind']}" for mail in record["emails"]]
    yield "phone", [f"{phone['value']}  {_if_not(phone['kind'], 'phone')}" for phone in record["phones"]]
    yield "people", [_person(person) for person in record["people"]]
    yield "address", record["addresses"]
    yield "profiles", list(record["socials"].values())
    yield "form", [record["contact_form"]]
    place = (record["country"], record["currency"], ", ".join(record["languages"]))
    yield "country", [" · ".join(filter(None, place))]
    yield "size", [_band(record["size"], "people")]
    yield "revenue", [_band(record["revenue"], "EUR a year")]
    yield "hiring", [record["hiring"]]
    yield "news", record["announcements"]
    yield "note", ["the file is longer than what was read of it"] if record["truncated"] else []


def _platform(record: Record) -> str:
    if not record["platform_confidence"]:
        return ""
    parts = [f"{record['platform']} ({record['platform_confidence']:.0%})"]
    parts += [f"theme {record['theme']}"] if record["theme"] else []
    parts += [record["shop"]] if record["shop"] else []
    parts += [f"perhaps on {record['plan']}"] if record["plan"] else []
    return " · ".join(parts)


def _person(person: dict[str, str]) -> str:
    return f"{person['name']}, {person['role']}" if person["role"] else person["name"]


def _band(band: dict[str, Any], unit: str) -> str:
    if band["band"] == "unknown":
        return ""
    return f"{band['band']} {unit}, by {'; '.join(band['evidence'][:4])}"


def _if_not(value: str, usual: str) -> str:
    return "" if value == usual else value
