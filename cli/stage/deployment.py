"""Put `serverless.yml` on the emulator with the tool that puts it on AWS, unless nothing has changed."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cli.errors import Trouble
from cli.stage.checks import osls
from cli.stage.emulator import clean_environment, credentials
from cli.stage.place import ACCESS_KEY, REGION, ROOT, SECRET_KEY, Place, read_json, write_json
from infrastructure.build import build_code


def client(place: Place, service: str) -> Any:
    """A boto3 client of the stage with the emulator's root keys."""
    import boto3
    from botocore.config import Config

    return boto3.client(
        service,
        region_name=REGION,
        endpoint_url=place.endpoint,
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
        config=Config(
            connect_timeout=5, read_timeout=60, retries={"max_attempts": 3}, s3={"addressing_style": "path"}
        ),
    )


def parameters(place: Place) -> dict[str, str]:
    """What the template can't know: where this stage is."""
    return {
        "deploymentBucket": place.deployment_bucket,
        "searchUrl": f"{place.sandbox}/search",
        "googleUrl": f"{place.sandbox}/google",
        "commonCrawlUrl": f"{place.sandbox}/common-crawl",
        "certificatesUrl": f"{place.sandbox}/certificates",
        "fetchProxy": place.sandbox,
        # The path form needs neither DNS nor a Host header; the template adds the API's id.
        "apiBase": f"{place.endpoint}/_aws/execute-api",
    }


def fingerprint(place: Place) -> str:
    """Everything that a deployment depends on, as one hash."""
    known = hashlib.sha256()
    known.update(repr((sorted(parameters(place).items()), version("ministack"))).encode())
    for path in (build_code(quiet=True), *_templates()):
        known.update(f"{path.relative_to(ROOT)}\0".encode())
        known.update(path.read_bytes())
    return known.hexdigest()


def _templates() -> Iterator[Path]:
    yield ROOT / "serverless.yml"
    yield ROOT / "package-lock.json"
    for path in sorted((ROOT / "infrastructure").rglob("*")):
        if path.suffix in (".yml", ".js", ".json"):
            yield path


def deploy(place: Place) -> bool:
    """Deploy unless this very tree is deployed already. Returns whether anything was done."""
    wanted = fingerprint(place)
    if read_json(place.deployment).get("fingerprint") == wanted and _stack(place) is not None:
        return False
    place.deployment.unlink(missing_ok=True)
    _run_osls(place)
    stack = _stack(place)
    if stack is None:
        raise Trouble(f"stage {place.stage} was not deployed", f"see {place.log('deploy')}")
    _reserve_concurrency(place)
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    write_json(place.deployment, {"fingerprint": wanted, "outputs": outputs})
    return True


def outputs(place: Place) -> dict[str, str]:
    """The stack's outputs, as they were recorded."""
    recorded: dict[str, str] = read_json(place.deployment)["outputs"]
    return recorded


def _run_osls(place: Place) -> None:
    s3 = client(place, "s3")
    if place.deployment_bucket not in {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}:
        s3.create_bucket(Bucket=place.deployment_bucket)
    command = [str(osls()), "deploy", "--stage", place.stage, "--verbose"]
    for name, value in parameters(place).items():
        command += ["--param", f"{name}={value}"]
    environment = {
        **clean_environment(),
        **credentials(),
        "AWS_ENDPOINT_URL": place.endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": "127.0.0.1,localhost",
        # osls looks every five seconds whether CloudFormation is done; the emulator needs one.
        "SLS_AWS_MONITORING_FREQUENCY": "200",
        "SLS_SCHEMA_CACHE_BASE_DIR": str(place.folder.parent / "cache"),
        "NODE_OPTIONS": "--no-warnings",
        "NO_COLOR": "1",
    }
    log = place.log("deploy")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as output:
        run = subprocess.run(  # noqa: S603
            command, stdout=output, stderr=subprocess.STDOUT, cwd=ROOT, env=environment, timeout=600
        )
    if run.returncode:
        raise Trouble(
            f"stage {place.stage} could not be deployed: {_error(log)}", f"the details are in {log}"
        )


def _reserve_concurrency(place: Place) -> None:
    """Apply the template's reserved concurrency, which ministack 1.5 passes over.

    Twenty processes of one function would not fit, and on two cores they only wait for one another.
    """
    template = client(place, "cloudformation").get_template(StackName=f"beckon-{place.stage}")["TemplateBody"]
    functions = client(place, "lambda")
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        if "ReservedConcurrentExecutions" in properties:
            functions.put_function_concurrency(
                FunctionName=properties["FunctionName"],
                ReservedConcurrentExecutions=properties["ReservedConcurrentExecutions"],
            )


def _error(log: Path) -> str:
    """What osls said after the word Error, on one line."""
    text = log.read_text(encoding="utf-8", errors="replace")
    return " ".join(text.rpartition("Error:\n")[2].split())[:500]


def _stack(place: Place) -> dict[str, Any] | None:
    from botocore.exceptions import ClientError

    try:
        stack = client(place, "cloudformation").describe_stacks(StackName=f"beckon-{place.stage}")["Stacks"][
            0
        ]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":  # CloudFormation's "does not exist"
            return None
        raise
    return stack if stack["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE") else None


def set_reading(place: Place, enabled: bool) -> None:
    """Let the Lambdas read their queues, or not."""
    functions = client(place, "lambda")
    for page in functions.get_paginator("list_event_source_mappings").paginate():
        for mapping in page["EventSourceMappings"]:
            if ":sqs:" in mapping["EventSourceArn"] and (mapping["State"] == "Enabled") != enabled:
                functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=enabled)
