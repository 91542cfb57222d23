"""The funnel of the campaign chosen."""

from __future__ import annotations

import streamlit as st

from dashboard import charts, panels, shell
from dashboard.views import funnel
from dashboard.words import CAMPAIGN_TONES

MOST_ROWS = 7  # a longer table scrolls


def body() -> None:
    campaign = shell.campaign()
    with shell.api() as client:
        counters = client.funnel(campaign.id).counters
    tone = CAMPAIGN_TONES.get(campaign.state, "plain")
    st.html(panels.heading(campaign.name, campaign.state, tone, campaign.id))
    tiles = funnel.tiles(counters)
    for column, tile in zip(st.columns(len(tiles)), tiles, strict=True):
        column.metric(
            tile.name, f"{tile.count:,}", tile.note, delta_color="off", delta_arrow="off", border=True
        )
    if not any(counters.values()):
        st.info("Nothing has happened in this campaign yet. `beckon run CAMPAIGN` starts it.")
        return
    for section in funnel.sections(counters):
        _section(section)
    left, right = st.columns(2, gap="large")
    with left:
        _counts("Answers", funnel.answers(counters), "Nobody has answered yet.", "#0d9488")
    with right:
        _counts("Never to be contacted again", funnel.suppressions(counters), "Nobody so far.", "#f0917f")


def _section(section: funnel.Section) -> None:
    with st.container(border=True):
        left, right = st.columns([3, 2], gap="large")
        left.subheader(section.unit)
        left.altair_chart(charts.bars(section, _ink()), width="stretch")
        left.html(panels.legend(charts.LEGEND))
        lost = [
            {"Stage": stage.name, "Why": loss.reason, "Lost": loss.count}
            for stage in section.stages
            for loss in stage.lost
        ]
        right.subheader("Lost, and why")
        if lost:
            right.dataframe(
                lost, hide_index=True, width="stretch", height="content" if len(lost) <= MOST_ROWS else 250
            )
        else:
            right.text("Nothing was lost here.")


def _counts(title: str, entries: tuple[funnel.Loss, ...], none: str, colour: str) -> None:
    with st.container(border=True, height="stretch"):
        st.subheader(title)
        if entries:
            st.altair_chart(charts.counts(entries, colour, _ink()), width="stretch")
        else:
            st.text(none)


def _ink() -> str:
    """The colour of numbers in charts, which don't follow the theme by themselves."""
    return "#e4eded" if st.context.theme.type == "dark" else "#16232a"


shell.live(body)
