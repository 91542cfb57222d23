"""The org's records, kept in SQLite so that they outlive a restart, with the rules that guard every save."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sandbox.clock import WorldClock
from sandbox.salesforce.errors import ApiError
from sandbox.salesforce.schema import KINDS, Kind, check_fields, check_required, has_field, kind_of, record_id
from sandbox.salesforce.soql import Query

Record = dict[str, Any]


class Org:
    """Records by object and id. Saves are atomic; one writer at a time."""

    def __init__(self, folder: Path, clock: WorldClock) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._clock = clock
        self._lock = threading.RLock()
        self._depth = 0
        self._db = sqlite3.connect(folder / "salesforce.db", check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS records "
            "(number INTEGER PRIMARY KEY, id TEXT UNIQUE, kind TEXT, json TEXT)"
        )
        self._records: dict[str, dict[str, Record]] = {name: {} for name in KINDS}
        for record_key, kind, text in self._db.execute("SELECT id, kind, json FROM records ORDER BY number"):
            self._records[kind][record_key] = json.loads(text)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All saves of the block, or none of them. Blocks may stand in each other."""
        with self._lock:
            before = {kind: dict(records) for kind, records in self._records.items()}
            self._depth += 1
            name = f"block{self._depth}"
            self._db.execute(f"SAVEPOINT {name}")
            try:
                yield
            except BaseException:
                self._db.execute(f"ROLLBACK TO {name}")
                self._records = before
                raise
            finally:
                self._db.execute(f"RELEASE {name}")
                self._depth -= 1

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._db.close()

    def clear(self) -> None:
        """Delete all records."""
        with self._lock:
            self._db.execute("DELETE FROM records")
            self._records = {name: {} for name in KINDS}

    def count(self, kind: str) -> int:
        """How many records an object has."""
        with self._lock:
            return len(self._records[kind])

    def all(self, kind: str) -> list[Record]:
        """Copies of an object's records, oldest first."""
        with self._lock:
            return [dict(record) for record in self._records[kind].values()]

    def get(self, kind: Kind, record_key: str) -> Record:
        """One record; raises NOT_FOUND."""
        with self._lock:
            for known, record in self._records[kind.name].items():
                if known == record_key or (len(record_key) == 15 and known.startswith(record_key)):
                    return dict(record)
        raise ApiError("NOT_FOUND", "The requested resource does not exist", 404)

    def find_external(self, kind: Kind, field: str, value: str) -> Record | None:
        """The record whose external id field holds a value (compared without case, as Salesforce does)."""
        if field not in kind.external_ids:
            if has_field(kind, field):
                message = f"Field name provided, {field}, does not match an External ID for {kind.name}"
                raise ApiError("INVALID_FIELD", message, 400)
            raise ApiError(
                "NOT_FOUND", f"Provided external ID field does not exist or is not accessible: {field}", 404
            )
        with self._lock:
            for record in self._records[kind.name].values():
                if str(record.get(field) or "").lower() == value.lower():
                    return dict(record)
        return None

    def create(self, kind: Kind, fields: Record, allow_duplicates: bool = False) -> str:
        """Insert a record; returns its id."""
        check_fields(kind, fields)
        check_required(kind, fields)
        with self._lock:
            self._check_references(fields)
            self._check_unique(kind, fields, None)
            if not allow_duplicates:
                self._check_duplicates(kind, fields, None)
            number = int(self._db.execute("SELECT COALESCE(MAX(number), 0) + 1 FROM records").fetchone()[0])
            now = self._now()
            new_id = record_id(kind.prefix, number)
            record = {k: v for k, v in fields.items() if k != "attributes"}
            record |= {
                "Id": new_id,
                "CreatedDate": now,
                "LastModifiedDate": now,
                "SystemModstamp": now,
                "IsDeleted": False,
            }
            if kind.name == "Lead":
                record.setdefault("Status", "Open - Not Contacted")
                record["IsConverted"] = False
            if kind.name == "Task":
                record.setdefault("Status", "Not Started")
                record.setdefault("Priority", "Normal")
            self._name(kind, record)
            self._db.execute(
                "INSERT INTO records (number, id, kind, json) VALUES (?, ?, ?, ?)",
                (number, new_id, kind.name, json.dumps(record)),
            )
            self._records[kind.name][new_id] = record
            return new_id

    def update(self, kind: Kind, record_key: str, fields: Record, allow_duplicates: bool = False) -> None:
        """Change fields of a record."""
        check_fields(kind, fields)
        with self._lock:
            record = self.get(kind, record_key)
            changed = record | {k: v for k, v in fields.items() if k != "attributes"}
            check_required(kind, changed)
            self._check_references(fields)
            self._check_unique(kind, fields, record["Id"])
            if (
                not allow_duplicates
                and "Email" in fields
                and _lower(fields["Email"]) != _lower(record.get("Email"))
            ):
                self._check_duplicates(kind, changed, record["Id"])
            changed["LastModifiedDate"] = changed["SystemModstamp"] = self._now()
            self._name(kind, changed)
            self._db.execute("UPDATE records SET json = ? WHERE id = ?", (json.dumps(changed), record["Id"]))
            self._records[kind.name][record["Id"]] = changed

    def query(self, query: Query) -> list[Record]:
        """The records of a query, whole; raises INVALID_FIELD or INVALID_TYPE."""
        try:
            kind = kind_of(query.object)
        except ApiError as error:
            message = f"sObject type '{query.object}' is not supported."
            raise ApiError("INVALID_TYPE", message) from error
        for field in (*query.fields, *query.used_fields):
            if not has_field(kind, field):
                message = f"No such column '{field}' on entity '{kind.name}'."
                raise ApiError("INVALID_FIELD", message)
        found = [record for record in self.all(kind.name) if query.condition(record)]
        for field, descending in reversed(query.order):
            found.sort(
                key=lambda record: (record.get(field) is not None, str(record.get(field))), reverse=descending
            )
        found = found[query.offset :]
        return found if query.limit is None else found[: query.limit]

    def _now(self) -> str:
        return self._clock.now().strftime("%Y-%m-%dT%H:%M:%S.000+0000")

    @staticmethod
    def _name(kind: Kind, record: Record) -> None:
        if kind.name in ("Lead", "Contact"):
            record["Name"] = " ".join(
                part for part in (record.get("FirstName"), record.get("LastName")) if part
            )

    def _check_references(self, fields: Record) -> None:
        for name, kinds in {"WhoId": ("Lead", "Contact"), "AccountId": ("Account",)}.items():
            wanted = fields.get(name)
            if wanted and not any(
                str(known).startswith(str(wanted)[:15]) for kind in kinds for known in self._records[kind]
            ):
                message = f"{name}: invalid cross reference id"
                raise ApiError("INVALID_CROSS_REFERENCE_KEY", message, 400, (name,))

    def _check_unique(self, kind: Kind, fields: Record, own_id: str | None) -> None:
        for field in kind.external_ids:
            if not fields.get(field):
                continue
            holder = self.find_external(kind, field, str(fields[field]))
            if holder is not None and holder["Id"] != own_id:
                message = f"duplicate value found: {field} duplicates value on record with id: {holder['Id']}"
                raise ApiError("DUPLICATE_VALUE", message, 400, (field,))

    def _check_duplicates(self, kind: Kind, fields: Record, own_id: str | None) -> None:
        """The standard duplicate rule: no second Lead or Contact with an e-mail address that is already
        known."""
        address = _lower(fields.get("Email"))
        if kind.name not in ("Lead", "Contact") or not address:
            return
        for other in ("Lead", "Contact"):
            for record in self._records[other].values():
                if _lower(record.get("Email")) == address and record["Id"] != own_id:
                    raise ApiError(
                        "DUPLICATES_DETECTED",
                        "Use one of these records?",
                        400,
                        duplicateResult=_duplicate_result(kind.name, other, str(record["Id"])),
                    )


def _duplicate_result(kind: str, matched: str, record_key: str) -> dict[str, Any]:
    attributes = {"type": matched, "url": f"/services/data/v59.0/sobjects/{matched}/{record_key}"}
    return {
        "allowSave": True,
        "duplicateRule": f"Standard_{kind}_Duplicate_Rule",
        "duplicateRuleEntityType": kind,
        "errorMessage": "Use one of these records?",
        "matchResults": [
            {
                "entityType": matched,
                "errors": [],
                "matchEngine": "FuzzyMatchEngine",
                "matchRecords": [
                    {
                        "additionalInformation": [],
                        "fieldDiffs": [],
                        "matchConfidence": 100.0,
                        "record": {"attributes": attributes, "Id": record_key},
                    }
                ],
                "rule": f"Standard_{matched}_Match_Rule_v1_1",
                "size": 1,
                "success": True,
            }
        ],
    }


def _lower(value: Any) -> str:
    return str(value or "").strip().lower()
