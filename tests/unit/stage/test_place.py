"""Folders and ports of stages."""

import json
import stat

import pytest

from cli.stage.place import keep_ports, place, read_json, write_json


def test_two_stages_share_neither_folder_nor_port(tmp_path):
    local, test = place("local", root=tmp_path), place("test", root=tmp_path)
    assert local.folder != test.folder
    ports = [local.emulator_port, local.sandbox_port, test.emulator_port, test.sandbox_port]
    assert len(set(ports)) == 4
    assert (local.emulator_port, local.sandbox_port) == (4566, 4600)


def test_ports_once_chosen_are_kept(tmp_path):
    keep_ports(place("local", 15000, tmp_path))
    again = place("local", root=tmp_path)
    assert (again.emulator_port, again.sandbox_port) == (15000, 15001)


def test_a_stage_of_another_name_gets_ports_of_its_own_and_keeps_them(tmp_path):
    first = place("test-x", root=tmp_path)
    keep_ports(first)
    assert place("test-x", root=tmp_path) == first


def test_addresses_use_the_number_of_this_machine(tmp_path):
    """Of `localhost` an SDK makes `bucket.localhost`, which does not resolve."""
    here = place("local", root=tmp_path)
    assert here.endpoint == "http://127.0.0.1:4566"
    assert here.sandbox == "http://127.0.0.1:4600"


def test_forgetting_the_state_keeps_keys_and_ports(tmp_path):
    here = place("local", 15000, tmp_path)
    keep_ports(here)
    for path in (here.emulator_state / "dynamodb.json", here.sandbox_state / "books.jsonl", here.deployment):
        write_json(path, {})
    write_json(here.folder / "secrets" / "keys.json", {"token": "t"}, private=True)
    here.forget_state()
    left = {path.relative_to(here.folder).as_posix() for path in here.folder.rglob("*") if path.is_file()}
    assert left == {"ports.json", "secrets/keys.json"}


def test_secrets_are_for_their_owner_only(tmp_path):
    write_json(tmp_path / "keys.json", {"a": 1}, private=True)
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "{", "[1]", "null"])
def test_a_file_that_a_kill_cut_off_counts_as_absent(tmp_path, text):
    (tmp_path / "x.json").write_text(text)
    assert read_json(tmp_path / "x.json") == {}


def test_a_file_is_replaced_as_a_whole(tmp_path):
    write_json(tmp_path / "x.json", {"a": 1})
    write_json(tmp_path / "x.json", {"b": 2})
    assert json.loads((tmp_path / "x.json").read_text()) == {"b": 2}
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]
