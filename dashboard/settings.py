"""Where the API is, and the key to it.

The environment says it (``BECKON_API_URL``, ``BECKON_API_KEY``); what it leaves open is taken from what
``beckon up`` keeps of a local stage: ``outputs.json`` and ``secrets/keys.json`` in ``.beckon/<stage>``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

STATE = Path(__file__).resolve().parent.parent / ".beckon"


class SettingsError(Exception):
    """The API can't be reached as things are set. The text says what to do."""


@dataclass(frozen=True)
class Settings:
    """``url``: the API's address without a final slash. ``origin``: where it was read, for people."""

    url: str
    origin: str
    stage: str
    key: str | None = field(default=None, repr=False)  # never in a traceback or a log

    def with_key(self, key: str) -> Settings:
        return Settings(self.url, self.origin, self.stage, key)


def load(environment: Mapping[str, str], state: Path = STATE) -> Settings:
    """Find the API. ``key`` is ``None`` where nobody said it: the page then asks for it.

    Raises ``SettingsError`` when no address is known or it is not one.
    """
    stage = environment.get("BECKON_STAGE") or "local"
    said = environment.get("BECKON_API_URL", "").strip()
    # An address of one's own is never sent the key of another stage.
    url = said or _address(_kept(state / stage / "outputs.json"))
    if not url:
        raise SettingsError(
            f"I don't know where the API of stage “{stage}” is. "
            "Start the stage with “beckon up”, or set BECKON_API_URL and BECKON_API_KEY."
        )
    key: object = environment.get("BECKON_API_KEY", "").strip()
    if not key and not said:
        key = _kept(state / stage / "secrets" / "keys.json").get("api")
    return Settings(
        url=checked(url),
        origin="BECKON_API_URL" if said else f".beckon/{stage}/outputs.json",
        stage=stage,
        key=key if isinstance(key, str) and key else None,
    )


def checked(url: str) -> str:
    """The address, tidied. Refuses what is no HTTP address, and plain HTTP beyond this machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise SettingsError(f"The API's address can't be read: {error}.") from error
    if parts.scheme not in ("http", "https") or not host:
        raise SettingsError(f"The API's address must begin with https:// and name a host, not “{url}”.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise SettingsError("The API's address must be plain: no user, no query, no fragment.")
    if parts.scheme == "http" and not is_loopback(host):
        raise SettingsError(
            f"The API's address is plain HTTP to {host}: the key and people's data would be readable on "
            "the way. Use https."
        )
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine. Names under ``.localhost`` are, by RFC 6761, section 6.3."""
    return host in ("localhost", "127.0.0.1", "::1") or host.endswith(".localhost")


def _kept(path: Path) -> dict[str, Any]:
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        what = f"{path} can't be read ({type(error).__name__}); “beckon up” writes it."
        raise SettingsError(what) from error
    if not isinstance(written, dict):
        raise SettingsError(f"{path} is not what “beckon up” writes; start the stage again.")
    return written


def _address(written: Mapping[str, Any]) -> str | None:
    """The output of the stage's stack that says where its API is."""
    outputs = written.get("outputs")
    url = outputs.get("PublicUrl") if isinstance(outputs, dict) else None
    return url if isinstance(url, str) and url else None
