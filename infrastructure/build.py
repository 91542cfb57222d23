"""Build what the Lambdas run: `.build/code.zip` and, for AWS, the requirement layers.

Usage: ``python infrastructure/build.py [code] [layers]`` (both when nothing is named). Prints each zip with
its size. The same input gives the same bytes, so an unchanged tree is not deployed again.

The layers hold Linux arm64 wheels for Python 3.13 whatever machine builds them; boto3 is left out because the
Lambda runtime brings it (https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html).
Only the standard library is used here: the plugin may run this with any Python 3.11 or later that has pip.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build"
CODE_ZIP = BUILD / "code.zip"
LAYERS = BUILD / "layers"

#: The folders that Lambdas import. Tests, docs, the command, the dashboard and the sandbox stay at home.
CODE = (
    "adapters",
    "api",
    "events",
    "handlers",
    "inbox",
    "outreach",
    "replies",
    "runtime",
    "scoring",
    "scrapers",
    "sending",
    "store",
    "templates",
)
#: Written for people and tests; nothing reads them at run time.
NOT_CODE = ("events/examples", "events/schemas", "replies/model/sentences")

CODE_LIMIT = 2 * 1024 * 1024
LAYER_LIMIT = 12 * 1024 * 1024

#: In the Lambda runtime already.
PROVIDED = frozenset({"boto3", "botocore", "s3transfer"})
#: Imported by sync_salesforce alone; with what it pulls in (zeep, lxml, cryptography) it has its own layer.
SALESFORCE = frozenset({"simple-salesforce"})

PLATFORM = (
    *("--platform", "manylinux_2_28_aarch64", "--platform", "manylinux_2_17_aarch64"),
    *("--platform", "manylinux2014_aarch64"),
    *("--python-version", "3.13", "--implementation", "cp", "--only-binary=:all:"),
)
#: Weight that no Lambda needs: bytecode for another machine, tests, and phonenumbers' names of places,
#: carriers and zones (two thirds of that package; only parsing and validity are used), and the translated
#: names of holidays, of which only the dates are used.
PRUNED = re.compile(
    r"(^|/)(__pycache__|tests?|testing)/"
    r"|\.(pyc|pyi|c|pyx|pxd|h)$"
    r"|^bin/"
    r"|^phonenumbers/(geodata|carrierdata|tzdata)/"
    r"|^holidays/locale/"
    r"|\.dist-info/(RECORD|INSTALLER|REQUESTED|direct_url\.json|sboms/.*)$"
)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_VERSION = "4"  # of this recipe: part of the layers' cache key


def requirement_name(line: str) -> str:
    """The distribution that a requirements line names, normalised (PEP 503); empty for a comment."""
    found = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line.split("#")[0].strip())
    return re.sub(r"[-_.]+", "-", found.group()).lower() if found else ""


def split_requirements(text: str) -> tuple[list[str], list[str]]:
    """(lines for the common layer, lines for sync_salesforce's own), without what the runtime provides."""
    lines = [line.split("#")[0].strip() for line in text.splitlines() if requirement_name(line)]
    wanted = [line for line in lines if requirement_name(line) not in PROVIDED]
    common = [line for line in wanted if requirement_name(line) not in SALESFORCE]
    own = [line for line in wanted if requirement_name(line) in SALESFORCE]
    return common, own


def write_zip(target: Path, files: Iterable[tuple[str, Path]]) -> int:
    """Write (name in the zip, file) pairs in name order with a fixed date; return the size in bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".part")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, path in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if path.suffix == ".so" else 0o644) << 16
            archive.writestr(entry, path.read_bytes())
    fresh.replace(target)
    return target.stat().st_size


def code_files(root: Path = ROOT) -> Iterator[tuple[str, Path]]:
    """Every file of the code folders, as (name in the zip, path)."""
    for folder in CODE:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if not path.is_file() or path.suffix == ".pyc" or "__pycache__" in path.parts:
                continue
            if not name.startswith(tuple(f"{skipped}/" for skipped in NOT_CODE)):
                yield name, path


def build_code(quiet: bool = False) -> Path:
    """Build the code zip; refuse one above the limit."""
    size = write_zip(CODE_ZIP, code_files())
    _report(CODE_ZIP, size, CODE_LIMIT, quiet)
    return CODE_ZIP


def build_layers() -> None:
    """Build both layers, unless zips made from these very requirements are there."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    common, own = split_requirements(text)
    key = hashlib.sha256(repr((_VERSION, common, own, PLATFORM, PRUNED.pattern)).encode()).hexdigest()
    requirements, salesforce = LAYERS / "requirements.zip", LAYERS / "salesforce.zip"
    stamp = LAYERS / "built-from"
    fresh = stamp.exists() and stamp.read_text() == key and requirements.exists() and salesforce.exists()
    if not fresh:
        stamp.unlink(missing_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            base, whole = Path(scratch, "base"), Path(scratch, "whole")
            _install(common, base)
            _install(common + own, whole)
            taken = {name for name, _ in _layer_files(base)}
            write_zip(requirements, ((f"python/{name}", path) for name, path in _layer_files(base)))
            only = ((name, path) for name, path in _layer_files(whole) if name not in taken)
            write_zip(salesforce, ((f"python/{name}", path) for name, path in only))
        stamp.write_text(key)
    _report(requirements, requirements.stat().st_size, LAYER_LIMIT)
    _report(salesforce, salesforce.stat().st_size, LAYER_LIMIT)


def _install(requirements: list[str], target: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--target", str(target)]
    run = subprocess.run([*command, *PLATFORM, *requirements], capture_output=True, text=True)  # noqa: S603
    if run.returncode:
        raise SystemExit(f"pip could not collect arm64 wheels: {run.stderr.strip()}")
    for name in PROVIDED:  # some package may ask for them again
        for path in [*target.glob(name), *target.glob(f"{name}-*.dist-info")]:
            shutil.rmtree(path)


def _layer_files(root: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not PRUNED.search(name):
            yield name, path


def _report(path: Path, size: int, limit: int, quiet: bool = False) -> None:
    line = f"{path.relative_to(ROOT)}: {size / 1024 / 1024:.2f} MB (limit {limit // 1024 // 1024} MB)"
    if size > limit:
        raise SystemExit(f"{line}: too large. Leave out what no Lambda imports (infrastructure/build.py).")
    if not quiet:
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["code", "layers"]
    unknown = [word for word in wanted if word not in ("code", "layers")]
    if unknown:
        raise SystemExit(f"Unknown: {', '.join(unknown)}. Say `code`, `layers` or nothing for both.")
    if "code" in wanted:
        build_code()
    if "layers" in wanted:
        build_layers()
