"""Who judges the words that no rule has decided: the model, or offline the project's own.

A model that is not there for a while is waited for, as long as the queue can wait. Then, and where it may not
be asked or has no usable answer, the offline model decides. Whatever a model says, it suppresses nobody,
dials nobody and chooses no address or number.
"""

from __future__ import annotations

from datetime import date, timedelta

from adapters.bedrock import ModelUnavailable
from inbox import consequences
from inbox.answer import Answer, written_on
from replies.verdict import with_intent
from runtime.outcome import Outcome, Retry
from runtime.telemetry import logger, measure
from runtime.wiring import Deps
from store.sends import Send

NAME = "classify_reply"

HELD_FOR = timedelta(hours=1)
"""How long nothing more is sent while an answer waits: much longer than its queue can."""


def judge(answer: Answer, deps: Deps) -> Outcome:
    """Let a model judge the words that no rule has decided, and do what follows."""
    if not answer.verdict.undecided:
        return consequences.answered(answer, deps)
    from replies import intent_prompt  # for the answers that no rule decides

    said, region = _said(answer), _country(answer.match.send, deps)
    model_id = deps.settings.classify_model
    try:
        response = deps.bedrock.converse(intent_prompt.request(said, model_id))
        found = intent_prompt.read(dict(response), said, region, _day(answer, deps))
    except ModelUnavailable as trouble:
        reason = trouble.reason
        if trouble.passing:
            raise Retry(
                reason, otherwise=lambda: offline(answer, reason, deps), meanwhile=_held(answer, reason, deps)
            ) from trouble
        return offline(answer, reason, deps)
    except intent_prompt.BadAnswer as bad:
        # Asked again, it would say the same again.
        return offline(answer, f"model_bad_answer_{bad.reason}", deps)
    model = f"{model_id} {intent_prompt.PROMPT_VERSION}"
    judged = answer._replace(verdict=with_intent(answer.verdict, found), model=model)
    return consequences.answered(judged, deps)


def _held(answer: Answer, reason: str, deps: Deps) -> Outcome:
    """While an answer waits to be read, no follow-up goes out as if there were none."""
    from events.reply_delayed import ReplyDelayed

    until = deps.clock.now() + HELD_FOR
    told = ReplyDelayed(**answer.ids, reason=reason, until=until)
    return Outcome(events=(told,), correlation_id=answer.match.send.correlation_id or None)


def offline(answer: Answer, reason: str, deps: Deps) -> Outcome:
    """Let the offline model decide, and say why it had to."""
    from replies import intent

    logger().warning("the offline model decides", extra={"reply_id": answer.reply_id, "reason": reason})
    measure(NAME, "OfflineDecisions")
    if reason == "model_not_allowed":
        measure(NAME, "ModelNotAllowed")
    region = _country(answer.match.send, deps)
    found = intent.classify(_said(answer), region=region, on=_day(answer, deps))
    judged = answer._replace(verdict=with_intent(answer.verdict, found), model=intent.model_version())
    return consequences.answered(judged, deps)


def _said(answer: Answer) -> str:
    return answer.verdict.visible.text or answer.message.subject


def _day(answer: Answer, deps: Deps) -> date:
    return written_on(answer.message, deps.clock.now())


def _country(send: Send, deps: Deps) -> str | None:
    """The lead's country, to read a telephone number that is written without its country code."""
    from store import enrolments

    stored = enrolments.get(deps.table, send.lead_id, send.campaign_id)
    return stored.enrolment.country or None if stored else None
