import json
from pathlib import Path

import pytest

from dashboard.settings import Settings, SettingsError, checked, load


def write(state: Path, stage: str, url: str, key: str | None = None) -> None:
    """What `beckon up` keeps of a stage, as far as it matters here."""
    folder = state / stage / "secrets"
    folder.mkdir(parents=True)
    outputs = {"stage": stage, "endpoint": "http://127.0.0.1:4566", "outputs": {"PublicUrl": url}}
    (state / stage / "outputs.json").write_text(json.dumps(outputs), encoding="utf-8")
    if key:
        keys = json.dumps({"token": "token-key", "pepper": "pepper", "api": key})
        (folder / "keys.json").write_text(keys, encoding="utf-8")


def test_the_environment_says_where_the_api_is(tmp_path):
    found = load({"BECKON_API_URL": "https://api.example/", "BECKON_API_KEY": "k"}, tmp_path)
    assert found == Settings("https://api.example", "BECKON_API_URL", "local", "k")


def test_a_local_stage_says_it_in_what_is_kept_of_it(tmp_path):
    write(tmp_path, "local", "http://127.0.0.1:4566/_aws/execute-api/abc", "k")
    found = load({}, tmp_path)
    assert (found.url, found.key) == ("http://127.0.0.1:4566/_aws/execute-api/abc", "k")
    assert found.origin == ".beckon/local/outputs.json"


def test_another_stage_is_read_when_it_is_named(tmp_path):
    write(tmp_path, "test", "http://abc.execute-api.localhost:4580")
    assert load({"BECKON_STAGE": "test"}, tmp_path).url == "http://abc.execute-api.localhost:4580"


def test_without_a_key_it_is_left_open(tmp_path):
    write(tmp_path, "local", "http://127.0.0.1:4566")
    assert load({}, tmp_path).key is None


def test_the_key_of_a_stage_is_not_sent_to_an_address_that_somebody_else_gave(tmp_path):
    write(tmp_path, "local", "http://127.0.0.1:4566", "local-key")
    assert load({"BECKON_API_URL": "https://api.example"}, tmp_path).key is None


def test_a_key_never_shows_in_a_representation():
    assert "secret" not in repr(Settings("https://api.example", "BECKON_API_URL", "local", "secret"))


def test_no_address_is_an_error_with_the_next_thing_to_do(tmp_path):
    with pytest.raises(SettingsError, match="beckon up"):
        load({}, tmp_path)


@pytest.mark.parametrize("content", ["{", "[1]", ""])
def test_damaged_outputs_are_said_to_be_so(tmp_path, content):
    (tmp_path / "local").mkdir()
    (tmp_path / "local" / "outputs.json").write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"outputs\.json"):
        load({}, tmp_path)


@pytest.mark.parametrize("url", ["http://api.example", "http://10.0.0.5:4566", "http://localhost.example"])
def test_a_key_does_not_leave_this_machine_readable(url):
    with pytest.raises(SettingsError, match="https"):
        checked(url)


@pytest.mark.parametrize(
    "url",
    [
        "api.example",
        "ftp://api.example",
        "https://",
        "https://user:word@api.example",
        "https://api.example/?a=1",
        "https://api.example:port",
    ],
)
def test_what_is_no_plain_address_is_refused(url):
    with pytest.raises(SettingsError):
        checked(url)


@pytest.mark.parametrize(
    "host", ["127.0.0.1:4566", "localhost", "[::1]:80", "abc.execute-api.localhost:4566"]
)
def test_this_machine_may_be_asked_in_plain_http(host):
    assert checked(f"http://{host}/") == f"http://{host}"
