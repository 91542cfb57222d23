"""Options anywhere, errors as sentences, output for machines apart from talk for people."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError

from cli import main, run
from cli.connection import Connection, from_stack
from cli.errors import Trouble, explain
from tests.unit.cli.conftest import STAGE, Beckon

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("given", "hoisted"),
    [
        (["leads"], ["leads"]),
        (["leads", "--json"], ["--json", "leads"]),
        (["dlq", "show", "x", "--stage", "prod"], ["--stage", "prod", "dlq", "show", "x"]),
        (["leads", "--stage=prod", "--json"], ["--stage=prod", "--json", "leads"]),
        (["lead", "--", "--json"], ["lead", "--", "--json"]),
        (["leads", "--stage"], ["--stage", "leads"]),
    ],
)
def test_stage_and_json_may_stand_anywhere(given: list[str], hoisted: list[str]) -> None:
    assert main.hoist(given) == hoisted


def test_help_names_every_command(beckon: Beckon) -> None:
    told = beckon("--help")

    assert told.code == 0
    for command in ("demo", "run", "campaign", "leads", "lead", "dlq", "replies", "funnel", "up", "down"):
        assert f"  {command} " in told.out


def test_an_unknown_command_is_misuse(beckon: Beckon) -> None:
    assert beckon("fly").code == 2


def test_a_stage_that_is_not_up_says_how_to_start_it(beckon: Beckon) -> None:
    told = beckon("campaign", "list")

    assert (told.code, told.out) == (1, "")
    assert told.err == "beckon: stage local is not running: start it with `beckon up`\n"


def test_a_test_stage_that_is_not_up_is_named(beckon: Beckon) -> None:
    told = beckon("campaign", "list", "--stage", "test2")

    assert told.err == "beckon: stage test2 is not running: start it with `beckon up --stage test2`\n"


def test_for_a_machine_the_error_is_json_on_standard_error(beckon: Beckon) -> None:
    told = beckon("campaign", "list", "--json")

    assert told.out == ""
    assert json.loads(told.err) == {
        "error": "stage local is not running",
        "next": "start it with `beckon up`",
        "details": [],
    }


@pytest.mark.parametrize("stage", ["Prod", "a b", "", "../x", "x" * 21])
def test_a_stage_has_a_plain_name(beckon: Beckon, stage: str) -> None:
    told = beckon("campaign", "list", "--stage", stage)

    assert told.code == 2
    assert "is no name of a stage" in told.err


def test_the_stage_comes_from_the_environment_too(beckon: Beckon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BECKON_STAGE", "test-env")

    assert "stage test-env is not running" in beckon("campaign", "list").err


def test_damaged_outputs_are_no_traceback(beckon: Beckon, state: Path) -> None:
    (state / "local").mkdir(parents=True)
    (state / "local" / "outputs.json").write_text("{")

    told = beckon("campaign", "list")

    assert told.code == 1
    assert "is damaged: start it with `beckon up`" in told.err


def test_what_nobody_foresaw_is_kept_in_a_file(
    stage: Connection, beckon: Beckon, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def burst(*_: object) -> None:
        raise ZeroDivisionError("secret@example.com")

    monkeypatch.setattr(run, "start", burst)

    told = beckon("run", "demo", "--stage", STAGE)

    log = tmp_path / ".beckon" / "error.log"
    assert told.code == 1
    assert told.err == (
        f"beckon: something went wrong that should not (ZeroDivisionError): the details are in {log}\n"
    )
    assert "Traceback" in log.read_text()


def _refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "x"}}, "Query")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (EndpointConnectionError(endpoint_url="http://127.0.0.1:1"), "stage prod does not answer"),
        (NoCredentialsError(), "there are no AWS credentials for stage prod"),
        (_refused("ExpiredTokenException"), "the AWS credentials have expired"),
        (_refused("AccessDeniedException"), "these AWS credentials may not do Query"),
        (_refused("UnrecognizedClientException"), "AWS does not know these credentials"),
        (_refused("ResourceNotFoundException"), "stage prod is not deployed completely"),
    ],
)
def test_what_aws_says_is_a_sentence_with_a_next_step(error: Exception, words: str) -> None:
    trouble = explain(error, "prod")

    assert trouble is not None
    assert trouble.message.startswith(words)
    assert trouble.next_step


def test_an_error_of_aws_that_means_a_bug_of_ours_is_not_explained_away() -> None:
    assert explain(_refused("ValidationException"), "prod") is None
    assert explain(KeyError("x"), "prod") is None


class Stacks:
    """CloudFormation with one stack."""

    def describe_stacks(self, StackName: str) -> dict[str, object]:
        if StackName != "beckon-prod":
            raise _refused("ValidationError")
        outputs = [{"OutputKey": "MailBucketName", "OutputValue": "beckon-prod-mail-1"}]
        return {"Stacks": [{"Outputs": outputs}]}


def test_a_stage_on_aws_is_found_by_its_stack() -> None:
    found = from_stack("prod", "eu-west-1", Stacks())

    assert (found.bucket_name, found.table_name) == ("beckon-prod-mail-1", "beckon-prod")
    assert (found.endpoint, found.sandbox) == (None, None)


def test_a_stage_on_aws_that_does_not_exist_is_said_so() -> None:
    with pytest.raises(Trouble, match=r"there is no stage staging in this AWS account and region"):
        from_stack("staging", "eu-west-1", Stacks())


def test_help_imports_nothing_that_takes_time() -> None:
    code = (
        "import sys; from cli.main import main; main(['--help']); "
        "print([m for m in ('boto3', 'botocore', 'httpx', 'pydantic', 'ruamel.yaml') if m in sys.modules],"
        " file=sys.stderr)"
    )
    ran = subprocess.run(  # a fresh interpreter: this one has imported everything
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ran.stderr.strip() == "[]"
