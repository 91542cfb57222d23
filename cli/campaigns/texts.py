"""The files that versions of campaigns were made from."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

from cli.campaigns.saving import refused
from cli.connection import Connection

if TYPE_CHECKING:
    from outreach.campaign import Campaign

_WIDE = 4096  # characters a line may have before the YAML writer breaks it


def of_version(connection: Connection, campaign_id: str, version: int) -> str | None:
    """The file of a version; None where it was saved without one."""
    from store import keys

    item = connection.table.get(keys.campaign_text(campaign_id, version))
    return str(item["text"]) if item else None


def renamed(
    connection: Connection, campaign: Campaign, new_id: str, name: str
) -> tuple[str | None, Campaign]:
    """A campaign under another id and name, with its file where there is one. Raises ``Trouble``."""
    from outreach.campaign_file import CampaignInvalid, parse

    text = of_version(connection, campaign.id, campaign.version)
    if text is None:
        return None, replace(campaign, id=new_id, name=name, version=1)
    changed = _with(text, new_id, name)
    try:
        return changed, parse(changed)
    except CampaignInvalid as error:
        raise refused("the copy", error, "choose another id") from error


def _with(text: str, new_id: str, name: str) -> str:
    """The file with another id and name; comments and order stay."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = _WIDE
    document = yaml.load(text)
    document["id"], document["name"] = new_id, name
    out = StringIO()
    yaml.dump(document, out)
    return out.getvalue()
