"""What every handler's template must have, and what no role may hold."""

import copy
import re
from pathlib import Path
from typing import Any

import pytest
from cfnlint.decode import cfn_yaml

INFRASTRUCTURE = Path(__file__).parents[3] / "infrastructure"
ROOT = INFRASTRUCTURE.parent

# Resources that hold a star, and why they must. Anything else is named exactly.
STARS = {
    r"^arn:.*:log-group:/aws/lambda/beckon-\$\{sls:stage\}-[a-z_]+:\*$": "the log streams of one group",
    r"^\$\{Table\.Arn\}/index/\*$": "both indexes of the table",
    r"^\$\{MailBucket\.Arn\}/inbound/\*$": "one object per mail",
    r"^\$\{MailBucket\.Arn\}/lists/\*$": "one object per uploaded list",
    r"^\$\{MailBucket\.Arn\}/found/\*$": "one object per large answer of a source",
    r"^arn:.*:schedule/\$\{param:scheduleGroup\}/\*$": "schedules are made at run time",
    r"^arn:.*:instance/\$\{param:connectInstanceId\}/contact/\*$": "calls are made at run time",
    r"^arn:.*:bedrock:\*::foundation-model/\*$": "an inference profile chooses model and region",
    r"^arn:.*:inference-profile/\*$": "the model is a stage parameter",
    r"^arn:.*:secret:beckon/\$\{sls:stage\}/(keys|salesforce|search)-\?{6}$": "AWS adds six letters",
}
# Statements that may say Resource: '*', because the action has no resource to name.
NO_RESOURCE = {("LexRole", "Speak"), ("SendEmailRole", "Quota")}


def load(path: Path) -> dict[str, Any]:
    return cfn_yaml.loads(path.read_text(encoding="utf-8"))


HANDLERS = {path.stem: load(path) for path in sorted((INFRASTRUCTURE / "handlers").glob("*.yml"))}
SHARED = {
    path.stem: load(path)
    for path in sorted(INFRASTRUCTURE.glob("*.yml"))
    if path.stem not in ("shared", "layers")
}


def function(name: str) -> dict[str, Any]:
    (only,) = HANDLERS[name]["functions"].values()
    return only


def resources(name: str, kind: str) -> dict[str, dict[str, Any]]:
    found = HANDLERS[name]["resources"]["Resources"]
    return {key: value["Properties"] for key, value in found.items() if value["Type"] == kind}


