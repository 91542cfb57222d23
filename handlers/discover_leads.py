"""Find companies for a campaign: one page of at most 25 a message, continued by the run itself.

Each page is one transaction: the new leads and their enrolments, what the run met, what was discovered, and
the request for the next page. A source that fails is noted on the run, and the run goes on with the next.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from adapters.mail_bucket import TooLarge
from adapters.search import SearchFailed
from events.base import Event
from events.lead_discovered import LeadDiscovered
from events.prospecting_requested import NEW_RUN, ProspectingRequested
from outreach import ids
from outreach.campaign import Campaign, CsvSource, SearchSource
from outreach.enrolment import Enrolment, State
from runtime.consume import consumer
from runtime.outcome import Outcome, Unreadable
from runtime.wiring import Deps
from scrapers.domains import registrable_domain
from scrapers.sources import brave, domains_csv
from scrapers.sources.found import BadAnswer, Candidate, Found, RefusedRow
from store import campaigns, enrolments, leads, runs
from store.writes import Write

CONSUMES = (ProspectingRequested,)

PAGE = 25
"""Companies a message: with enrolments and events they stay below the 100 writes of a transaction."""
_NOTED_ROWS = 50
# A company that went no further before is looked at again when another run finds it.
_AGAIN = frozenset({State.REJECTED, State.SCORED})


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of one source. ``cursor`` is where the source goes on, None at its end."""

    candidates: tuple[Candidate, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    cursor: str | None = None
    problem: str = ""


def handle(event: Event[ProspectingRequested], deps: Deps) -> Outcome:
    data = _of_run(event)
    current = campaigns.current(deps.table, data.campaign_id)
    if current is None:
        raise Unreadable(f"there is no campaign {data.campaign_id}")
    campaign, now = current.campaign, deps.clock.now()
    first = data.source == 0 and data.cursor is None
    if current.paused or data.source >= len(campaign.sources):
        state = runs.PAUSED if current.paused else runs.DONE
        ending = runs.page(
            data.campaign_id, data.run_id, state=state, counts={}, now=now, first=first, notes={}
        )
        return Outcome(writes=(ending,))
    page = _read(campaign, data, deps)
    writes, found, counts = _enrol(page, campaign, data, deps)
    following = _next(campaign, data, page)
    notes: dict[str, object] = {}
    if page.problem:
        notes[f"problem_{data.source}"] = page.problem
    if page.refused and data.cursor is None:
        # Places and reasons only: a row may hold anything.
        rows = [{"row": row.where, "reason": row.reason} for row in page.refused[:_NOTED_ROWS]]
        notes[f"refused_rows_{data.source}"] = rows
    progress = runs.page(
        data.campaign_id,
        data.run_id,
        state=runs.RUNNING if following else runs.DONE,
        counts=counts,
        now=now,
        first=first,
        notes=notes,
    )
    said = (*found, following) if following else tuple(found)
    return Outcome(writes=(*writes, progress), events=said)


def _of_run(event: Event[ProspectingRequested]) -> ProspectingRequested:
    """The request with its run's id: what asks for a new run names it by the event that asked."""
    if event.data.run_id != NEW_RUN:
        return event.data
    return event.data.model_copy(update={"run_id": ids.digest("run", event.meta.id)})


def _enrol(
    page: _Page, campaign: Campaign, data: ProspectingRequested, deps: Deps
) -> tuple[list[Write], list[LeadDiscovered], Counter[str]]:
    """The writes and events of a page's companies, and the counts of what it met."""
    now, name = deps.clock.now(), _name(campaign, data.source)
    unwanted = {registrable_domain(domain) or domain for domain in campaign.target.exclude}
    by_id = {ids.lead_id(candidate.domain): candidate.domain for candidate in page.candidates}
    known = leads.standing(deps.table, campaign.id, list(by_id))
    counts: Counter[str] = Counter(found=len(page.candidates))
    counts.update(row.reason for row in page.refused)
    writes: list[Write] = []
    found: list[LeadDiscovered] = []
    for lead_id, domain in by_id.items():
        state = known.states.get(lead_id)
        if domain in unwanted:
            counts["excluded"] += 1
            continue
        if state is not None and state not in _AGAIN:
            counts["known"] += 1
            continue
        if state is None:
            if lead_id not in known.leads:
                writes.append(leads.new(lead_id, domain, name, campaign.id, data.run_id, now))
            fresh = Enrolment(lead_id, campaign.id, campaign_version=campaign.version)
            writes.append(enrolments.save(fresh, 0, f"found by {name}", now))
        counts["new" if state is None else "again"] += 1
        found.append(
            LeadDiscovered(lead_id=lead_id, campaign_id=campaign.id, run_id=data.run_id, source=name)
        )
    return writes, found, counts


def _next(campaign: Campaign, data: ProspectingRequested, page: _Page) -> ProspectingRequested | None:
    """The request for the next page: of the same source, else of the next one, else none."""
    source = data.source if page.cursor is not None else data.source + 1
    if source >= len(campaign.sources):
        return None
    return ProspectingRequested(
        campaign_id=data.campaign_id, run_id=data.run_id, source=source, cursor=page.cursor
    )


def _name(campaign: Campaign, index: int) -> str:
    source = campaign.sources[index]
    return source.provider if isinstance(source, SearchSource) else source.kind


def _read(campaign: Campaign, data: ProspectingRequested, deps: Deps) -> _Page:
    source = campaign.sources[data.source]
    try:
        if isinstance(source, CsvSource):
            return _from_list(source, data.cursor, deps)
        return _from_search(source, data.cursor, deps)
    except BadAnswer:
        return _Page(problem="bad_answer")
    except SearchFailed as failure:
        return _Page(problem=failure.reason)


def _from_list(source: CsvSource, cursor: str | None, deps: Deps) -> _Page:
    """A slice of a stored list. The cursor is the number of companies before it."""
    start = _numbers(cursor, 1)[0]
    try:
        body = deps.mail.get(source.key) if source.key else None
    except KeyError:
        body = None
    except TooLarge:
        return _Page(problem="list_too_large")
    if body is None:
        return _Page(problem="list_missing")
    found = domains_csv.parse(body)
    end = start + PAGE
    return _Page(
        candidates=found.candidates[start:end],
        # All refused rows are told with the first page: they have no place between the companies.
        refused=found.refused if start == 0 else (),
        cursor=str(end) if end < len(found.candidates) else None,
    )


def _from_search(source: SearchSource, cursor: str | None, deps: Deps) -> _Page:
    """A page of one query. The cursor is ``query:page:companies so far``."""
    if source.provider != brave.NAME:
        return _Page(problem="unknown_provider")
    query, number, so_far = _numbers(cursor, 3)
    if query >= len(source.queries):
        return _Page()
    try:
        asked = brave.request(source.queries[query], number)
    except ValueError:
        return _Page(problem="bad_query", cursor=_after(source, Found(()), query, number, so_far))
    found = brave.parse(deps.search.ask(asked.path, asked.params))
    candidates = found.candidates[: max(0, source.limit - so_far)]
    total = so_far + len(candidates)
    return _Page(candidates, found.refused, _after(source, found, query, number, total))


def _after(source: SearchSource, found: Found, query: int, number: int, total: int) -> str | None:
    if total >= source.limit:
        return None
    if found.more and number + 1 < brave.MOST_PAGES:
        return f"{query}:{number + 1}:{total}"
    return f"{query + 1}:0:{total}" if query + 1 < len(source.queries) else None


def _numbers(cursor: str | None, count: int) -> tuple[int, ...]:
    """The numbers of a cursor; zeros for none. Raises ``Unreadable`` for a cursor of another source."""
    parts = cursor.split(":") if cursor is not None else ["0"] * count
    if len(parts) != count or not all(part.isdigit() for part in parts):
        raise Unreadable("the cursor is not one of this source")
    return tuple(map(int, parts))


lambda_handler = consumer("discover_leads", CONSUMES, handle)
