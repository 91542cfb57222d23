"""The days as a picture: mails by step, and what the caps would still have allowed."""

from __future__ import annotations

from pathlib import Path

from cli.errors import Misuse
from cli.rehearsal.report import Day
from outreach.campaign import Campaign

ENDINGS = (".svg", ".png")
_COLOURS = ("#1d4e89", "#3f88c5", "#8ecae6", "#f4a259", "#bc4b51", "#8cb369", "#5b8e7d")
_ROOM = "#e9e9e9"
_INCHES = (11.0, 5.0)
_MOST_LABELS = 16


def check(file: Path) -> None:
    """Raises ``Misuse`` for a file that no picture can be drawn into."""
    if file.suffix.lower() not in ENDINGS:
        raise Misuse(f"{file} is no picture", f"name a file that ends in {' or '.join(ENDINGS)}")


def names_of(campaign: Campaign) -> list[str]:
    """What its mails are called, in order."""
    follow_ups = [f"follow-up {number}" for number in range(1, campaign.follow_up_count)]
    return [
        "first mail",
        *follow_ups,
        *(["on the day they named"] if campaign.again_number is not None else []),
    ]


def draw(days: list[Day], names: list[str], title: str, file: Path) -> None:
    """Write an SVG or PNG; ``names`` of the steps. The same days give the same bytes."""
    check(file)
    from matplotlib import rc_context
    from matplotlib.figure import Figure  # without pyplot: no window, no state

    with rc_context({"svg.hashsalt": "beckon", "svg.fonttype": "none", "font.size": 10}):
        figure = Figure(figsize=_INCHES, layout="constrained")
        axes = figure.add_subplot()
        places = list(range(len(days)))
        floor = [0] * len(days)
        for step, name in enumerate(names):
            heights = [day.by_step.get(step, 0) for day in days]
            axes.bar(places, heights, bottom=floor, color=_COLOURS[step % len(_COLOURS)], label=name)
            floor = [low + height for low, height in zip(floor, heights, strict=True)]
        room = [max(0, day.capacity - day.sent) if day.open else 0 for day in days]
        axes.bar(places, room, bottom=floor, color=_ROOM, label="room left by caps")
        every = max(1, -(-len(days) // _MOST_LABELS))
        axes.set_xticks(
            places[::every], [f"{day.date:%a %d %b}" for day in days[::every]], rotation=45, ha="right"
        )
        axes.set_ylabel("mails a day")
        axes.set_title(title)
        axes.spines[["top", "right"]].set_visible(False)
        figure.legend(loc="outside lower center", ncols=min(len(names) + 1, 6), frameon=False)
        kind = file.suffix.lower()[1:]
        figure.savefig(file, format=kind, dpi=120, metadata={"Date": None} if kind == "svg" else None)
