from tests.unit.scrapers.conftest import stage, table  # noqa: F401 -- the finding path's world
