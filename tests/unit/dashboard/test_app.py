"""The pages, run by Streamlit's own test runner against the fake API."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("streamlit", reason="Streamlit is not installed here: see dashboard/README.md")

from streamlit.testing.v1 import AppTest

from tests.browser.documents import CAMPAIGN, HOSTILE, HOSTILE_ID
from tests.browser.fake_api import KEY, FakeApi, serving

APP = str(Path(__file__).parents[3] / "dashboard" / "app.py")


@pytest.fixture
def api() -> Iterator[FakeApi]:
    with serving() as running:
        yield running


@pytest.fixture
def environment(api: FakeApi, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("BECKON_API_URL", api.url)
    monkeypatch.setenv("BECKON_API_KEY", KEY)
    return monkeypatch


def opened(screen: str | None = None, **query: str) -> AppTest:
    """The app after its first run, on a screen."""
    app = AppTest.from_file(APP, default_timeout=20)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    if screen:
        app.switch_page(f"screens/{screen}.py")
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return "".join(element.proto.body for element in app.get("html"))


def texts(app: AppTest) -> list[str]:
    return [element.value for element in app.text]


def test_the_funnel_shows_the_counters_of_the_first_campaign(environment):
    app = opened()
    assert {metric.label: metric.value for metric in app.metric} == {
        "Companies found": "214",
        "Mails sent": "148",
        "Answers": "32",
        "Interested": "11",
        "Calls answered": "6",
        "In Salesforce": "119",
    }
    assert [heading.value for heading in app.subheader][:2] == ["Companies", "Lost, and why"]
    assert {"Stage": "Enriched", "Why": "no contact found", "Lost": 17} in app.dataframe[0].value.to_dict(
        "records"
    )


def test_another_campaign_is_shown_when_it_is_chosen(environment):
    app = opened()
    app.selectbox(key="campaign").select("empty").run()
    assert {metric.value for metric in app.metric} == {"0"}
    assert "Nothing has happened" in app.info[0].value


def test_a_link_may_name_the_campaign(environment):
    assert opened(campaign="empty").selectbox(key="campaign").value == "empty"


def test_numbers_follow_the_api(environment, api):
    app = opened()
    api.counters["email.sent"] = 149
    app.run()
    assert app.metric[1].value == "149"


def test_leads_are_narrowed_by_state(environment, api):
    app = opened("leads")
    assert len(app.dataframe[0].value) == 25
    app.get("button_group")[0].set_value("stopped").run()
    assert set(app.dataframe[0].value["State"]) == {"Stopped"}
    assert api.asked[-1] == f"/v1/leads?campaign={CAMPAIGN}&state=stopped"


def test_leads_are_turned_page_by_page_and_back(environment):
    app = opened("leads")
    first = list(app.dataframe[0].value["Company"])
    app.button[1].click().run()
    assert next(iter(app.dataframe[0].value["Company"])) == "Bergwind 25"
    app.button[1].click().run()
    assert (len(app.dataframe[0].value), app.button[1].disabled) == (10, True)
    app.button[0].click().run()
    app.button[0].click().run()
    assert list(app.dataframe[0].value["Company"]) == first
    assert app.button[0].disabled


def test_another_list_begins_at_its_first_page(environment, api):
    app = opened("leads")
    app.button[1].click().run()
    app.get("button_group")[0].set_value("active").run()
    assert "cursor" not in api.asked[-1]


def test_a_lead_shows_what_happened_why_and_from_which_page(environment):
    page = html(opened("lead", lead=f"{8:032x}"))
    for part in (
        "Fjordlicht 8",
        "Mail 1 sent",
        "runs shopware, which is wanted (+30)",
        "shop-8.example/contact",
        "lead.scored",
    ):
        assert part in page


def test_without_a_lead_the_page_asks_for_one(environment):
    app = opened("lead")
    app.text_input[0].input(f"{8:032x}").run()
    assert "Fjordlicht 8" in html(app)


def test_a_lead_that_is_not_there_is_said_to_be_so(environment):
    assert "The API knows no such thing." in texts(opened("lead", lead="f" * 32))


def test_a_hostile_name_is_never_html_or_markdown(environment):
    app = opened("lead", lead=HOSTILE_ID)
    assert "&lt;img src=x onerror=" in html(app)
    assert "<img" not in html(app)
    assert not any(HOSTILE in element.value for element in app.markdown)


def test_without_settings_the_page_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.delenv("BECKON_API_URL", raising=False)
    monkeypatch.setenv("BECKON_STAGE", "test-that-is-not-there")
    assert any("beckon up" in text for text in texts(opened()))


def test_an_api_that_is_not_there_is_said_to_be_so(monkeypatch):
    with serving() as api:
        monkeypatch.setenv("BECKON_API_URL", api.url)
    assert any("can't be reached" in text for text in texts(opened()))


def test_a_wrong_key_is_said_to_be_so_and_a_right_one_can_be_typed_in(environment):
    environment.setenv("BECKON_API_KEY", "wrong")
    app = opened()
    assert "The API does not accept this key." in texts(app)
    app.text_input[0].input(KEY)
    app.button[0].click().run()
    assert app.metric[0].value == "214"


def test_the_key_is_nowhere_on_the_page(environment):
    app = opened()
    shown = json.dumps([repr(app.main), repr(app.sidebar), html(app)])
    assert KEY not in shown
