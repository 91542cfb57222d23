"""The stage's secrets: its own random keys, and the keys to the services that the sandbox plays."""

from __future__ import annotations

import json
import secrets as randomness
from pathlib import Path
from typing import Any

from cli.errors import Trouble
from cli.stage.deployment import client
from cli.stage.outside import ready_file
from cli.stage.place import Place, read_json, write_json

KEYS = ("token", "pepper", "api")
# What the sandbox's search services know.
SEARCH_KEYS = {
    "brave": "sandbox-brave-key",
    "google_key": "sandbox-google-key",
    "google_cx": "sandbox-google-engine",
}


def provide(place: Place) -> None:
    """Put the secrets into the stage's Secrets Manager, where they are not there as they should be."""
    manager = client(place, "secretsmanager")
    for name, value in (
        ("keys", _keys(place)),
        ("salesforce", _salesforce(place)),
        ("search", SEARCH_KEYS),
    ):
        secret, wanted = f"beckon/{place.stage}/{name}", json.dumps(value)
        if _current(manager, secret) != wanted:
            manager.put_secret_value(SecretId=secret, SecretString=wanted)


def _current(manager: Any, secret: str) -> str | None:
    try:
        value: str | None = manager.get_secret_value(SecretId=secret).get("SecretString")
    except manager.exceptions.ResourceNotFoundException:  # made by the template, still without a value
        return None
    return value


def _keys(place: Place) -> dict[str, str]:
    """Made once: signed links and hashed addresses must mean the same tomorrow."""
    path = place.folder / "secrets" / "keys.json"
    keys = read_json(path)
    if set(keys) != set(KEYS):
        keys = {name: randomness.token_hex(32) for name in KEYS}
        write_json(path, keys, private=True)
    return keys


def _salesforce(place: Place) -> dict[str, str]:
    """The connected app of the sandbox's Salesforce org, which wrote its own key."""
    app = read_json(ready_file(place)).get("salesforce")
    if not app:
        raise Trouble("the sandbox's Salesforce org gave no key", f"see {place.log('sandbox')}")
    return {
        "consumer_key": app["consumer_key"],
        "username": app["username"],
        "private_key": Path(app["private_key_file"]).read_text(encoding="utf-8"),
        "login_url": app["login_url"],
    }
