"""The state machine of an enrolment: its table, and what holds over all orders and repeats."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach import sequence
from outreach.campaign import Campaign, Step, StopOn, Window
from outreach.campaign_file import load
from outreach.enrolment import WAITING, Enrolment, State, StopReason
from outreach.ids import digest
from outreach.sequence import Decision, Due, Happening, Kind, advance

DEMO = load(Path(__file__).parents[3] / "campaigns" / "demo.yml")
AGAIN = replace(DEMO, steps=(*DEMO.steps, Step(0, "follow_up", again=True)))
OFFICE = replace(DEMO, window=Window(("mon", "tue", "wed", "thu", "fri"), 540, 1020))
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
NEW = Enrolment(lead_id=digest("lead"), campaign_id="demo", campaign_version=1, country="GB")

MOMENTS = st.integers(-86_400, 30 * 86_400).map(lambda s: NOW + timedelta(seconds=s))
STEPS = st.integers(0, len(DEMO.steps) + 1)
STOPS = st.sampled_from([r for r in StopReason if r is not StopReason.CLICKED]).map(sequence.stopped)
HAPPENINGS = st.one_of(
    st.just(sequence.enriched()),
    st.just(sequence.rejected("unreachable")),
    st.booleans().map(sequence.scored),
    st.builds(sequence.sent, STEPS, MOMENTS),
    st.builds(sequence.deferred, STEPS, MOMENTS, st.just("window")),
    st.builds(sequence.refused, STEPS, st.just("suppressed")),
    st.builds(sequence.blocked, STEPS, st.just("unsupported")),
    st.builds(sequence.in_doubt, STEPS),
    st.builds(sequence.released, STEPS),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(sequence.away),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(sequence.later),
    MOMENTS.map(lambda moment: sequence.paused(moment, "answered")),
    STOPS,
)


def run(*happenings: Happening, start: Enrolment = NEW, campaign: Campaign = DEMO) -> Decision:
    decision = Decision(start, None, "", changed=False)
    for happening in happenings:
        decision = advance(decision.enrolment, happening, campaign, NOW)
    return decision


def state_of(*happenings: Happening) -> State:
    return run(*happenings).enrolment.state


def active(step: int = 0) -> Enrolment:
    return replace(NEW, state=State.ACTIVE, step=step, due_at=NOW)


# The way of a lead that nothing disturbs ----------------------------------------------------------------


def test_a_selected_lead_is_written_to_at_once_when_the_window_is_open() -> None:
    decision = run(sequence.enriched(), sequence.scored(True))
    assert decision.enrolment.state is State.ACTIVE
    assert decision.due == Due(0, NOW)
    assert decision.due.now(NOW)


def test_outside_the_window_the_first_step_waits_for_the_recipients_morning() -> None:
    night = datetime(2026, 3, 4, 23, 0, tzinfo=UTC)
    decision = advance(NEW, sequence.scored(True), OFFICE, night)
    assert decision.due == Due(0, datetime(2026, 3, 5, 9, 0, tzinfo=UTC))
    assert not decision.due.now(night)


def test_the_follow_up_is_due_after_its_wait_and_the_last_mail_finishes() -> None:
    first = run(sequence.scored(True), sequence.sent(0, NOW))
    assert first.due == Due(1, NOW + timedelta(seconds=20))
    last = advance(first.enrolment, sequence.sent(1, NOW + timedelta(minutes=1)), DEMO, NOW)
    assert last.enrolment.state is State.FINISHED
    assert last.due is None
    assert last.enrolment.last_sent_at == NOW + timedelta(minutes=1)


# What disturbs it ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", list(StopReason))
@pytest.mark.parametrize("state", [s for s in State if s is not State.STOPPED])
def test_a_stop_stops_from_every_state(state: State, reason: StopReason) -> None:
    campaign = replace(DEMO, stop_on=(StopOn.CLICK,))
    decision = advance(replace(active(), state=state), sequence.stopped(reason, "why"), campaign, NOW)
    assert decision.enrolment.state is State.STOPPED
    assert decision.enrolment.stop_reason is reason
    assert decision.enrolment.not_before is None
    assert decision.due is None


def test_no_follow_up_after_a_reply_even_when_the_first_mail_is_confirmed_later() -> None:
    decision = run(sequence.scored(True), sequence.stopped(StopReason.REPLIED), sequence.sent(0, NOW))
    assert decision.enrolment.state is State.STOPPED
    assert decision.due is None
    assert decision.enrolment.step == 1, "that it was sent is noted all the same"


def test_an_answer_after_the_last_mail_is_a_reply_and_no_longer_finished() -> None:
    finished = replace(active(2), state=State.FINISHED)
    assert advance(finished, sequence.stopped(StopReason.REPLIED), DEMO, NOW).enrolment.state is State.STOPPED


def test_out_of_office_postpones_until_the_morning_of_the_return() -> None:
    decision = advance(
        replace(active(1), due_at=NOW + timedelta(days=1)), sequence.away(date(2026, 3, 16)), OFFICE, NOW
    )
    assert decision.enrolment.state is State.POSTPONED
    assert decision.due == Due(1, datetime(2026, 3, 16, 9, 0, tzinfo=UTC))


@pytest.mark.parametrize("back_on", [date(2026, 3, 1), date(2026, 3, 4), date(2099, 1, 1)])
def test_a_return_that_is_past_or_absurd_changes_nothing(back_on: date) -> None:
    assert not advance(active(1), sequence.away(back_on), DEMO, NOW).changed


def test_a_return_before_the_next_step_is_due_leaves_it_where_it_is() -> None:
    waiting = replace(active(1), due_at=NOW + timedelta(days=30))
    decision = advance(waiting, sequence.away(date(2026, 3, 10)), DEMO, NOW)
    assert decision.enrolment.state is State.ACTIVE
    assert decision.due is None


def test_not_now_postpones_until_the_day_that_was_named() -> None:
    decision = advance(
        replace(active(1), due_at=NOW + timedelta(days=1)), sequence.later(date(2026, 6, 1)), OFFICE, NOW
    )
    assert decision.enrolment.state is State.POSTPONED
    assert decision.due == Due(1, datetime(2026, 6, 1, 8, 0, tzinfo=UTC)), "nine o'clock in British summer"
    assert decision.reason == "wants no mail before 2026-06-01"


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 4), date(2099, 1, 1)])
def test_not_now_until_no_day_that_can_be_waited_for_is_an_answer_and_stops(day: date) -> None:
    decision = advance(active(1), sequence.later(day), DEMO, NOW)
    assert decision.enrolment.stop_reason is StopReason.REPLIED
    assert decision.due is None


def test_not_now_after_the_last_mail_is_an_answer_and_stops() -> None:
    finished = replace(active(2), state=State.FINISHED, due_at=None)
    decision = advance(finished, sequence.later(date(2026, 6, 1)), DEMO, NOW)
    assert decision.enrolment.stop_reason is StopReason.REPLIED


def test_a_no_after_not_now_stops() -> None:
    end = run(sequence.later(date(2026, 6, 1)), sequence.stopped(StopReason.REPLIED), start=active(1))
    assert end.enrolment.state is State.STOPPED


def test_an_absence_told_before_the_mail_is_confirmed_counts_for_the_follow_up() -> None:
    told, gone = sequence.sent(0, NOW), sequence.away(date(2026, 3, 16))
    one, other = run(told, gone, start=active()), run(gone, told, start=active())
    assert one.enrolment == other.enrolment
    assert one.enrolment.state is State.POSTPONED


def test_a_deferred_step_is_due_again_at_the_named_moment() -> None:
    until = NOW + timedelta(hours=5)
    decision = advance(active(), sequence.deferred(0, until, "sender_cap"), DEMO, NOW)
    assert decision.due == Due(0, until)
    assert "sender_cap" in decision.reason


@pytest.mark.parametrize(
    ("happening", "reason"),
    [(sequence.refused(0, "address_suppressed"), "refused"), (sequence.blocked(0, "unsupported"), "blocked")],
)
def test_what_may_not_be_sent_stops_with_the_gate_that_said_so(happening: Happening, reason: str) -> None:
    halted = advance(active(), happening, DEMO, NOW).enrolment
    assert (halted.state, halted.stop_reason) == (State.STOPPED, StopReason(reason))
    assert halted.detail == happening.detail


def test_a_step_in_doubt_holds_everything_until_it_is_known_to_be_sent() -> None:
    held = advance(active(), sequence.in_doubt(0), DEMO, NOW)
    assert held.enrolment.in_doubt
    assert held.due is None
    away = advance(held.enrolment, sequence.away(date(2026, 3, 16)), DEMO, NOW)
    assert away.due is None, "what may have been sent is not asked for again"
    known = advance(held.enrolment, sequence.sent(0, NOW), DEMO, NOW)
    assert not known.enrolment.in_doubt
    assert known.due is not None
    assert known.due.step == 1


def test_a_step_that_a_person_releases_is_asked_for_once_more() -> None:
    held = run(sequence.in_doubt(0), start=active()).enrolment
    freed = advance(held, sequence.released(0), DEMO, NOW)
    assert not freed.enrolment.in_doubt
    assert freed.due == Due(0, NOW + timedelta(seconds=1))
    assert not advance(freed.enrolment, sequence.released(0), DEMO, NOW).changed
    assert not advance(held, sequence.released(1), DEMO, NOW).changed


def test_a_lead_that_was_rejected_can_be_found_better_by_another_run() -> None:
    assert state_of(sequence.rejected("unreachable"), sequence.scored(True)) is State.ACTIVE
    assert state_of(sequence.scored(False), sequence.scored(True)) is State.ACTIVE
    assert state_of(sequence.scored(True), sequence.scored(False)) is State.ACTIVE
    assert state_of(sequence.scored(True), sequence.rejected("duplicate")) is State.ACTIVE


# The documented tables ----------------------------------------------------------------------------------

NEXT_DAY = date(2026, 3, 16)
TOLD = {
    "enriched": sequence.enriched(),
    "rejected": sequence.rejected("unreachable"),
    "scored_low": sequence.scored(False),
    "selected": sequence.scored(True),
    "sent": sequence.sent(0, NOW),
    "deferred": sequence.deferred(0, NOW + timedelta(hours=5), "window"),
    "refused": sequence.refused(0, "country_unknown"),
    "blocked": sequence.blocked(0, "unsupported"),
    "in_doubt": sequence.in_doubt(0),
    "released": sequence.released(0),
    "away": sequence.away(NEXT_DAY),
    "later": sequence.later(NEXT_DAY),
    "paused": sequence.paused(NOW + timedelta(days=30), "answered"),
    "stop": sequence.stopped(StopReason.COMPLAINED),
}


def documented() -> dict[tuple[State, str], str]:
    """Every cell of the tables in the package's docstring, by state and event."""
    lines = (sequence.__doc__ or "").splitlines()
    rules = [number for number, line in enumerate(lines) if line.startswith("====")]
    cells = {}
    for top, middle, bottom in zip(rules[::3], rules[1::3], rules[2::3], strict=True):
        edges = [i for i, c in enumerate(lines[top]) if c == "=" and (i == 0 or lines[top][i - 1] == " ")]
        rows = [
            [line[a:b].strip() for a, b in zip(edges, [*edges[1:], None], strict=True)]
            for line in (lines[top + 1], *lines[middle + 1 : bottom])
        ]
        for row in rows[1:]:
            for kind, cell in zip(rows[0][1:], row[1:], strict=True):
                cells[State(row[0].lower()), kind] = cell
    return cells


