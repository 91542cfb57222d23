"""The table that the loop runs on, on moto with quick transactions."""

import pytest

from tests.pipeline.quick_moto import make_quick
from tests.unit.store.conftest import table  # noqa: F401


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    make_quick(monkeypatch)


@pytest.fixture(autouse=True)
def _on_a_table(table) -> None:  # noqa: F811
    """Every test of this folder runs on a fresh table."""
