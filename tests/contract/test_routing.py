"""The rules in ``infrastructure/`` route each example to the queues of its consumers, and only there."""

import json
from pathlib import Path
from typing import Any

import pytest
from cfnlint.decode import cfn_yaml
from moto.events.models import EventPattern

from events.catalogue import EXAMPLES, catalogue

HANDLERS = Path(__file__).parents[2] / "infrastructure" / "handlers"
MODELS = catalogue()


def rules() -> dict[str, dict[str, Any]]:
    """Handler → the properties of its rule on Beckon's bus, as they are deployed."""
    found = {}
    for path in sorted(HANDLERS.glob("*.yml")):
        resources = cfn_yaml.loads(path.read_text())["resources"]["Resources"]
        for resource in resources.values():
            properties = resource.get("Properties", {})
            if resource["Type"] == "AWS::Events::Rule" and "EventBusName" in properties:
                found[path.stem] = properties
    return found


RULES = rules()


def document(name: str) -> dict[str, Any]:
    """The example as EventBridge would match it."""
    detail = json.loads((EXAMPLES / f"{name}.json").read_text())
    return {"source": "beckon", "detail-type": name, "detail": detail}


def receivers(document: dict[str, Any]) -> set[str]:
    return {
        handler
        for handler, rule in RULES.items()
        if EventPattern.load(json.dumps(rule["EventPattern"])).matches_event(document)
    }


@pytest.mark.parametrize("name", MODELS)
def test_an_event_reaches_exactly_the_consumers_that_the_catalogue_names(name):
    assert receivers(document(name)) == set(MODELS[name].CONSUMERS)


@pytest.mark.parametrize("name", MODELS)
def test_another_version_reaches_nobody(name):
    later = name.rsplit(".v", 1)[0] + ".v2"
    assert receivers(document(name) | {"detail-type": later}) == set()


@pytest.mark.parametrize("name", MODELS)
def test_what_another_source_says_reaches_nobody(name):
    assert receivers(document(name) | {"source": "somebody.else"}) == set()


def test_every_rule_feeds_the_queue_of_its_own_handler():
    for handler, rule in RULES.items():
        camel = "".join(word.capitalize() for word in handler.split("_"))
        assert [target["Arn"]["Fn::GetAtt"] for target in rule["Targets"]] == [[f"{camel}Queue", "Arn"]]


def test_no_rule_names_an_event_that_does_not_exist():
    named = {name for rule in RULES.values() for name in rule["EventPattern"]["detail-type"]}
    assert named <= set(MODELS)


def test_the_matcher_can_fail():
    """A pattern that names another event must not match: the tests above rest on it."""
    pattern = EventPattern.load(json.dumps({"source": ["beckon"], "detail-type": ["lead.scored.v1"]}))
    assert not pattern.matches_event(document("lead.rejected.v1"))
    assert pattern.matches_event(document("lead.scored.v1"))