def in_state(state: State) -> Enrolment:
    """An enrolment whose next step is the first, except where none can be left."""
    start = replace(NEW, state=state)
    if state in WAITING:
        start = replace(start, due_at=NOW - timedelta(minutes=1))
    if state is State.POSTPONED:
        start = replace(start, postponed_until=NOW - timedelta(seconds=1))
    if state is State.STOPPED:
        start = replace(start, stop_reason=StopReason.REPLIED)
    if state is State.FINISHED:
        start = replace(start, step=len(DEMO.steps))
    return start


def test_the_documentation_has_a_cell_for_every_state_and_every_event() -> None:
    assert set(documented()) == {(state, kind.value) for state in State for kind in Kind}
    assert set(TOLD) == {kind.value for kind in Kind}


@pytest.mark.parametrize("kind", list(TOLD))
@pytest.mark.parametrize("state", list(State))
def test_the_documented_tables_are_what_the_machine_does(state: State, kind: str) -> None:
    cell = documented()[state, kind]
    start = in_state(state)
    decision = advance(start, TOLD[kind], DEMO, NOW)
    word = cell.split(" ")[0]
    expected = State(word.lower()) if word.lower() in set(State) else state
    assert decision.enrolment.state is expected, cell
    assert (decision.due is not None) == ("▶" in cell), cell
    assert decision.changed == (word != "–"), cell