def pascal(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def events(name: str, kind: str) -> list[dict[str, Any]]:
    return [event[kind] for event in function(name).get("events", []) if kind in event]


QUEUED = [name for name in HANDLERS if events(name, "sqs")]
STREAMED = [name for name in HANDLERS if events(name, "stream")]


def roles() -> dict[str, dict[str, Any]]:
    found = {}
    for template in [*(t["resources"] for t in HANDLERS.values()), *SHARED.values()]:
        for key, value in template.get("Resources", {}).items():
            if value["Type"] == "AWS::IAM::Role":
                found[key] = value["Properties"]
    return found


def statements(role: dict[str, Any]) -> list[dict[str, Any]]:
    return [s for policy in role["Policies"] for s in policy["PolicyDocument"]["Statement"]]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def complaints(name: str, role: dict[str, Any]) -> list[str]:
    """Everything that a role holds and should not."""
    found = []
    for statement in statements(role):
        where = f"{name}.{statement.get('Sid', '?')}"
        if statement["Effect"] != "Allow":
            found.append(f"{where}: only Allow is used here")
        for action in listed(statement["Action"]):
            if "*" in action:
                found.append(f"{where}: the action {action} is not exact")
            if action.lower().startswith("lambda:"):
                found.append(f"{where}: {action}: no Lambda may touch another")
        for resource in listed(statement["Resource"]):
            text = resource if isinstance(resource, str) else resource.get("Fn::Sub", "")
            if not re.search(r"[*?]", text) or any(re.search(star, text) for star in STARS):
                continue
            if (name, statement["Sid"]) not in NO_RESOURCE:
                found.append(f"{where}: the resource {text} is not exact")
    return found


def test_every_handler_has_a_template_and_every_template_a_handler():
    modules = {path.stem for path in (ROOT / "handlers").glob("*.py")} - {"__init__"}
    assert set(HANDLERS) == modules


@pytest.mark.parametrize("name", HANDLERS)
def test_a_template_is_named_after_its_handler_throughout(name):
    assert function(name)["handler"] == f"handlers/{name}.lambda_handler"
    assert function(name)["name"] == f"beckon-${{sls:stage}}-{name}"
    assert function(name)["role"] == f"{pascal(name)}Role"
    assert (
        resources(name, "AWS::IAM::Role")[f"{pascal(name)}Role"]["RoleName"]
        == f"beckon-${{sls:stage}}-{name}"
    )
    queues = {key: queue["QueueName"] for key, queue in resources(name, "AWS::SQS::Queue").items()}
    allowed = {
        f"{pascal(name)}Queue": f"beckon-${{sls:stage}}-{name}",
        f"{pascal(name)}Dlq": f"beckon-${{sls:stage}}-{name}-dlq",
    }
    assert queues.items() <= allowed.items()


@pytest.mark.parametrize("name", roles())
def test_a_role_allows_exact_actions_on_exact_resources(name):
    assert complaints(name, roles()[name]) == []


@pytest.mark.parametrize(
    "spoil",
    [
        {"Action": ["lambda:InvokeFunction"]},
        {"Action": ["dynamodb:*"]},
        {"Action": "*"},
        {"Resource": ["*"]},
        {"Resource": [{"Fn::Sub": "arn:aws:sqs:*:*:beckon-*"}]},
        {"Effect": "Deny"},
    ],
)
def test_the_check_of_roles_can_fail(spoil):
    role = copy.deepcopy(roles()["SendEmailRole"])
    statements(role)[1].update(spoil)
    assert complaints("SendEmailRole", role)


@pytest.mark.parametrize("name", HANDLERS)
def test_a_function_logs_to_its_own_group_only(name):
    (role,) = resources(name, "AWS::IAM::Role").values()
    (logs,) = (s for s in statements(role) if any(a.startswith("logs:") for a in s["Action"]))
    (where,) = logs["Resource"]
    assert where["Fn::Sub"].endswith(f":log-group:/aws/lambda/beckon-${{sls:stage}}-{name}:*")


def test_logs_are_not_kept_for_ever():
    """The deploy tool makes a log group for each function, with the provider's retention."""
    service = load(ROOT / "serverless.yml")
    assert service["provider"]["logRetentionInDays"] == "${param:logRetentionDays}"
    assert load(INFRASTRUCTURE / "stages" / "default.yml")["logRetentionDays"] > 0


@pytest.mark.parametrize("name", QUEUED)
def test_a_queue_hides_a_message_for_six_times_the_function(name):
    queue = resources(name, "AWS::SQS::Queue")[f"{pascal(name)}Queue"]
    assert queue["VisibilityTimeout"] >= 6 * function(name)["timeout"]


@pytest.mark.parametrize("name", [*QUEUED, *STREAMED])
def test_what_fails_is_kept_for_two_weeks_and_rings_a_bell(name):
    dlq = f"{pascal(name)}Dlq"
    assert resources(name, "AWS::SQS::Queue")[dlq]["MessageRetentionPeriod"] == 14 * 86_400
    watched = [
        alarm
        for alarm in resources(name, "AWS::CloudWatch::Alarm").values()
        if alarm["Dimensions"][0]["Value"] == {"Fn::GetAtt": [dlq, "QueueName"]}
    ]
    assert [(a["MetricName"], a["Threshold"]) for a in watched] == [("ApproximateNumberOfMessagesVisible", 0)]
    assert all(a["AlarmActions"] == [{"Ref": "AlarmTopic"}] for a in watched)


@pytest.mark.parametrize("name", QUEUED)
def test_a_queue_gives_up_to_its_own_dead_letter_queue(name):
    queue = resources(name, "AWS::SQS::Queue")[f"{pascal(name)}Queue"]
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": [f"{pascal(name)}Dlq", "Arn"]}
    assert queue["RedrivePolicy"]["maxReceiveCount"] == "${param:maxReceives}"
    assert function(name)["environment"]["BECKON_MAX_RECEIVES"] == "${param:maxReceives}"


@pytest.mark.parametrize("name", QUEUED)
def test_an_old_message_rings_a_bell(name):
    alarms = resources(name, "AWS::CloudWatch::Alarm").values()
    watched = [
        a["Dimensions"][0]["Value"] for a in alarms if a["MetricName"] == "ApproximateAgeOfOldestMessage"
    ]
    assert watched == [{"Fn::GetAtt": [f"{pascal(name)}Queue", "QueueName"]}]


@pytest.mark.parametrize("name", HANDLERS)
def test_queues_are_encrypted(name):
    assert all(queue["SqsManagedSseEnabled"] for queue in resources(name, "AWS::SQS::Queue").values())


@pytest.mark.parametrize("name", QUEUED)
def test_one_bad_record_does_not_take_its_batch_along(name):
    (mapping,) = events(name, "sqs")
    assert mapping["functionResponseType"] == "ReportBatchItemFailures"
    assert mapping["arn"] == {"Fn::GetAtt": [f"{pascal(name)}Queue", "Arn"]}


@pytest.mark.parametrize("name", QUEUED)
def test_a_consumer_touches_its_own_queues_only(name):
    role = resources(name, "AWS::IAM::Role")[f"{pascal(name)}Role"]
    touched = [
        r["Fn::GetAtt"][0] for s in statements(role) for r in s["Resource"] if "sqs:" in s["Action"][0]
    ]
    assert sorted(touched) == [f"{pascal(name)}Dlq", f"{pascal(name)}Queue"]


@pytest.mark.parametrize("name", [name for name in HANDLERS if resources(name, "AWS::Events::Rule")])
def test_a_rule_that_can_not_deliver_leaves_the_event_in_the_dead_letter_queue(name):
    rules = resources(name, "AWS::Events::Rule")
    for rule in rules.values():
        (target,) = rule["Targets"]
        assert target["DeadLetterConfig"]["Arn"] == {"Fn::GetAtt": [f"{pascal(name)}Dlq", "Arn"]}
    (policy,) = resources(name, "AWS::SQS::QueuePolicy").values()
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    admitted = listed(statement["Condition"]["ArnEquals"]["aws:SourceArn"])
    assert admitted == [{"Fn::GetAtt": [rule, "Arn"]} for rule in rules]
    assert f"{pascal(name)}Rule" in rules


@pytest.mark.parametrize("name", STREAMED)
def test_readers_of_the_stream_see_new_events_only(name):
    (mapping,) = events(name, "stream")
    assert mapping["filterPatterns"] == [
        {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"_type": {"S": ["event"]}}}}
    ]


