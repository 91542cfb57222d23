"""A company whose site could not be read: its reason stands for a while, and then another run looks again."""

from datetime import timedelta

from outreach.ids import lead_id
from scrapers.page import Failure, FailureKind, Page
from store import keys
from tests.pipeline.invariants import broken
from tests.pipeline.stage import Stage
from tests.pipeline.world import Shops

DOWN = "shop-0.example"


class Mended(Shops):
    """The shop that was down for a moment answers again; ``asked`` counts who wanted to know."""

    down = True
    asked = 0

    def fetch(self, url: str, **options: object) -> Page | Failure:
        if url.split("/")[2].removeprefix("www.") != DOWN:
            return super().fetch(url, **options)
        self.asked += 1
        if self.down:
            return Failure(url, FailureKind.TIMED_OUT, "the host did not answer in time", passing=True)
        return super().fetch(url, **options)


def state(stage: Stage) -> str:
    rows = {item["lead_id"]: item for item in stage.items("enrolment")}
    return str(rows[lead_id(DOWN)]["state"])


def run_again(stage: Stage, number: int, after: timedelta) -> None:
    stage.clock.advance(after)
    stage.request_run(number)
    stage.loop.run_until_quiet(stage.clock.now() + timedelta(hours=12))


def test_a_site_that_was_down_is_a_lead_of_a_later_run_and_of_no_earlier_one() -> None:
    stage = Stage(seed=4, companies=2)
    shops = stage.deps.fetcher = Mended(stage.world)
    stage.run()
    assert state(stage) == "rejected"
    lead = stage.table.get(keys.lead(lead_id(DOWN)))
    assert lead
    assert (lead["failure"], lead["failure_detail"]) == ("timed_out", "the host did not answer in time")
    assert lead["retry_at"] > lead["failed_at"]

    asked, shops.down = shops.asked, False
    run_again(stage, 2, timedelta(0))
    assert (shops.asked, state(stage)) == (asked, "rejected"), "too early: nobody is asked"

    run_again(stage, 3, timedelta(days=1))
    assert shops.asked > asked
    assert state(stage) not in ("found", "rejected")
    assert "failure" not in (stage.table.get(keys.lead(lead_id(DOWN))) or {})
    assert broken(stage) == []
