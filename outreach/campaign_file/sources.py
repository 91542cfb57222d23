"""Where a campaign looks for companies."""

from __future__ import annotations

from pathlib import Path

from outreach.campaign import CsvSource, SearchSource, Source
from outreach.campaign_file.problems import Problem
from outreach.campaign_file.section import Section, printable


def read_sources(top: Section, folder: Path | None) -> tuple[Source, ...]:
    found: list[Source] = []
    for section in top.sections("sources"):
        if "csv" in section.data:
            file = section.text("csv", "Name a CSV file beside this one.")
            if file and (Path(file).is_absolute() or ".." in Path(file).parts):
                section.wrong("csv", "points out of the campaign's folder", "Put the file beside this one.")
            elif file and folder is not None and not (folder / file).is_file():
                section.wrong(
                    "csv", f"{file!r} does not exist", f"Put it into {folder}, or correct the name."
                )
            found.append(CsvSource(file))
        elif "search" in section.data:
            search = section.section("search", needed=True)
            if search is not None:
                provider = search.text("provider", "Write: brave.", default="brave")
                if provider != "brave":
                    search.wrong("provider", f"{provider!r} is unknown", "Write: brave.")
                queries = search.texts("queries", printable, needed=True)
                found.append(SearchSource(provider, queries, search.number("limit", 1, 1000, 50)))
                search.finish()
        else:
            section.problems.append(
                Problem(
                    section.line, section.where, "is no known source", "Write `- csv: FILE` or `- search:`."
                )
            )
            continue
        section.finish()
    return tuple(found)
