"""Altair charts. Labels are drawn by Vega as text: nothing in them is markup or a link."""

from __future__ import annotations

import altair as alt

from dashboard.markup import plain
from dashboard.views.funnel import Loss, Section

PASSED, WAITING, LOST = "came this far", "may still come", "lost here"
_COLOURS = {PASSED: "#0d9488", WAITING: "#b6c6c9", LOST: "#f0917f"}
LEGEND = tuple(_COLOURS.items())
"""What the colours of ``bars`` mean, in their order."""

_ROW = 46  # pixels a bar


def bars(section: Section, ink: str) -> alt.LayerChart:
    """A bar a stage: of all that came to it, what passed, what waits and what was lost.

    ``ink`` is the colour of the numbers.
    """
    rows, notes = [], []
    for stage in section.stages:
        lost = sum(loss.count for loss in stage.lost)
        parts = ((PASSED, stage.count), (WAITING, stage.waiting), (LOST, lost))
        rows += [
            {"stage": stage.name, "part": part, "order": order, "count": n}
            for order, (part, n) in enumerate(parts)
            if n
        ]
        share = "" if stage.share is None else f" · {stage.share:.0%}"
        end = stage.count + stage.waiting + lost
        notes.append({"stage": stage.name, "end": end, "note": f"{stage.count:,}{share}"})
    order = [stage.name for stage in section.stages]
    names = alt.Axis(labelLimit=120, ticks=False, domain=False, labelPadding=8)
    y = alt.Y("stage:N", sort=order, title=None, axis=names)
    hidden = alt.Axis(labels=False, ticks=False, grid=False, domain=False, title=None)
    most = max((note["end"] for note in notes), default=0) or 1
    scale = alt.Scale(domain=[0, most * 1.24])  # room for the note behind the longest bar
    bar = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(height=26, cornerRadius=3)
        .encode(
            y=y,
            x=alt.X("count:Q", stack="zero", axis=hidden, scale=scale),
            color=alt.Color(
                "part:N",
                scale=alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values())),
                legend=None,
            ),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("stage:N", title="Stage"),
                alt.Tooltip("part:N", title="Part"),
                alt.Tooltip("count:Q", title=section.unit, format=","),
            ],
        )
    )
    note = (
        alt.Chart(alt.Data(values=notes))
        .mark_text(align="left", dx=8, fontSize=13, fontWeight=600, color=ink)
        .encode(y=y, x=alt.X("end:Q", axis=hidden, scale=scale), text="note:N")
    )
    return _plain((bar + note).properties(height=_ROW * len(section.stages)))


def counts(entries: tuple[Loss, ...], colour: str, ink: str) -> alt.LayerChart:
    """A bar an entry, in the order given."""
    rows = [{"name": plain(entry.reason), "count": entry.count} for entry in entries]
    most = max((row["count"] for row in rows), default=0) or 1
    y = alt.Y(
        "name:N",
        sort=[row["name"] for row in rows],
        title=None,
        axis=alt.Axis(labelLimit=230, ticks=False, domain=False, labelPadding=8),
    )
    x = alt.X(
        "count:Q",
        axis=alt.Axis(labels=False, ticks=False, grid=False, domain=False, title=None),
        scale=alt.Scale(domain=[0, most * 1.15]),
    )
    base = alt.Chart(alt.Data(values=rows)).encode(y=y, x=x)
    bar = base.mark_bar(height=18, cornerRadius=3, color=colour).encode(
        tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("count:Q", title="Count", format=",")]
    )
    note = base.mark_text(align="left", dx=6, fontSize=12, fontWeight=600, color=ink).encode(
        text=alt.Text("count:Q", format=",")
    )
    return _plain((bar + note).properties(height=30 * max(1, len(rows))))


def _plain(chart: alt.LayerChart) -> alt.LayerChart:
    return chart.configure_view(stroke=None).configure_axis(labelFontSize=13)
