"""Find companies for a campaign: one step of at most 25 a message, continued by the run itself.

A step asks a source once, or takes the next companies of an answer that had more. It is one transaction: the
new leads and their enrolments, what the run met, what was discovered, and the request for the next step. A
source that fails is noted and the run goes on with the next; what may pass is tried again at the end. Each
step uses up requests, companies or tries, all of which are limited: a run ends.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from adapters.mail_bucket import FOUND
from events.base import Event, EventData
from events.lead_discovered import LeadDiscovered
from events.prospecting_requested import NEW_RUN, ProspectingRequested
from events.source_failed import SourceFailed as SourceHasFailed
from outreach import ids
from outreach.campaign import Campaign
from outreach.enrolment import Enrolment, State
from outreach.prospecting import ENDED, SourceRun, SourceState, Stop, next_source
from outreach.sources import MOST_LEADS, Source, identity
from runtime.asking import ask
from runtime.consume import consumer
from runtime.outcome import NOTHING, Later, Outcome, Unreadable
from runtime.wiring import Deps
from scrapers.domains import registrable_domain
from scrapers.sources import walk_through
from scrapers.sources.found import BadAnswer, RefusedRow
from scrapers.sources.walk import BadPlace, SourceFailed
from store import campaigns, enrolments, leads, runs
from store.writes import Write

CONSUMES = (ProspectingRequested,)

PAGE = 25
"""Companies a message: with enrolments and events they stay below the 100 writes of a transaction."""
_NOTED_ROWS = 50
# A company that went no further before is looked at again when another run finds it.
_AGAIN = frozenset({State.REJECTED, State.SCORED})


class _Step(NamedTuple):
    """What a message deals with: where the run stands with the source, and the companies of its answer."""

    run: SourceRun
    domains: tuple[str, ...] = ()
    refused: tuple[RefusedRow, ...] = ()


@dataclass
class _Decided:
    """What a step comes to, collected until it is committed. ``taken`` companies were dealt with."""

    writes: list[Write] = field(default_factory=list)
    events: list[EventData] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    excluded_as: Counter[str] = field(default_factory=Counter)
    taken: int = 0

    @property
    def leads(self) -> int:
        return self.counts["new"] + self.counts["again"]


def handle(event: Event[ProspectingRequested], deps: Deps) -> Outcome:
    data = _of_run(event)
    current = campaigns.current(deps.table, data.campaign_id)
    if current is None:
        raise Unreadable(f"there is no campaign {data.campaign_id}")
    campaign, now = current.campaign, deps.clock.now()
    if data.source >= len(campaign.sources):  # the campaign has fewer than it had
        return Outcome(writes=(_progress(data, None, runs.DONE, Counter(), deps),))
    source = campaign.sources[data.source]
    run, met, left_at = runs.standing(deps.table, campaign.id, data.run_id, data.source, identity(source))
    begun = _begun(data, source, met, left_at)
    if begun is None:
        return NOTHING
    whole = _room(data, run)
    room = min(whole, source.limit - begun.leads)
    used_up = Stop.RUN if room == whole else Stop.LEADS
    if current.paused:
        step = _Step(begun.stopped(Stop.PAUSED))
    elif room < 1:
        step = _Step(begun.stopped(used_up))
    else:
        step = _read(begun, source, deps)
    decided = _enrol(step, room, campaign, data, deps)
    after = _after(step, decided, room, used_up, data, deps)
    if after.state is SourceState.FAILED:
        decided.events.append(_failure(after, data))
    if after.state in ENDED and (after.left_at or after.resumed):
        decided.writes.append(runs.left_at(campaign.id, identity(source), after.left_at, now))
    row = _row(met or runs.Met(begun), after, step, decided)
    decided.writes.append(runs.source(campaign.id, data.run_id, row, now))
    return _going_on(after, decided, run, campaign, data, deps)


def _of_run(event: Event[ProspectingRequested]) -> ProspectingRequested:
    """The request with its run's id: what asks for a new run names it by the event that asked."""
    if event.data.run_id != NEW_RUN:
        return event.data
    return event.data.model_copy(update={"run_id": ids.digest("run", event.meta.id)})


