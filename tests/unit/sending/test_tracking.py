"""What is tracked, at the wire: nothing unless the campaign asks, and what it asks for."""

from __future__ import annotations

import email
from email.policy import default
from typing import Any

import pytest

from adapters.ses import Ses
from handlers import send_email
from outreach.campaign import Tracking
from outreach.engagement import HIDDEN_MARK
from store import touches
from tests.unit.sending.stage import LEAD, Stage, send_id
from tests.unit.sending.test_send_email import drafted, given_draft
from tests.unit.sending.test_track_email import document, tell


class Wire:
    """SES's client: keeps what it was asked."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def get_account(self) -> dict[str, Any]:
        return {"SendingEnabled": True}

    def send_email(self, **request: Any) -> dict[str, Any]:
        self.sent.append(request)
        return {"MessageId": "0100-0001"}


def sent(stage: Stage, tracking: Tracking) -> tuple[dict[str, Any], str, str]:
    """The request of a campaign's first mail, its text part and its HTML part."""
    wire = Wire()
    stage.ses = Ses(lambda: wire, "set", "eu-west-1")  # type: ignore[assignment]
    stage.given_campaign(tracking=tracking)
    stage.given_lead()
    stage.given_enrolment()
    given_draft(stage)
    stage.run(send_email, drafted())
    (request,) = wire.sent
    message = email.message_from_bytes(request["Content"]["Raw"]["Data"], policy=default)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    return request, text.get_content(), html.get_content()


@pytest.mark.parametrize("opens", [False, True])
@pytest.mark.parametrize("clicks", [False, True])
def test_ses_is_told_of_each_mail_what_it_may_track(stage: Stage, opens: bool, clicks: bool) -> None:
    request, text, html = sent(stage, Tracking(opens, clicks))
    words = {True: "ENABLED", False: "DISABLED"}
    assert request["ConfigurationOverrides"]["Tracking"] == {
        "OpenTrackingEnabled": words[opens],
        "ClickTrackingEnabled": words[clicks],
    }
    assert "<img" not in html
    assert HIDDEN_MARK not in html + text
    assert stage.send().tracked is (opens or clicks)


def test_the_hidden_link_is_in_the_html_alone_without_words_or_tricks(stage: Stage) -> None:
    _, text, html = sent(stage, Tracking(clicks=True, hidden_link=True))
    assert HIDDEN_MARK not in text
    assert html.count("<a ") == 2
    (line,) = (line for line in html.splitlines() if HIDDEN_MARK in line)
    assert line.endswith('aria-hidden="true" tabindex="-1"></a></p>')
    assert "style" not in line
    unsubscribe = html.rpartition('<a href="')[2].partition('"')[0]
    assert f'"{unsubscribe}?{HIDDEN_MARK}"' in line, "who follows it finds the page that asks"


def test_a_delivery_of_a_tracked_mail_is_kept_and_clicks_are_judged_from_it(stage: Stage) -> None:
    sent(stage, Tracking(clicks=True))
    late = {"timestamp": "2026-03-04T12:20:00.000Z"}
    click = {"link": "https://x.example", "userAgent": "Mozilla/5.0 Chrome/140", "ipAddress": "192.0.2.1"}
    tell(stage, document("Click", click | {"timestamp": "2026-03-04T12:20:02.000Z"}))
    (alone,) = touches.of_send(stage.table, LEAD, send_id())
    assert "long_after" in alone.judgement.evidence
    tell(stage, document("Delivery", late))
    tell(stage, document("Delivery", {"timestamp": "2026-03-04T12:29:00.000Z"}))
    assert stage.send().delivered_at == "2026-03-04T12:20:00.000Z", "the first word stands"
    tell(stage, document("Click", click | {"timestamp": "2026-03-04T15:00:00.000Z"}))
    both = {kept.touch.at.hour: kept for kept in touches.of_send(stage.table, LEAD, send_id())}
    assert "at_once" in both[12].judgement.evidence, "judged anew"
    assert "long_after" in both[15].judgement.evidence


def test_a_delivery_of_a_mail_that_nobody_tracks_writes_nothing_to_its_row(stage: Stage) -> None:
    sent(stage, Tracking())
    tell(stage, document("Delivery"))
    assert stage.send().delivered_at == ""
