"""People are told of warm answers by ids and commands, and of mail without a state by an alarm."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from moto.events.models import EventPattern

from events.catalogue import EXAMPLES
from tests.unit.infrastructure.test_handlers_templates import INFRASTRUCTURE, load, resources

NOTIFICATIONS = load(INFRASTRUCTURE / "notifications.yml")["Resources"]
RULES = {
    "reply.flagged.v1": NOTIFICATIONS["WarmRule"]["Properties"],
    "sender.paused.v1": NOTIFICATIONS["SenderPausedRule"]["Properties"],
    "variant.stopped.v1": NOTIFICATIONS["VariantStoppedRule"]["Properties"],
}


def example(name: str) -> dict:
    detail = json.loads((EXAMPLES / f"{name}.json").read_text())
    return {"source": "beckon", "detail-type": name, "detail": detail}


@pytest.mark.parametrize("name", RULES)
def test_what_people_are_told_of_reaches_them_and_nothing_else_does(name):
    pattern = EventPattern.load(json.dumps(RULES[name]["EventPattern"]))
    reached = {path.stem for path in EXAMPLES.glob("*.json") if pattern.matches_event(example(path.stem))}
    assert reached == {name}


@pytest.mark.parametrize("name", RULES)
def test_what_they_are_told_is_ids_and_figures_that_the_event_has(name):
    transformer = RULES[name]["Targets"][0]["InputTransformer"]
    data = example(name)["detail"]["data"]
    paths = transformer["InputPathsMap"]
    assert {path.removeprefix("$.detail.data.") for path in paths.values()} <= set(data)
    assert set(re.findall(r"<(\w+)>", transformer["InputTemplate"])) == set(paths)


@pytest.mark.parametrize("name", RULES)
def test_every_line_of_the_text_is_a_string_as_event_bridge_wants_it(name):
    lines = RULES[name]["Targets"][0]["InputTransformer"]["InputTemplate"].splitlines()
    assert all(line.startswith('"') and line.endswith('"') and line.count('"') == 2 for line in lines)


def test_only_these_rules_may_publish_and_only_a_stage_with_an_address_subscribes_one():
    (statement,) = NOTIFICATIONS["WarmTopicPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    arns = [{"Fn::GetAtt": [rule, "Arn"]} for rule in ("WarmRule", "SenderPausedRule", "VariantStoppedRule")]
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": arns}}
    assert NOTIFICATIONS["WarmSubscription"]["Condition"] == "HasNotifyEmail"
    assert load(INFRASTRUCTURE / "stages" / "default.yml")["notifyEmail"] == ""


def test_mail_without_a_state_rings_a_bell_and_so_does_silence():
    alarm = resources("settle_effects", "AWS::CloudWatch::Alarm")["SettleEffectsMailAlarm"]
    source = (Path(__file__).parents[3] / "handlers" / "settle_effects.py").read_text(encoding="utf-8")
    assert f'"{alarm["MetricName"]}"' in source
    assert alarm["Dimensions"] == [{"Name": "consumer", "Value": "settle_effects"}]
    assert (alarm["Threshold"], alarm["TreatMissingData"]) == (0, "breaching")
    assert alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}]


def test_mails_that_wait_for_approval_ring_a_bell_and_silence_does_not():
    alarm = resources("draft_email", "AWS::CloudWatch::Alarm")["DraftsWaitAlarm"]
    source = (Path(__file__).parents[3] / "handlers" / "draft_email.py").read_text(encoding="utf-8")
    assert f'measure("draft_email", "{alarm["MetricName"]}")' in source
    assert alarm["Dimensions"] == [{"Name": "consumer", "Value": "draft_email"}]
    assert (alarm["Threshold"], alarm["TreatMissingData"]) == (0, "notBreaching")
    assert alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}]