@pytest.mark.parametrize("row", ["FOUND      ACTIVE       ", "STOPPED    ACTIVE ▶     "])
def test_a_wrong_cell_would_be_found(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    state, kind = State(row.split()[0].lower()), "enriched"
    lines = (sequence.__doc__ or "").splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith(row.split()[0]))
    lines[first] = row + lines[first][len(row) :]
    monkeypatch.setattr(sequence, "__doc__", "\n".join(lines))
    with pytest.raises(AssertionError):
        test_the_documented_tables_are_what_the_machine_does(state, kind)


# What holds over all orders and repeats -----------------------------------------------------------------


CAMPAIGNS = st.sampled_from([DEMO, AGAIN, OFFICE])


@settings(max_examples=600)
@given(st.lists(HAPPENINGS, max_size=14), CAMPAIGNS)
def test_every_event_is_answered_in_every_state(happenings: list[Happening], campaign: Campaign) -> None:
    enrolment = NEW
    asked_for: list[Due] = []
    for happening in happenings:
        decision = advance(enrolment, happening, campaign, NOW)
        after = decision.enrolment
        assert after.step >= enrolment.step
        if happening.kind is Kind.SENT:
            assert after.step > happening.step
        elif happening.kind is not Kind.LATER:
            assert after.step == enrolment.step
        if enrolment.state is State.STOPPED:
            assert after.state is State.STOPPED
            assert decision.due is None
        if after.step == enrolment.step and enrolment.not_before and after.not_before:
            assert after.not_before >= enrolment.not_before
        assert (after.not_before is not None) == after.waiting
        assert (after.stop_reason is not None) == (after.state is State.STOPPED)
        if decision.due is not None:
            assert decision.due == Due(after.step, after.not_before or NOW)
            assert after.waiting
            assert not after.in_doubt
            asked_for.append(decision.due)
        if not decision.changed:
            assert after == enrolment
            assert decision.due is None
        enrolment = after
    assert len(set(asked_for)) == len(asked_for), "no step is asked for twice at the same moment"
    if enrolment.waiting and not enrolment.in_doubt:
        assert Due(enrolment.step, enrolment.not_before or NOW) in asked_for, "nobody waits unasked"