def test_the_stream_has_at_most_two_readers():
    """More would throttle one another: two read requests a shard and second are what DynamoDB grants."""
    assert sorted(STREAMED) == ["aggregate_stats", "publish_outbox"]


def test_only_one_function_may_send_and_only_one_may_dial():
    def holders(action):
        return [n for n, role in roles().items() if any(action in s["Action"] for s in statements(role))]

    assert holders("ses:SendEmail") == ["SendEmailRole"]
    assert holders("connect:StartOutboundVoiceContact") == ["PlaceCallRole"]


@pytest.mark.parametrize("name", HANDLERS)
def test_variables_are_those_that_the_settings_read(name):
    known = set(re.findall(r"BECKON_[A-Z_]+", (ROOT / "runtime" / "settings.py").read_text(encoding="utf-8")))
    known |= {
        "BECKON_DRAFT_QUEUE_ARN",
        "BECKON_CALL_QUEUE_ARN",
        "BECKON_DISCOVER_QUEUE_ARN",
    }  # put together there
    assert set(function(name)["environment"]) <= known


@pytest.mark.parametrize("name", HANDLERS)
def test_parameters_that_a_template_uses_have_a_value_on_every_stage(name):
    text = (INFRASTRUCTURE / "handlers" / f"{name}.yml").read_text(encoding="utf-8")
    needed = set(re.findall(r"\$\{param:([A-Za-z]+)\}", text))
    assert needed <= set(load(INFRASTRUCTURE / "stages" / "default.yml"))
