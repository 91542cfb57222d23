"""Saved pages of a folder, served as further companies under their own names.

Layout: `labels.csv` (columns file, domain, url, page_type) beside the pages. The home page of a host is its
page of type `home`, otherwise any of its pages; the other pages answer at the path of their URL. Bytes go
out as they were saved.
"""

import csv
import logging
import re
from pathlib import Path
from urllib.parse import urlsplit

from sandbox.web import Response

log = logging.getLogger("sandbox.saved")

CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)


class SavedSites:
    """Hosts made of saved pages; empty when there is no folder."""

    def __init__(self, folder: Path | None) -> None:
        self._pages: dict[str, dict[str, Path]] = {}
        if folder is None:
            return
        labels = folder / "labels.csv"
        if not labels.is_file():
            raise FileNotFoundError(
                f"{labels} is missing: --sites wants a folder with labels.csv and its pages"
            )
        with labels.open(newline="", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                self._add(folder, row)

    def _add(self, folder: Path, row: dict[str, str]) -> None:
        file = folder / row["file"]
        if not file.resolve().is_relative_to(folder.resolve()) or not file.is_file():
            log.warning("labels.csv names %s, which is not there", row["file"])
            return
        host = row["domain"].lower().removeprefix("www.")
        site = self._pages.setdefault(host, {})
        path = urlsplit(row["url"]).path or "/"
        site[path.rstrip("/") or "/"] = file
        if row["page_type"] == "home":
            site["/"] = file
        else:
            site.setdefault("/", file)

    @property
    def domains(self) -> list[str]:
        """The hosts, in the order of labels.csv."""
        return list(self._pages)

    def get(self, host: str, path: str, query: str = "") -> Response | None:
        """A page, a 404 for an unknown path of a known host, or None for an unknown host."""
        site = self._pages.get(host.removeprefix("www."))
        if site is None:
            return None
        file = site.get(path.rstrip("/") or "/")
        if file is None:
            return Response(404, b"Not found\n")
        body = file.read_bytes()
        declared = CHARSET.search(body[:4096])
        charset = declared.group(1).decode("ascii") if declared else "utf-8"
        return Response(200, body, (), f"text/html; charset={charset}")
