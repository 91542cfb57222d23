"""A stage with one mail that went out, on a table in memory: the suite stores some thousand messages."""

import pytest

from store.table import Table
from tests.dynamo.memory import MemoryTable
from tests.unit.inbox.stage import Stage

NAME = "beckon-unit"


@pytest.fixture
def stage() -> Stage:
    return Stage(Table(MemoryTable(NAME), NAME))
