"""What every page shares: the connection, the campaign chosen, the refresh, and how errors are shown."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import panels
from dashboard.client import ApiError, Client, WrongKey
from dashboard.settings import Settings, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.model import Campaign

REFRESH = {"Off": None, "Every 2 s": 2.0, "Every 5 s": 5.0, "Every 30 s": 30.0}


def settings() -> Settings:
    """As the environment says, with the key that was typed in where it says none."""
    found = load(os.environ)
    typed = st.session_state.get("key")
    return found.with_key(typed) if typed else found


@contextmanager
def api() -> Iterator[Client]:
    """A client for this run of a page. What goes wrong is shown in the place of the page, which ends."""
    try:
        with Client(settings()) as client:
            yield client
    except ApiError as error:
        complain(str(error), error.hint)
        if isinstance(error, WrongKey):
            ask_for_key()
        else:
            st.button("Try again", icon=":material/refresh:")  # a click runs the page anew
        st.stop()


def complain(what: str, hint: str = "") -> None:
    """An error in a box; both lines are shown literally."""
    with st.container(border=True):
        st.markdown(":red-badge[:material/error: Not possible]")
        st.text(what)
        if hint:
            st.text(hint)


def ask_for_key() -> None:
    """A field for the key. It stays in this browser tab's session, on this machine."""
    with st.form("key_form", border=False):
        key = st.text_input("API key", type="password", autocomplete="off")
        if st.form_submit_button("Use this key") and key.strip():
            st.session_state["key"] = key.strip()
            st.rerun()


def choose_campaign() -> None:
    """The sidebar: which campaign, and how often pages read again."""
    with api() as client, st.spinner("Asking the API…"):  # its first answer after a rest takes seconds
        campaigns = client.campaigns()
    with st.sidebar:
        if not campaigns:
            st.session_state["campaign"] = None
            st.info("No campaign yet. `beckon campaign create FILE` makes one.")
        else:
            _select(campaigns)
        st.selectbox("Refresh", list(REFRESH), index=2, key="refresh")
        st.html(panels.foot(settings().url, settings().origin))


def _select(campaigns: list[Campaign]) -> None:
    ids = [campaign.id for campaign in campaigns]
    names = {campaign.id: campaign.name for campaign in campaigns}
    asked = st.query_params.get("campaign")
    if st.session_state.get("campaign") not in ids:
        st.session_state["campaign"] = asked if asked in ids else ids[0]
    st.session_state["campaigns"] = {campaign.id: campaign for campaign in campaigns}
    st.selectbox("Campaign", ids, format_func=lambda identity: names[identity], key="campaign")


def campaign_id() -> str:
    """The campaign chosen. Without one the page ends with a word about it."""
    chosen = st.session_state.get("campaign")
    if not chosen:
        st.text("There is no campaign to show yet.")
        st.stop()
    return str(chosen)


def campaign() -> Campaign:
    """The campaign chosen, as the sidebar's last reading said."""
    found: Campaign = st.session_state["campaigns"][campaign_id()]
    return found


def live(body: Callable[[], None]) -> None:
    """Run a page's body, again and again as often as the sidebar says, without touching the rest."""
    every = REFRESH[st.session_state.get("refresh", "Off")]
    st.fragment(run_every=every)(body)()
