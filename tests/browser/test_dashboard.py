"""What a person sees and clicks. Screenshots go to the folder that BECKON_SCREENSHOTS names, if it does."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import until
from tests.browser.documents import CAMPAIGN, HOSTILE, HOSTILE_ID
from tests.browser.fake_api import FakeApi


class Page:
    """A page in the browser, by what it shows."""

    def __init__(self, browser: Any, url: str) -> None:
        self.browser, self.url = browser, url

    def open(self, path: str = "") -> Page:
        self.browser.get(f"{self.url}/{path}")
        return self

    def text(self) -> str:
        return str(self.browser.execute_script("return document.body.innerText"))

    def shows(self, *wanted: str) -> None:
        until(lambda: all(part in self.text() for part in wanted), f"the page shows {wanted}")

    def find(self, css: str) -> list[Any]:
        return list(self.browser.find_elements("css selector", css))

    def click(self, css: str, words: str = "") -> None:
        """Click the first element that matches and has the words, once it is there."""

        def one() -> Any:
            return next((e for e in self.find(css) if words in e.text), None)

        # A page that is just being drawn anew may replace the element between finding and clicking it.
        from selenium.common.exceptions import WebDriverException

        def clicked() -> bool:
            try:
                one().click()
            except (AttributeError, WebDriverException):
                return False
            return True

        until(clicked, f"{css} {words} can be clicked")

    def picture(self, name: str) -> None:
        folder = os.environ.get("BECKON_SCREENSHOTS")
        if folder:
            self.browser.save_screenshot(str(Path(folder) / f"{name}.png"))


@pytest.fixture
def page(chromium: Any, dashboard: str) -> Page:
    return Page(chromium, dashboard)


def test_the_funnel_is_drawn_with_its_numbers_and_losses(page: Page):
    page.open().shows("Outdoor shops, Europe", "Companies found", "214", "Mails sent", "148", "Interested")
    until(lambda: len(page.find("[data-testid=stVegaLiteChart] svg.marks")) == 5, "five charts are drawn")
    page.picture("funnel")


def test_the_numbers_change_by_themselves_while_a_run_goes_on(page: Page, api: FakeApi):
    page.open().shows("Companies found", "214")
    before = api.counters["lead.discovered"]
    api.counters["lead.discovered"] = 9_876
    try:
        page.shows("9,876")
    finally:
        api.counters["lead.discovered"] = before


def test_a_click_on_a_row_leads_to_the_leads_timeline_and_back_comes_the_list(page: Page, api: FakeApi):
    page.open("leads").shows("Leads", "Tick a row")
    canvas = until(lambda: page.find("[data-testid=stDataFrame] canvas"), "the table is drawn")[0]
    page.picture("leads")
    from selenium.webdriver import ActionChains

    # The table is one canvas: its first column holds the boxes, its second line the first lead.
    x, y = -canvas.size["width"] / 2 + 16, -canvas.size["height"] / 2 + 52
    ActionChains(page.browser).move_to_element_with_offset(canvas, x, y).click().perform()
    page.shows("Fjordlicht 0", "Company found", "Mail 1 sent", "Call over: answered")
    assert f"lead={0:032x}" in page.browser.current_url
    page.click("[data-testid=stSidebarNavLink]", "Leads")
    page.shows("Tick a row")
    until(lambda: "/leads" in page.browser.current_url, "the list is shown again")


def test_a_state_narrows_the_list(page: Page, api: FakeApi):
    page.open("leads").shows("In sequence")
    page.click("[data-testid=stButtonGroup] button", "Stopped")
    until(
        lambda: f"/v1/leads?campaign={CAMPAIGN}&state=stopped" in api.asked, "the API is asked for the state"
    )


def test_a_timeline_says_why_from_which_page_and_by_which_event(page: Page):
    page.open(f"lead?lead={8:032x}").shows(
        "Fjordlicht 8",
        "Scored: fit 72, intent 35",
        "runs shopware, which is wanted (+30)",
        "lead.scored",
        "score_lead",
    )
    links = {a.get_attribute("href") for a in page.find(".bk-from a")}
    assert "https://shop-8.example/contact" in links
    assert all(link.startswith("https://") for link in links)
    page.click(".bk-ev summary", "Re: Your checkout abroad")
    page.shows("Yes, call me: +49 30 901820\n<b>Kim</b>")
    page.click(".bk-ev summary", "lead.scored")
    page.shows('"fit": 72')
    page.picture("timeline")


def test_a_hostile_company_name_stays_text(page: Page):
    page.open(f"lead?lead={HOSTILE_ID}").shows(HOSTILE)
    assert page.find("[data-testid=stMain] img") == []
    assert page.browser.title != "owned"


def test_no_other_host_is_asked_for_anything(page: Page, api: FakeApi):
    page.open().shows("Companies found")
    hosts = page.browser.execute_script(
        "return [...new Set(performance.getEntriesByType('resource').map(e => new URL(e.name).host))]"
    )
    assert set(hosts) == {page.url.removeprefix("http://")}
