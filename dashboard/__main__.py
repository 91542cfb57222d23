"""``python -m dashboard``: run the dashboard from any folder. Further arguments are Streamlit's."""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    # Streamlit runs app.py as a script, with that script's folder first on the path and not the project's.
    paths = [str(HERE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-m", "streamlit", "run", str(HERE / "app.py"), *sys.argv[1:]]
    os.execve(sys.executable, command, environment)  # noqa: S606  # no shell, and our own interpreter


if __name__ == "__main__":
    main()
