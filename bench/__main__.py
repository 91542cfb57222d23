"""Measure, print one table, and fail when a figure is above its limit. Run as ``make bench``."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from bench import answers, crawl, extraction, imports, leads, sizes


def main() -> int:
    figures = [
        *imports.figures(),
        *sizes.figures(),
        *extraction.figures(),
        *crawl.figures(),
        *answers.figures(),
        *leads.figures(),
    ]
    if "--json" in sys.argv[1:]:
        for figure in figures:
            print(json.dumps(asdict(figure) | {"holds": figure.holds}))
    else:
        table = Table(title="Figures", title_justify="left")
        table.add_column("figure")
        table.add_column("measured", justify="right")
        table.add_column("limit", justify="right")
        table.add_column("")
        for figure in figures:
            limit = "" if figure.limit is None else f"{figure.limit:g}"
            verdict = "" if figure.limit is None else ("ok" if figure.holds else "[red]too much[/red]")
            if figure.missing:
                table.add_row(figure.name, "missing", limit, f"[red]{figure.missing}[/red]")
                continue
            table.add_row(figure.name, f"{figure.value:.2f} {figure.unit}", limit, verdict)
        Console(width=None if sys.stdout.isatty() else 100).print(table)
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
