"""The power fails at every line of a send, one after the other: never two mails, and the right end each time.

A line is tried once for each state of the outside world in which it runs (so many commits, so many mails
that SES took): the same line for the tenth time, with nothing done since the ninth, is no other case.
"""

from __future__ import annotations

import pytest

from store import sends
from tests.chaos.cuts import Cutter
from tests.chaos.misfortune import Odds
from tests.chaos.run import Run
from tests.chaos.seeds import quiet
from tests.chaos.shape import Shape
from tests.chaos.verdict import faults

ONE_MAIL = Shape(companies=1, campaigns=1, steps=1, characters=("silent",), pauses=False)
UNTOLD = Odds(**{**vars(Odds.calm()), "event_lost": 1.0})
"""A calm day, but no event of SES ever comes: nobody tells what became of a mail."""
SLICES = 4  # so that they run side by side
SEND = "send_email"
OTHERS = ("draft_email", "advance_sequence", "track_email", "settle_effects", "outbox", "stats")


def _run(handler: str, at: int, odds: Odds) -> tuple[Run, Cutter]:
    """One mail, with a power cut at the ``at``-th line that the function runs (0: with none)."""
    run = Run(1, odds, ONE_MAIL)
    cutter = Cutter(at)
    run.loop.watched = (handler, cutter)
    with quiet():
        run.finish()
    return run, cutter


def _cases(handler: str, odds: Odds) -> list[int]:
    """The numbers of the lines to cut at, in their order."""
    run = Run(1, odds, ONE_MAIL)
    cutter = Cutter()
    first: dict[tuple[str, int, int], int] = {}

    def met(place: str) -> None:
        first.setdefault((place, run.database.commits, len(run.ledger.accepted)), cutter.lines)

    cutter.met = met
    run.loop.watched = (handler, cutter)
    with quiet():
        run.finish()
    assert _check(run, cutter, told=True) == sends.SENT
    return list(first.values())


def _check(run: Run, cutter: Cutter, *, told: bool) -> str:
    """Whatever was cut off, these hold; the state of the send is returned."""
    assert faults(run) == [], cutter.place
    [row] = run.items("send")
    accepted = len(run.ledger.accepted)
    said = [item["detail_type"] for item in run.stream if item["detail_type"].startswith("email.")]
    assert said.count("email.sent.v1") == (row["state"] == sends.SENT), cutter.place
    assert said.count("email.in_doubt.v1") <= 1, cutter.place
    if row["state"] == sends.SENT:
        assert accepted == 1, cutter.place
    else:
        # Nobody can know: it is for a person. Where SES took it and told of it, it is known.
        assert row["state"] == sends.IN_DOUBT, cutter.place
        assert not (accepted and told), cutter.place
    return str(row["state"])


@pytest.mark.parametrize("told", [True, False], ids=["SES tells", "SES is silent"])
@pytest.mark.parametrize("first", range(SLICES))
def test_a_power_cut_at_any_line_of_a_send_never_gives_two_mails(first: int, told: bool) -> None:
    odds = Odds.calm() if told else UNTOLD
    cases = _cases(SEND, odds)
    assert len(cases) > 250, "the send path is longer than this: it was not watched"
    ends = set()
    # A third of them where nothing tells of the mail: what differs is only who settles it in the end.
    for at in cases[first :: SLICES if told else 3 * SLICES]:
        run, cutter = _run(SEND, at, odds)
        assert cutter.place, f"line {at} was never reached"
        ends.add(_check(run, cutter, told=told))
    assert ends == {sends.SENT, sends.IN_DOUBT}, "no cut fell between claim and record"


@pytest.mark.parametrize("handler", OTHERS)
def test_a_power_cut_elsewhere_on_the_way_of_a_mail_changes_nothing_in_the_end(handler: str) -> None:
    cases = _cases(handler, Odds.calm())
    assert len(cases) > 10
    for at in cases[:: max(1, len(cases) // 25)]:
        run, cutter = _run(handler, at, Odds.calm())
        assert cutter.place, f"line {at} was never reached"
        assert _check(run, cutter, told=True) == sends.SENT
