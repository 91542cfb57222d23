from tests.unit.store.conftest import table  # noqa: F401  (the same table, for the tests of the CRM)
