"""A function is given the variables and the permissions that its handler uses: all of them, and no others.

What a handler uses is read from its source: `deps.x` and `settings.y` in it and in the modules of `api/`
that it imports, followed through `runtime/wiring.py` into the adapters.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from adapters.mail_bucket import FOUND, INBOUND, LISTS
from tests.unit.infrastructure.test_handlers_templates import HANDLERS, function, pascal, roles, statements

ROOT = Path(__file__).parents[3]
READY = [name for name in HANDLERS if (ROOT / "handlers" / f"{name}.py").exists()]

# Settings that have a default which is right wherever the template says nothing.
OPTIONAL = {"BECKON_SES_CONFIGURATION_SET", "BECKON_CLOCK_OFFSET_SECONDS", "BECKON_DOUBT_AFTER_SECONDS"}
# Where the services behind `deps.search` are: a function is given those that it asks, if they are elsewhere.
OPTIONAL |= {f"BECKON_{name}_URL" for name in ("SEARCH", "GOOGLE", "COMMON_CRAWL", "CERTIFICATES")}
OPTIONAL |= {f"BECKON_{name}_URL" for name in ("HUNTER", "TOMBA")}
# Every function has these: the provider's, and the queue consumers' retry limit.
COMMON = {"BECKON_STAGE", "BECKON_LOG_LEVEL", "BECKON_MAX_RECEIVES"}

# What an adapter needs to be allowed. `table` and `sqs` belong to every consumer.
PERMISSIONS = {
    "bus": {"events:PutEvents"},
    "mail": {"s3:ListBucket"},
    "secrets": {"secretsmanager:GetSecretValue"},
    "keys": {"secretsmanager:GetSecretValue"},
    "ses": {"ses:SendEmail"},
    "bedrock": {"bedrock:InvokeModel"},
    "salesforce": {"secretsmanager:GetSecretValue"},
    "search": {"secretsmanager:GetSecretValue"},
    "scheduler": {"scheduler:CreateSchedule", "iam:PassRole"},
    "table": {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:ConditionCheckItem"},
}

_READ_SECRET = "secretsmanager:GetSecretValue"


@cache
def source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def variables() -> dict[str, str]:
    """Setting → variable, from `runtime/settings.py`."""
    found = {}
    for node in ast.walk(ast.parse(source(ROOT / "runtime" / "settings.py"))):
        if isinstance(node, ast.FunctionDef):
            names = re.findall(r'_get\("(BECKON_[A-Z_]+)"', ast.unparse(node).replace("'", '"'))
            if names:
                found[node.name] = names[0]
    return found


@cache
def wiring() -> dict[str, set[str]]:
    """`deps.x` → the settings behind it."""
    found: dict[str, set[str]] = {}
    tree = ast.parse(source(ROOT / "runtime" / "wiring.py"))
    (deps,) = (n for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.name == "Deps")
    for node in deps.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        text = ast.unparse(node)
        found[node.name] = set(re.findall(r"settings\.(\w+)", text))
        for module in re.findall(r"from ([\w.]+) import", text):
            adapter = ROOT / (module.replace(".", "/") + ".py")
            if adapter.exists():
                found[node.name] |= set(re.findall(r"settings\.(\w+)", source(adapter)))
        found[node.name] |= {
            f"deps.{other}" for other in re.findall(r"self\.(\w+)", text) if other != "settings"
        }
    return found


def modules(name: str) -> list[Path]:
    own = ROOT / "handlers" / f"{name}.py"
    listed = [own]
    waiting = [own]
    while waiting:
        for found in re.findall(
            r"from ((?:api|inbox|sending)(?:\.\w+)?) import ([\w, ]+)", source(waiting.pop())
        ):
            for module in {found[0], *(f"{found[0]}.{part.strip()}" for part in found[1].split(","))}:
                path = ROOT / (module.replace(".", "/") + ".py")
                if path.exists() and path not in listed:
                    listed.append(path)
                    waiting.append(path)
    return listed


def used(name: str) -> tuple[set[str], set[str]]:
    """(attributes of deps, settings) that a handler reaches."""
    text = "\n".join(source(path) for path in modules(name))
    attributes = set(re.findall(r"\bdeps\.(\w+)", text)) - {"settings", "clock"}
    settings = set(re.findall(r"settings\.(\w+)", text))
    if "Outcome(" in text and re.search(r"later=|Later\(", text):
        attributes.add("scheduler")
    if "consumer(" in text:
        attributes.add("table")
    queue = list(attributes)
    while queue:
        for item in wiring().get(queue.pop(), ()):
            if not item.startswith("deps."):
                settings.add(item)
            elif (other := item.removeprefix("deps.")) in wiring() and other not in attributes:
                attributes.add(other)
                queue.append(other)
    return attributes, settings


@pytest.mark.parametrize("name", READY)
def test_a_function_has_the_variables_that_its_handler_reads(name):
    _, settings = used(name)
    wanted = {variables()[s] for s in settings if s in variables()} - OPTIONAL - COMMON
    assert wanted <= set(function(name)["environment"])


@pytest.mark.parametrize("name", READY)
def test_a_function_has_no_other_variables(name):
    _, settings = used(name)
    known = {variables()[s] for s in settings if s in variables()} | COMMON
    given = {v for v in function(name)["environment"] if not v.endswith("_QUEUE_ARN")}
    assert given <= known


@pytest.mark.parametrize("name", READY)
def test_a_role_allows_what_its_handler_reaches(name):
    attributes, _ = used(name)
    wanted = {action for attribute in attributes for action in PERMISSIONS.get(attribute, ())}
    allowed = {action for s in statements(roles()[f"{pascal(name)}Role"]) for action in s["Action"]}
    assert wanted <= allowed


@pytest.mark.parametrize("name", READY)
def test_a_role_reads_exactly_the_secrets_that_its_handler_uses(name):
    attributes, _ = used(name)
    reading = [s for s in statements(roles()[f"{pascal(name)}Role"]) if s["Action"] == [_READ_SECRET]]
    allowed = {re.search(r"/(\w+)-\?+$", str(r["Fn::Sub"])).group(1) for s in reading for r in s["Resource"]}
    assert allowed == attributes & {"keys", "salesforce", "search"}


@pytest.mark.parametrize("name", READY)
def test_a_role_allows_no_service_that_its_handler_does_not_reach(name):
    attributes, _ = used(name)
    services = {action.split(":")[0] for a in attributes for action in PERMISSIONS.get(a, ())}
    services |= {"logs", "sqs", "connect" if "connect" in attributes else ""}
    services |= {"dynamodb"} if function(name).get("events", [{}])[0].get("stream") else set()
    allowed = {a.split(":")[0] for s in statements(roles()[f"{pascal(name)}Role"]) for a in s["Action"]}
    assert allowed <= services


@pytest.mark.parametrize(
    ("name", "prefixes"), [("classify_reply", [INBOUND]), ("discover_leads", [LISTS, FOUND])]
)
def test_a_function_reads_its_own_part_of_the_bucket_only(name, prefixes):
    reading = [s for s in statements(roles()[f"{pascal(name)}Role"]) if s["Action"][0].startswith("s3:")]
    *objects, listing = reading
    named = [resource for statement in objects for resource in statement["Resource"]]
    assert named == [{"Fn::Sub": f"${{MailBucket.Arn}}/{prefix}*"} for prefix in prefixes]
    allowed = listing["Condition"]["StringLike"]["s3:prefix"]
    assert ([allowed] if isinstance(allowed, str) else allowed) == [f"{prefix}*" for prefix in prefixes]


def test_the_reading_of_sources_finds_what_is_there():
    """The tests above rest on it."""
    assert variables()["table"] == "BECKON_TABLE"
    assert wiring()["table"] == {"table"}
    assert "deps.secrets" in wiring()["keys"]
    attributes, settings = used("publish_outbox")
    assert attributes == {"bus"}
    assert settings == {"bus"}
