"""What goes into the packages."""

import zipfile

import pytest

from infrastructure import build


def test_the_runtime_brings_boto3_and_only_sync_salesforce_gets_salesforce():
    text = """
    # comment
    Pydantic==2.14.3  # why
    boto3==1.43.106
    simple_salesforce==1.12.10
    dnspython==2.9.2
    """
    common, own = build.split_requirements(text)
    assert common == ["Pydantic==2.14.3", "dnspython==2.9.2"]
    assert own == ["simple_salesforce==1.12.10"]


def test_the_projects_own_requirements_are_split():
    common, own = build.split_requirements((build.ROOT / "requirements.txt").read_text(encoding="utf-8"))
    assert [build.requirement_name(line) for line in own] == ["simple-salesforce"]
    assert all("==" in line for line in common), "a layer must be the same tomorrow: pin"


@pytest.mark.parametrize(
    "name",
    [
        "phonenumbers/geodata/data1.py",
        "phonenumbers/carrierdata/data0.py",
        "phonenumbers/tzdata/data0.py",
        "pydantic/__pycache__/main.cpython-313.pyc",
        "yaml/tests/test_a.py",
        "bin/httpx",
        "lxml/etree.pyx",
    ],
)
def test_weight_is_left_out(name):
    assert build.PRUNED.search(name)


@pytest.mark.parametrize(
    "name",
    [
        "phonenumbers/data/region_DE.py",
        "jinja2/tests.py",
        "pydantic_core/_pydantic_core.cpython-313-aarch64-linux-gnu.so",
        "pydantic-2.14.3.dist-info/METADATA",
        "cryptography/hazmat/bindings/_rust.abi3.so",
    ],
)
def test_what_is_imported_stays(name):
    assert not build.PRUNED.search(name)


def test_code_is_what_lambdas_import_and_nothing_else(tmp_path):
    for name in (
        "handlers/send_email.py",
        "handlers/__pycache__/send_email.cpython-311.pyc",
        "templates/calls/script.json",
        "events/examples/lead.scored.v1.json",
        "events/lead_scored.py",
        "tests/test_it.py",
        "cli/main.py",
        "sandbox/ses.py",
        "node_modules/x.py",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    names = [name for name, _ in build.code_files(tmp_path)]
    assert names == ["events/lead_scored.py", "handlers/send_email.py", "templates/calls/script.json"]


def test_the_same_files_make_the_same_bytes(tmp_path):
    (tmp_path / "a.py").write_text("a")
    (tmp_path / "b.so").write_text("b")
    files = [("b.so", tmp_path / "b.so"), ("a.py", tmp_path / "a.py")]
    build.write_zip(tmp_path / "one.zip", files)
    (tmp_path / "a.py").touch()
    build.write_zip(tmp_path / "two.zip", reversed(files))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == ["a.py", "b.so"]
        assert archive.getinfo("b.so").external_attr >> 16 == 0o755


def test_a_package_above_its_limit_is_refused(tmp_path, monkeypatch):
    big = tmp_path / "big.zip"
    monkeypatch.setattr(build, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match="too large"):
        build._report(big, build.CODE_LIMIT + 1, build.CODE_LIMIT)
