"""``docs/campaign-file.md`` names every key that the reader of campaign files asks for."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_ASKED = re.compile(
    r"\.(?:text|texts|number|optional_number|flag|one_of|matching|clock|duration|zone|section|sections|points|raw)"
    r'\(\s*"([a-z_]+)"'
)
KEYS = sorted(
    {
        key
        for module in (ROOT / "outreach" / "campaign_file").glob("*.py")
        for key in _ASKED.findall(module.read_text(encoding="utf-8"))
    }
)


def test_there_are_keys_to_look_for():
    assert {"id", "steps", "sender_per_day", "growth", "assessed_on"} <= set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_the_reference_names_the_key(key):
    page = (ROOT / "docs" / "campaign-file.md").read_text(encoding="utf-8")
    assert re.search(rf"[`. {{(]{key}[`:,. )}}]", page), f"{key} is in no row of docs/campaign-file.md"
