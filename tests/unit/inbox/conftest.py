"""A stage with one mail that went out, on a table."""

import pytest

from tests.unit.inbox.stage import Stage
from tests.unit.store.conftest import table  # noqa: F401


@pytest.fixture
def stage(table) -> Stage:  # noqa: F811
    return Stage(table)
