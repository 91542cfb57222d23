"""The files that versions of campaigns were made from."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from cli.connection import Connection

if TYPE_CHECKING:
    from outreach.campaign import Campaign

_WIDE = 4096  # characters a line may have before the YAML writer breaks it


def of_version(connection: Connection, campaign_id: str, version: int) -> str | None:
    """The file of a version; None where it was saved without one."""
    from store import keys

    item = connection.table.get(keys.campaign_text(campaign_id, version))
    return str(item["text"]) if item else None


def unpack(connection: Connection, campaign: Campaign, text: str, folder: Path) -> None:
    """Put a saved campaign's lists and own templates into a folder, under the names that its file gives them.

    Its file, or a changed one, can then be read there as it was where it was written.
    """
    from outreach.campaign import CsvSource

    for source in campaign.sources:
        if isinstance(source, CsvSource):
            _put(folder / source.file, connection.mail.get(source.key))
    for file, copy in _templates(campaign, text):
        _put(folder / file, copy.encode())


def _templates(campaign: Campaign, text: str) -> Iterator[tuple[str, str]]:
    """The templates that stand in files of their own, with the files' names."""
    from ruamel.yaml import YAML

    document = YAML(typ="safe").load(text)
    wording = campaign.wording
    places = [(document, wording.templates)]
    for one in wording.translations:
        places.append((document["translations"][one.language], one.templates))
    for section, templates in places:
        for name, copy in templates:
            entry = section["templates"][name]
            if isinstance(entry, dict):
                yield str(entry["file"]), copy


def _put(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


def renamed(text: str, new_id: str, name: str) -> str:
    """A file with another id and name; comments and order stay."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = _WIDE
    document = yaml.load(text)
    document["id"], document["name"] = new_id, name
    out = StringIO()
    yaml.dump(document, out)
    return out.getvalue()
