"""The emulator's environment and its saved state."""

import json

from cli.stage.emulator import clean_environment, forget_stream_positions


def test_nothing_of_the_users_environment_leaks_into_lambdas(monkeypatch):
    for name in ("PYTHONPATH", "AWS_PROFILE", "AWS_SESSION_TOKEN", "HTTPS_PROXY", "BECKON_TABLE"):
        monkeypatch.setenv(name, "x")
    assert "x" not in clean_environment().values()
    assert "PATH" in clean_environment()


def test_stream_readers_begin_anew_after_a_restart(tmp_path):
    """The emulator saves their positions, but not the records that these count."""
    saved = {
        "__ministack_format__": 2,
        "payload": {
            "functions": {"data": {"f": 1}},
            "dynamodb_stream_positions": {"__account_region_scoped__": True, "data": {"a": 31}},
        },
    }
    path = tmp_path / "lambda.json"
    path.write_text(json.dumps(saved))
    forget_stream_positions(tmp_path)
    after = json.loads(path.read_text())
    assert after["payload"]["dynamodb_stream_positions"] == {"__account_region_scoped__": True, "data": {}}
    assert after["payload"]["functions"] == saved["payload"]["functions"]


def test_a_stage_that_never_ran_has_nothing_to_forget(tmp_path):
    forget_stream_positions(tmp_path)
    assert list(tmp_path.iterdir()) == []
