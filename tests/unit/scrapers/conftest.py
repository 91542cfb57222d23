"""A table on moto, and the web, the search and the bucket played by fakes."""

from __future__ import annotations

import pytest

from store.table import Table
from tests.unit.scrapers.stage import Stage
from tests.unit.store.conftest import table  # noqa: F401 -- the same table as the store's tests


@pytest.fixture
def stage(table: Table) -> Stage:  # noqa: F811
    return Stage(table)
