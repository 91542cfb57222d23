"""One lead: what happened to it, why, from which page and by which event."""

from __future__ import annotations

import streamlit as st

from dashboard import panels, shell
from dashboard.views import leads, timeline
from dashboard.words import STATES, word


def body() -> None:
    asked = st.query_params.get("lead", "").strip()
    if not asked:
        st.html(panels.heading("Timeline"))
        st.info("Choose a lead on the page “Leads”, or give its id here.")
        given = st.text_input("Lead id", placeholder="32 hexadecimal digits")
        if given.strip():
            st.query_params["lead"] = given.strip()
            st.rerun()
        return
    with shell.api() as client:
        lead = client.lead(asked, st.session_state.get("campaign"))
    row = lead.row
    state = word(row.state, STATES) if row.state else ""
    st.html(
        panels.heading(
            row.company or row.domain or row.id, state, panels.TONES.get(row.state, "plain"), row.domain
        )
    )
    st.html(panels.figures(leads.figures(row)))
    left, right = st.columns([3, 2], gap="large")
    with left:
        newest = st.toggle("Newest first", key="newest")
        entries = timeline.entries(lead.timeline, lead.letters, newest_first=newest)
        if not lead.complete:
            st.caption("Only the newest events are shown; there are very many.")
        if entries:
            st.html(panels.timeline(entries))
        else:
            st.info("Nothing is recorded for this lead.")
    with right:
        st.subheader("Facts from its pages")
        if lead.facts:
            st.html(panels.facts(leads.facts(lead.facts)))
        else:
            st.text("None.")


shell.live(body)
