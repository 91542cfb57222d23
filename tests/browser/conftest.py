"""The dashboard in Chromium against the fake API. Skipped, with the reason, where a part is not installed."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser.fake_api import KEY, FakeApi, serving

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
DEADLINE = 40.0  # seconds; a cold Streamlit on a busy machine


def missing() -> str | None:
    """What keeps these tests from running."""
    for module in ("streamlit", "selenium"):
        if importlib.util.find_spec(module) is None:
            return f"{module} is not installed here: see dashboard/README.md"
    if not CHROMIUM or not DRIVER:
        return "Chromium or chromedriver is not installed: see dashboard/README.md"
    return None


def until(check: Callable[[], Any], what: str, deadline: float = DEADLINE) -> Any:
    """Poll until something true comes back."""
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        found = check()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {deadline:.0f} s")


@pytest.fixture(scope="session")
def api() -> Iterator[FakeApi]:
    reason = missing()
    if reason:
        pytest.skip(reason)
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def dashboard(api: FakeApi, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard started as `make dashboard` starts it, but from another folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("dashboard")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "BECKON_API_URL": api.url, "BECKON_API_KEY": KEY}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "--server.port", str(port)],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{port}"

    def ready() -> bool:
        assert process.poll() is None, (folder / "log").read_text(encoding="utf-8")
        try:
            return httpx.get(f"{url}/_stcore/health", trust_env=False).is_success
        except httpx.TransportError:
            return False

    try:
        until(ready, "the dashboard answers")
        yield url
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def chromium(api: FakeApi) -> Iterator[Any]:
    """One browser for all tests; it never looks for a newer driver."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in ("--headless", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1440,1600"):
        options.add_argument(argument)
    browser = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield browser
    finally:
        browser.quit()
