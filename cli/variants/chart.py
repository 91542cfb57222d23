"""How a step's mails were divided between its variants, one allocation after the other, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli.errors import Misuse, Trouble
from outreach import variants

if TYPE_CHECKING:
    from cli.variants.standings import StepReport
    from outreach.variants import Allocation

ENDINGS = (".svg", ".png")
_COLOURS = ("#1d4e89", "#f4a259", "#8cb369", "#bc4b51", "#8ecae6", "#5b8e7d", "#3f88c5", "#9d8189")
_INCHES, _INCHES_A_STEP = 10.0, 2.6


def draw(reports: Sequence[StepReport], title: str, file: Path) -> None:
    """Write an SVG or PNG with a strip for each step. Raises ``Misuse``, or ``Trouble`` without a mail."""
    if file.suffix.lower() not in ENDINGS:
        raise Misuse(f"{file} is no picture", f"name a file that ends in {' or '.join(ENDINGS)}")
    drawn = [one for one in reports if one.allocations]
    if not drawn:
        raise Trouble("no variant has got a mail yet", "there is nothing to draw")
    from matplotlib import rc_context
    from matplotlib.figure import Figure  # without pyplot: no window, no state

    with rc_context({"svg.hashsalt": "beckon", "svg.fonttype": "none", "font.size": 10}):
        figure = Figure(figsize=(_INCHES, 0.6 + _INCHES_A_STEP * len(drawn)), layout="constrained")
        figure.suptitle(title)
        every = figure.subplots(len(drawn), squeeze=False)[:, 0]
        for axes, one in zip(every, drawn, strict=True):
            # An allocation holds until the next one: the last is drawn as one more.
            edges = list(range(len(one.allocations) + 1))
            rows = [row for row in one.rows if row.current]
            shares = [[share(made, row.arm) for made in one.allocations] for row in rows]
            floor = [0.0] * len(one.allocations)
            for number, (row, held) in enumerate(zip(rows, shares, strict=True)):
                top = [low + part for low, part in zip(floor, held, strict=True)]
                axes.stairs(top, edges, baseline=floor, fill=True, color=_COLOURS[number], label=row.name)
                floor = top
            few = max(1, len(one.allocations) // 10)
            stamps = [f"{made.made_at:%d %b %H:%M}" for made in one.allocations]
            axes.set_xticks(edges[:-1:few], stamps[::few], rotation=30, ha="right")
            axes.set_ylim(0, 1)
            axes.set_ylabel(f"share of mail {one.number + 1}")
            axes.spines[["top", "right"]].set_visible(False)
            axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
        kind = file.suffix.lower()[1:]
        figure.savefig(file, format=kind, dpi=120, metadata={"Date": None} if kind == "svg" else None)


def share(made: Allocation, arm: str) -> float:
    """The part of the mails that an arm got under an allocation, from 0 to 1."""
    pairs = zip(made.standings, made.parts, strict=True)
    return next((part / variants.WHOLE for standing, part in pairs if standing.arm.id == arm), 0.0)