def _begun(
    data: ProspectingRequested, source: Source, met: runs.Met | None, left_at: str | None
) -> SourceRun | None:
    """Where the run stands with the source; None where the request is an older one of this run."""
    if met is None:
        if data.cursor is not None:
            raise Unreadable("the cursor is not one of this run")
        return SourceRun(data.source, source.name, place=left_at, resumed=left_at is not None)
    if met.run.cursor != data.cursor or met.run.state in ENDED:
        return None
    return met.run.again()


def _room(data: ProspectingRequested, run: runs.Run | None) -> int:
    """How many more companies the run may find."""
    limit = data.limit if run is None else run.limit
    if limit is None:
        return MOST_LEADS + 1  # more than any source may find
    return limit - (run.leads if run else 0)


def _read(begun: SourceRun, source: Source, deps: Deps) -> _Step:
    """The companies to deal with: what is left of an answer, or a new one."""
    if begun.batch:
        try:
            kept = json.loads(deps.mail.get(begun.batch))
            return _Step(begun, tuple(kept[begun.offset :]))
        except KeyError:  # a run that lay still for longer than batches are kept
            begun = begun._replace(batch="", offset=0)
    if begun.requests >= source.requests:
        return _Step(begun.out_of_requests())
    try:
        return _asked(begun, source, deps)
    except BadPlace:
        if begun.place is not None and begun.requests == 0:
            # An earlier run's place that means nothing any more: begin at the beginning.
            return _read(begun._replace(place=None), source, deps)
        failed = SourceFailed("bad_place", "the source can't go on from where it stood")
    except BadAnswer as error:
        failed = SourceFailed("bad_answer", str(error), passing=True)
    except SourceFailed as error:
        failed = error
    now = deps.clock.now()
    return _Step(
        begun.failed(failed.reason, failed.detail, now, passing=failed.passing, after_s=failed.after_s)
    )


def _asked(begun: SourceRun, source: Source, deps: Deps) -> _Step:
    try:
        walk = walk_through(source)
    except KeyError as error:
        raise SourceFailed("unknown_source", str(error.args[0])) from error
    request = walk.request(begun.place)
    if request is None:
        return _Step(begun._replace(state=SourceState.DONE))
    answer = ask(
        request, lists=lambda key: deps.mail.get(key), web=lambda: deps.fetcher, services=lambda: deps.search
    )
    reading = walk.read(begun.place, answer)
    domains = tuple(candidate.domain for candidate in reading.found.candidates)
    return _Step(begun.asked(reading.following), domains, reading.found.refused)


def _enrol(step: _Step, room: int, campaign: Campaign, data: ProspectingRequested, deps: Deps) -> _Decided:
    """The writes, events and counts of a step's companies: at most a page of them, and ``room`` new ones."""
    now, name = deps.clock.now(), step.run.name
    decided = _Decided()
    for row in step.refused:
        decided.counts[row.reason] += 1
        decided.excluded_as.update([row.category] if row.category else [])
    unwanted = {registrable_domain(domain) or domain for domain in campaign.target.exclude}
    by_id = {ids.lead_id(domain): domain for domain in step.domains[:PAGE]}
    known = leads.standing(deps.table, campaign.id, list(by_id)) if by_id else leads.Standing(frozenset(), {})
    for lead_id, domain in by_id.items():
        if decided.leads >= room:
            break
        decided.taken += 1
        decided.counts["found"] += 1
        state = known.states.get(lead_id)
        if domain in unwanted:
            decided.counts["excluded"] += 1
            decided.excluded_as["campaign"] += 1
            continue
        if state is not None and state not in _AGAIN:
            decided.counts["known"] += 1
            continue
        if state is None:
            if lead_id not in known.leads:
                decided.writes.append(leads.new(lead_id, domain, name, campaign.id, data.run_id, now))
            fresh = Enrolment(lead_id, campaign.id, campaign_version=campaign.version)
            decided.writes.append(enrolments.save(fresh, 0, f"found by {name}", now))
        decided.counts["new" if state is None else "again"] += 1
        decided.events.append(
            LeadDiscovered(lead_id=lead_id, campaign_id=campaign.id, run_id=data.run_id, source=name)
        )
    return decided


