"""Who may import whom: the rules of ``.importlinter``, which the design states."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
NO_RULE = {"tests", "bench", "dashboard", "infrastructure"}
FOLDERS = {path.parent.name for path in ROOT.glob("*/__init__.py")} - NO_RULE


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_every_folder_keeps_its_import_rules():
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_the_rules_speak_of_every_folder():
    text = (ROOT / ".importlinter").read_text()
    packages = text.split("root_packages =", 1)[1].split("[", 1)[0].split()
    assert set(packages) == FOLDERS


def test_a_forbidden_import_is_seen(tmp_path):
    for folder in FOLDERS:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").touch()
    (tmp_path / "events" / "leak.py").write_text("import outreach\n")
    (tmp_path / ".importlinter").write_text((ROOT / ".importlinter").read_text())
    done = lint(tmp_path)
    assert done.returncode != 0
    assert "events.leak -> outreach" in done.stdout