@settings(max_examples=400)
@given(st.lists(HAPPENINGS, max_size=8), HAPPENINGS, CAMPAIGNS)
def test_telling_the_same_twice_changes_nothing_the_second_time(
    before: list[Happening], happening: Happening, campaign: Campaign
) -> None:
    once = run(*before, happening, campaign=campaign).enrolment
    again = advance(once, happening, campaign, NOW)
    assert again.enrolment == once
    assert again.due is None


@settings(max_examples=400)
@given(st.lists(HAPPENINGS, max_size=8), st.lists(STOPS, min_size=1, max_size=4), st.integers())
def test_whatever_the_order_a_stop_stops_and_the_strongest_stands(
    others: list[Happening], stops: list[Happening], seed: int
) -> None:
    mixed = others + stops
    Random(seed).shuffle(mixed)
    end = run(*mixed).enrolment
    assert end.state is State.STOPPED
    assert end.stop_reason is not None
    strongest = max(stop.stop.strength for stop in stops if stop.stop)
    assert end.stop_reason.strength >= strongest
    if end.stop_reason.strength > strongest:
        assert end.stop_reason in {happening.stop for happening in others}


@given(st.permutations([sequence.sent(0, NOW), sequence.away(date(2026, 3, 16)), sequence.enriched()]))
def test_the_order_of_what_happened_to_a_step_does_not_matter(order: list[Happening]) -> None:
    assert run(*order, start=active()).enrolment == run(*sorted(order, key=str), start=active()).enrolment
