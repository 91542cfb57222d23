"""How a run is printed: the funnel, the times, the books, and as the last line the count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli import output

if TYPE_CHECKING:
    from cli.accounting.audit import Audit
    from cli.figures import Funnel
    from cli.hops import Hop

_MOST_FINDINGS = 40  # shown on a terminal; --json has all


def print_times(hops: Sequence[Hop]) -> None:
    """How long each hop took."""
    if not hops:
        return
    columns = ("hop", "count", "median s", "p95 s")
    rows = [(hop.name, str(hop.count), f"{hop.median:.2f}", f"{hop.p95:.2f}") for hop in hops]
    output.out().print()
    output.out().print(output.grid(columns, rows, right=columns[1:]))


def print_funnel(figures: Funnel) -> None:
    from cli.funnel import table

    output.out().print()
    output.out().print(table(figures))


def print_books(verdict: Audit) -> None:
    """What the comparisons found, each thing that does not add up by its id."""
    console = output.out()
    columns = ("outside books against table and log", "agree", "not")
    rows = [
        (check.name, str(check.agreed), str(len(check.findings)))
        for check in (*verdict.counted, verdict.labels)
    ]
    console.print()
    console.print(output.grid(columns, rows, right=columns[1:]))
    wrong = [(check.name, f.id, f.what) for check in verdict.wrong() for f in check.findings]
    read_otherwise = [("labels", f.id, f.what) for f in verdict.labels.findings]
    for title, found in (("What does not add up", wrong), ("Read otherwise than meant", read_otherwise)):
        if found:
            console.print()
            console.print(output.safe(f"{title}:", "bold"))
            console.print(output.grid(("book", "id", "what"), found[:_MOST_FINDINGS]))
        if len(found) > _MOST_FINDINGS:
            console.print(output.safe(f"… and {len(found) - _MOST_FINDINGS} more (see --json)"))


def print_last_line(verdict: Audit) -> None:
    """The count, alone on its line however narrow the terminal is."""
    output.out().print(output.safe(verdict.last_line()), soft_wrap=True)
