"""The leads of the campaign chosen, by state, a page at a time."""

from __future__ import annotations

import streamlit as st

from dashboard import panels, shell
from dashboard.views import leads
from dashboard.words import STATES

ALL = "all"


def body() -> None:
    campaign = shell.campaign_id()
    st.html(panels.heading("Leads", below=shell.campaign().name))
    state = st.pills(
        "State",
        [ALL, *STATES],
        format_func=lambda value: "All" if value == ALL else STATES[value],
        default=ALL,
        key="state",
        label_visibility="collapsed",
        required=True,
    )
    asked = (campaign, state)
    if st.session_state.get("asked") != asked:  # another list: begin at its first page
        st.session_state.update(asked=asked, cursors=[None])
    cursors: list[str | None] = st.session_state["cursors"]
    with shell.api() as client:
        page = client.leads(campaign, None if state == ALL else state, cursors[-1])
    if not page.leads and page.cursor:
        st.info("No lead among those looked at so far is in this state; “Next” looks further.")
    elif not page.leads:
        st.info("No lead is in this state." if state != ALL else "This campaign has found nobody yet.")
    else:
        _table(campaign, page.leads)
    _turn(cursors, page.cursor)


def _table(campaign: str, rows: tuple[leads.LeadRow, ...]) -> None:
    score = {"min_value": 0, "max_value": 100, "format": "%d", "width": 85}
    chosen = st.dataframe(
        [leads.cells(row) for row in rows],
        hide_index=True,
        width="stretch",
        height="content",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "Company": st.column_config.TextColumn(width=170),
            "Why": st.column_config.TextColumn(width=220),
            "Mails": st.column_config.NumberColumn(width=60, help="How many mails of the sequence were sent"),
            "Country": st.column_config.TextColumn(width=70),
            "Fit": st.column_config.ProgressColumn(**score),
            "Intent": st.column_config.ProgressColumn(**score),
        },
        key=f"table {campaign}",
    )
    st.caption("Tick a row to see all that happened to the lead, and why.")
    picked = chosen.selection.rows
    if picked and picked[0] < len(rows):
        st.switch_page("screens/lead.py", query_params={"lead": rows[picked[0]].id, "campaign": campaign})


def _turn(cursors: list[str | None], following: str | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Previous", icon=":material/chevron_left:", disabled=len(cursors) == 1):
            cursors.pop()
            st.rerun()
        if st.button("Next", icon=":material/chevron_right:", disabled=following is None):
            cursors.append(following)
            st.rerun()
        st.caption(f"Page {len(cursors)}")


shell.live(body)
