"""A Salesforce org in memory: the records, the four questions that are asked of it, and its refusals."""

from __future__ import annotations

from typing import Any

from adapters.salesforce import SalesforceBusy, SalesforceConflict, Upserted
from handlers import sync_salesforce


class MemoryOrg:
    """``records`` by id; each has ``type``. ``refusals``: (verb, type) → the exception it answers with."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, Any]] = {}
        self.refusals: dict[tuple[str, str], Exception] = {}
        self.writes: list[tuple[str, str, dict[str, Any]]] = []

    def add(self, kind: str, **fields: Any) -> str:
        identity = f"{kind[:3]}{len(self.records):012d}"
        self.records[identity] = {"Id": identity, "type": kind, "IsConverted": False, **fields}
        return identity

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [record for record in self.records.values() if record["type"] == kind]

    def refuse(self, verb: str, kind: str, why: str) -> None:
        busy = why.isupper()
        self.refusals[(verb, kind)] = SalesforceBusy(why) if busy else SalesforceConflict(why)

    def find(self, soql: str, **values: object) -> list[dict[str, Any]]:
        self._maybe_refuse("find", "")
        return {
            sync_salesforce._FIND_CONTACT: lambda: self._where("Contact", Email=values.get("email")),
            sync_salesforce._FIND_LEAD: lambda: self._where(
                "Lead", Email=values.get("email"), IsConverted=False
            ),
            sync_salesforce._FIND_OWN: lambda: self._where("Lead", Beckon_Lead_Id__c=values.get("lead_id")),
            sync_salesforce._FIND_TASKS: lambda: [
                task for task in self._where("Task", WhoId=values.get("who_id")) if task.get("Beckon_Id__c")
            ],
        }[soql]()

    def upsert(self, kind: str, key: str, value: str, fields: dict[str, Any]) -> Upserted:
        self._maybe_refuse("upsert", kind)
        self.writes.append(("upsert", kind, dict(fields)))
        for record in self._where(kind, **{key: value}):
            self.records[record["Id"]] |= fields
            return Upserted(record["Id"], False)
        return Upserted(self.add(kind, **{key: value}, **fields), True)

    def update(self, kind: str, salesforce_id: str, fields: dict[str, Any]) -> None:
        self._maybe_refuse("update", kind)
        self.writes.append(("update", kind, dict(fields)))
        assert self.records[salesforce_id]["type"] == kind
        self.records[salesforce_id] |= fields

    def _where(self, kind: str, **wanted: Any) -> list[dict[str, Any]]:
        return [r for r in self.of(kind) if all(r.get(name) == value for name, value in wanted.items())]

    def _maybe_refuse(self, verb: str, kind: str) -> None:
        if (verb, kind) in self.refusals:
            raise self.refusals[(verb, kind)]
