"""The AWS emulator (ministack), run so that it enforces IAM and keeps its state between runs."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from cli.stage import processes
from cli.stage.place import ACCESS_KEY, ACCOUNT, EMULATOR, REGION, SECRET_KEY, Place

#: Of the user's environment, what a process needs to find its programs and speak its language. The rest
#: stays out: a PYTHONPATH to the checkout would let Lambdas import what was never packaged.
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SYSTEMROOT")


def clean_environment() -> dict[str, str]:
    """The little of this process's environment that the stage's processes get."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ}


def credentials() -> dict[str, str]:
    """The emulator's root keys, as environment variables."""
    return {
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
    }


def start(place: Place, clock_offset: int) -> processes.Running:
    """Start the emulator with what it saved last time.

    The Lambdas inherit its environment: here, and not in the template, stands what is different on a laptop.
    """
    forget_stream_positions(place.emulator_state)
    shutil.rmtree(place.scratch, ignore_errors=True)
    place.scratch.mkdir(parents=True)
    place.emulator_state.mkdir(parents=True, exist_ok=True)
    environment = {
        **clean_environment(),
        **credentials(),
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(place.emulator_port),
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "MINISTACK_REGION": REGION,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(place.emulator_state),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(place.emulator_state / "s3"),
        "TMPDIR": str(place.scratch),
        "LAMBDA_EXECUTOR": "local",
        "LAMBDA_WARM_TTL_SECONDS": "60",
        # Not ours to touch: the emulator would look for its own containers among the user's.
        "DOCKER_HOST": f"unix://{place.scratch}/no-docker.sock",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        # From here on for the Lambdas. Services that the emulator lacks or does not imitate closely enough:
        "AWS_ENDPOINT_URL_SESV2": f"{place.sandbox}/ses",
        "AWS_ENDPOINT_URL_CONNECT": f"{place.sandbox}/connect",
        "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": f"{place.sandbox}/bedrock",
        "BECKON_CLOCK_OFFSET_SECONDS": str(clock_offset),
        "NO_PROXY": "127.0.0.1,localhost",
    }
    command = [sys.executable, "-m", "ministack"]
    return processes.start(place, EMULATOR, command, environment, place.emulator_state)


def is_ready(place: Place) -> bool:
    """Whether it answers."""
    import httpx

    try:
        with httpx.Client(trust_env=False) as client:
            return client.get(f"{place.endpoint}/_ministack/ready", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def forget_stream_positions(state: Path) -> None:
    """Let stream readers begin at the beginning of what is left.

    ministack 1.5 saves how far each reader of a table's stream was, but not the stream's records. After a
    restart the stream is empty and counts from zero, and a reader would pass over as many new records as it
    had read before.
    """
    path = state / "lambda.json"
    if not path.exists():
        return
    saved = json.loads(path.read_text(encoding="utf-8"))
    positions = saved["payload"].get("dynamodb_stream_positions")
    if isinstance(positions, dict) and positions.get("data"):
        positions["data"] = {}
        path.write_text(json.dumps(saved), encoding="utf-8")
