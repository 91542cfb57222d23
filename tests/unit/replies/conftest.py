from tests.unit.store.conftest import table  # noqa: F401  (the same table, for the handler's tests)
