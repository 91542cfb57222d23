"""``beckon scrape``: what saved pages, or pages on the web, say of a company. Needs no AWS and no stage."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from cli.invocation import current
from cli.output import out


def scrape(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="PATH_OR_URL...", help="Saved pages, folders of them, or addresses."),
    ],
    base_url: Annotated[
        str, typer.Option("--base-url", help="The address that saved pages were saved from.")
    ] = "",
    about_url: Annotated[
        str, typer.Option("--about-url", help="Your page that tells the owners of sites who asks.")
    ] = "",
) -> None:
    """Show what pages say: company, people, addresses, phones, shop system, services.

    Never stops at a bad one. With --json one object a line, as it is read.

    Exit code 0: at least one page was read. 1: none was; each record says why. 2: wrong use of the command.
    """
    from cli.scraping.reading import records

    as_json = current().json
    read = total = 0
    screen = None if as_json else out()
    for record in records(sources, base_url, about_url):
        total += 1
        read += not record["error"]
        if screen is None:
            print(json.dumps(record), flush=True)  # noqa: T201
        else:
            from cli.scraping.card import card

            screen.print(card(record))
    if screen is not None and total > 1:
        screen.print(f"{read} of {total} pages read")
    if not read:
        raise typer.Exit(1)
