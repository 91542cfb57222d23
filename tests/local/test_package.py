"""What would go to AWS: packaged by the deploy tool without an account, read as CloudFormation will."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cli.errors import Trouble
from cli.stage import checks
from cli.stage.place import ROOT
from infrastructure import build


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    try:
        checks.check_tools()
    except Trouble as trouble:
        pytest.skip(f"{trouble.message}: {trouble.next_step}")
    target = tmp_path_factory.mktemp("package")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    run = subprocess.run(
        [str(checks.osls()), "package", "--stage", "prod", "--package", str(target)],
        cwd=ROOT,
        env=environment | {"NODE_OPTIONS": "--no-warnings"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return target


@pytest.fixture(scope="module")
def template(folder) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "cloudformation-template-update-stack.json").read_text())
    return found


def of_kind(template: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {key: r["Properties"] for key, r in template["Resources"].items() if r["Type"] == kind}


def test_cloudformation_would_accept_it(folder):
    run = subprocess.run(
        [
            *(str(Path(sys.executable).with_name("cfn-lint")), "--config-file", str(ROOT / ".cfnlintrc")),
            str(folder / "cloudformation-template-update-stack.json"),
        ],
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout


def test_every_function_runs_on_arm_with_its_own_role_and_the_layers(template):
    functions = of_kind(template, "AWS::Lambda::Function")
    assert len(functions) == len(list((ROOT / "infrastructure" / "handlers").glob("*.yml")))
    roles = [function["Role"]["Fn::GetAtt"][0] for function in functions.values()]
    assert len(set(roles)) == len(functions)
    for function in functions.values():
        assert function["Architectures"] == ["arm64"]
        assert function["Runtime"] == "python3.13"
        salesforce = function["FunctionName"].endswith("sync_salesforce")
        layers = [{"Ref": "RequirementsLambdaLayer"}, {"Ref": "SalesforceLambdaLayer"}]
        assert function["Layers"] == layers[: 2 if salesforce else 1]
        assert "ReservedConcurrentExecutions" not in function, "only a laptop is that small"


def test_nobody_in_the_whole_template_may_invoke_a_lambda_but_aws(template):
    allowed = of_kind(template, "AWS::Lambda::Permission").values()
    assert {p["Principal"] for p in allowed} == {"apigateway.amazonaws.com", "lexv2.amazonaws.com"}
    for kind in ("AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):
        assert "lambda:" not in json.dumps(of_kind(template, kind)).lower()


def test_every_function_has_a_log_group_that_forgets(template):
    groups = of_kind(template, "AWS::Logs::LogGroup").values()
    named = {group["LogGroupName"] for group in groups if group["RetentionInDays"]}
    functions = of_kind(template, "AWS::Lambda::Function").values()
    assert {f"/aws/lambda/{function['FunctionName']}" for function in functions} <= named


def test_nothing_of_the_laptop_is_in_it(template):
    text = json.dumps(template)
    assert "127.0.0.1" not in text
    assert "sandbox" not in text
    assert "CLOCK_OFFSET" not in text


def test_what_is_uploaded_is_within_its_limits(folder):
    assert build.CODE_ZIP.stat().st_size <= build.CODE_LIMIT
    for name in ("requirements", "salesforce"):
        assert (build.LAYERS / f"{name}.zip").stat().st_size <= build.LAYER_LIMIT


def test_layers_hold_arm_libraries_for_the_lambda_runtime(folder):
    for name in ("requirements", "salesforce"):
        with zipfile.ZipFile(build.LAYERS / f"{name}.zip") as layer:
            names = layer.namelist()
            assert all(entry.startswith("python/") for entry in names)
            assert not any("x86_64" in entry or entry.startswith("python/boto") for entry in names)
            native = [entry for entry in names if entry.endswith(".so")]
            assert native
            # ELF's machine field, two bytes at 18: 0xB7 is AArch64.
            assert {layer.read(entry)[18] for entry in native} == {0xB7}


def test_the_salesforce_layer_repeats_nothing(folder):
    def held(name: str) -> set[str]:
        with zipfile.ZipFile(build.LAYERS / f"{name}.zip") as layer:
            return set(layer.namelist())

    assert held("requirements").isdisjoint(held("salesforce"))