def _after(
    step: _Step, decided: _Decided, room: int, used_up: Stop, data: ProspectingRequested, deps: Deps
) -> SourceRun:
    """Where the run stands with the source after the step."""
    run = step.run
    if run.state is not SourceState.RUNNING:
        return run
    left = decided.taken < len(step.domains)
    enough = decided.leads >= room
    # The next run asks for the rest anew: what it has met by then is known to it.
    batch = run.batch or (_keep(step, data, deps) if left and not enough else "")
    after = run.took(decided.taken, decided.leads, left=left, batch=batch)
    return after.stopped(used_up) if enough and after.state is SourceState.RUNNING else after


def _keep(step: _Step, data: ProspectingRequested, deps: Deps) -> str:
    """Keep an answer's companies for the steps to come; gives the object's key.

    The key follows from the content: a repeat of this step can't change what a committed row points to.
    """
    body = json.dumps(step.domains, separators=(",", ":")).encode()
    key = f"{FOUND}{data.campaign_id}/{data.run_id}/{ids.digest('batch', body)}.json"
    deps.mail.put(key, body, "application/json")
    return key


def _row(met: runs.Met, after: SourceRun, step: _Step, decided: _Decided) -> runs.Met:
    # Places and reasons only: a row may hold anything.
    rows = [
        {"row": row.where, "reason": row.reason} | ({"category": row.category} if row.category else {})
        for row in step.refused
    ]
    return met._replace(
        run=after,
        counts=Counter(met.counts) + decided.counts,
        excluded_as=Counter(met.excluded_as) + decided.excluded_as,
        refused=(*met.refused, *rows)[:_NOTED_ROWS],
    )


def _failure(after: SourceRun, data: ProspectingRequested) -> SourceHasFailed:
    return SourceHasFailed(
        campaign_id=data.campaign_id,
        run_id=data.run_id,
        source=after.name,
        number=after.number,
        reason=after.reason,
    )


def _going_on(
    after: SourceRun,
    decided: _Decided,
    run: runs.Run | None,
    campaign: Campaign,
    data: ProspectingRequested,
    deps: Deps,
) -> Outcome:
    """The outcome with what comes next: the next step, the next source, one to try again, or the end."""
    state, later = runs.DONE, None
    following: ProspectingRequested | None = None
    if after.state is SourceState.RUNNING:
        state, following = runs.RUNNING, _request(data, after.number, after.cursor)
    elif after.reason == Stop.PAUSED:
        state = runs.PAUSED
    else:
        others = [
            met
            for met in runs.sources(deps.table, campaign.id, data.run_id)
            if met.run.number != after.number
        ]
        if decided.leads < _room(data, run):
            chosen = next_source([*(met.run for met in others), after], len(campaign.sources))
        else:
            chosen = None
            decided.writes += _given_up(others, data, deps)
        if isinstance(chosen, SourceRun):
            state, later = runs.WAITING, _later(data, chosen)
        elif chosen is not None:
            state, following = runs.RUNNING, _request(data, chosen, None)
    progress = _progress(data, run, state, decided.counts, deps)
    events = (*decided.events, following) if following else tuple(decided.events)
    return Outcome(writes=(*decided.writes, progress), events=events, later=(later,) if later else ())


def _given_up(others: list[runs.Met], data: ProspectingRequested, deps: Deps) -> list[Write]:
    """The sources that wait for another try: the run has all it may find, and comes to none of them again."""
    now = deps.clock.now()
    return [
        runs.source(data.campaign_id, data.run_id, met._replace(run=met.run.stopped(Stop.RUN)), now)
        for met in others
        if met.run.state is SourceState.WAITING
    ]


def _request(data: ProspectingRequested, source: int, cursor: str | None) -> ProspectingRequested:
    return ProspectingRequested(
        campaign_id=data.campaign_id, run_id=data.run_id, source=source, cursor=cursor
    )


def _later(data: ProspectingRequested, waiting: SourceRun) -> Later:
    assert waiting.retry_at is not None
    name = f"discover-{ids.digest('again', data.run_id, waiting.number, waiting.tries)}"
    request = _request(data, waiting.number, waiting.cursor)
    return Later(name=name, at=waiting.retry_at, to="discover_leads", event=request)


def _progress(
    data: ProspectingRequested, run: runs.Run | None, state: str, counts: Counter[str], deps: Deps
) -> Write:
    return runs.progress(
        data.campaign_id,
        data.run_id,
        state=state,
        counts=counts,
        now=deps.clock.now(),
        first=run is None,
        limit=data.limit,
    )


lambda_handler = consumer("discover_leads", CONSUMES, handle)
