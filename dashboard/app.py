"""The dashboard's frame: settings, sidebar and pages. Run it with ``python -m dashboard``."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import panels, shell
from dashboard.settings import SettingsError

HERE = Path(__file__).parent

# The icon is a file of ours: Streamlit fetches its named icons for the tab from another host.
st.set_page_config(page_title="Beckon", page_icon=HERE / "icon.svg", layout="wide")
st.logo(HERE / "logo.svg", size="large")
st.html(panels.STYLE)

page = st.navigation(
    [
        st.Page("screens/funnel.py", title="Funnel", icon=":material/filter_alt:", default=True),
        st.Page("screens/leads.py", title="Leads", icon=":material/groups:", url_path="leads"),
        st.Page("screens/lead.py", title="Timeline", icon=":material/timeline:", url_path="lead"),
    ]
)

try:
    shell.settings()
except SettingsError as error:
    shell.complain(str(error))
    st.stop()

shell.choose_campaign()
page.run()
