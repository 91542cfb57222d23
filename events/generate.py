"""Write what follows from the models: JSON Schemas and ``docs/events.md``.

Run as ``python -m events.generate``.

Tests compare the files with what this module would write: a stale one fails.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from events.base import EventData, Meta
from events.catalogue import SCHEMAS, catalogue, meaning

DOCUMENT = Path(__file__).parent.parent / "docs" / "events.md"

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema(model: type[EventData]) -> dict[str, Any]:
    """The JSON Schema of an event's whole ``detail``, envelope included."""
    parts = {"meta": Meta.model_json_schema(), "data": model.model_json_schema()}
    return {
        "$schema": _DRAFT,
        "title": model.detail_type(),
        "description": meaning(model),
        "type": "object",
        "properties": parts,
        "required": list(parts),
    }


def files() -> dict[Path, str]:
    """Every generated file and its text."""
    models = catalogue()
    schemas = {
        SCHEMAS / f"{name}.json": json.dumps(schema(model), indent=2, sort_keys=True) + "\n"
        for name, model in models.items()
    }
    return schemas | {DOCUMENT: _document(models)}


def _document(models: dict[str, type[EventData]]) -> str:
    lines = [
        "# Events",
        "",
        "Generated from `events/` by `make docs`; edit the models, not this page.",
        "",
        "Every event travels in EventBridge's `detail` as `{meta, data}`; `detail-type` is its name with its",
        "version. Data are ids, enums and numbers: nothing personal is on the bus. Within a version only",
        "optional fields are added.",
        "",
        "```mermaid",
        *_picture(models),
        "```",
        "",
        "| event | meaning | said by | acted on by | data |",
        "|---|---|---|---|---|",
    ]
    for name, model in models.items():
        fields = ", ".join(
            f"`{field}`" + ("" if info.is_required() else "?") for field, info in model.model_fields.items()
        )
        said = ", ".join(model.PRODUCERS) or "–"
        acted = ", ".join(model.CONSUMERS) or "–"
        lines.append(f"| `{name}` | {meaning(model)} | {said} | {acted} | {fields} |")
    return "\n".join(lines) + "\n"


def _picture(models: dict[str, type[EventData]]) -> list[str]:
    """Producer → consumer, one arrow a pair, labelled with the events on it."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for model in models.values():
        for producer in model.PRODUCERS:
            for consumer in model.CONSUMERS:
                arrows.setdefault((producer, consumer), []).append(model.TYPE)
    return [
        "flowchart LR",
        *(f"    {a} -->|{'<br/>'.join(sorted(types))}| {b}" for (a, b), types in sorted(arrows.items())),
    ]


def stale() -> list[Path]:
    """The generated files that differ from what they should be, or that should not exist."""
    wanted = files()
    differing = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    return differing + [path for path in SCHEMAS.glob("*.json") if path not in wanted]


def main() -> None:
    for path in stale():
        wanted = files().get(path)
        if wanted is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted)
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
