"""FollowTheMoney entities as JSON Lines, for sanctions and research tools. Pure.

Checked against followthemoney 4.11: a vendor is a `Company`, an authority a `PublicBody`, an
action one `Sanction` a vendor, a source an `Article` named by `proof`. Country codes of that
model know no subdivisions but a few: the whole ISO 3166-2 code stands in `recordId` and `program`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from actions.exports.exported import Exported

MEDIA_TYPE = "application/jsonl; charset=utf-8"
PREFIX = "bantracker"
TOPICS = {
    "procurement_ban": ["debarment"],
    "shutdown_order": ["reg.action"],
    "removal_order": ["reg.action"],
    "market_restriction": ["reg.action"],
    "sanctions_listing": ["sanction"],
    "advisory": ["reg.warn"],
}
_KEPT_SUBDIVISIONS = {"GB-SCT": "gb-sct", "GB-WLS": "gb-wls", "GB-NIR": "gb-nir"}
"""Subdivisions that FollowTheMoney has a code for."""

Entity = dict[str, Any]


def write(rows: Iterable[Exported]) -> Iterator[str]:
    """Each entity once, vendors and authorities before the first action that names them."""
    told: set[str] = set()
    for row in rows:
        for entity in entities(row):
            if entity["id"] not in told:
                told.add(entity["id"])
                yield json.dumps(entity, ensure_ascii=False, separators=(",", ":")) + "\n"


def entities(row: Exported) -> list[Entity]:
    """All entities that one action gives rise to."""
    record = row.record
    topics = TOPICS[record.kind]
    vendors = {
        target.vendor: entity(f"{PREFIX}-vendor-{target.vendor}", "Company", name=[target.vendor_name], topics=topics)
        for target in record.targets
        if target.vendor
    }
    bodies = [
        entity(f"{PREFIX}-authority-{authority.slug}", "PublicBody", name=[authority.name], country=[country_of(row)])
        for authority in record.authorities
    ]
    articles = [_article(citation.url, citation.title, citation.publisher) for citation in record.citations]
    proof = [article["id"] for article in articles]
    sanctions = [_sanction(row, company, proof) for company in vendors.values()]
    return [*vendors.values(), *bodies, *articles, *sanctions]


def _sanction(row: Exported, company: Entity, proof: list[str]) -> Entity:
    record = row.record
    return entity(
        f"{PREFIX}-{record.slug}-{company['id'].removeprefix(f'{PREFIX}-vendor-')}",
        "Sanction",
        entity=[company["id"]],
        authority=[authority.name for authority in record.authorities],
        country=[country_of(row)],
        program=[f"{record.jurisdiction}: {record.instrument}" if record.instrument else record.jurisdiction],
        provisions=[record.kind, *record.forbids],
        status=[record.stage],
        reason=[record.reasons],
        summary=[record.title],
        listingDate=[record.announced.text],
        startDate=[record.effective.text or (record.adopted.text if record.stage == "in_force" else None)],
        endDate=[record.ended.text],
        sourceUrl=[row.url],
        recordId=[f"{record.jurisdiction}/{record.slug}"],
        modifiedAt=[row.recorded_at.date().isoformat()],
        proof=proof,
    )


def _article(url: str, title: str, publisher: str) -> Entity:
    key = sha256(url.encode()).hexdigest()[:24]
    return entity(f"{PREFIX}-page-{key}", "Article", title=[title], publisher=[publisher], sourceUrl=[url])


def entity(key: str, schema: str, **properties: Sequence[str | None]) -> Entity:
    """An entity without its empty properties."""
    kept = {name: [value for value in values if value] for name, values in properties.items()}
    return {"id": key, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def country_of(row: Exported) -> str:
    """The country as FollowTheMoney writes it: `ca` for CA-QC, `gb-sct` for GB-SCT."""
    code = row.record.jurisdiction
    return _KEPT_SUBDIVISIONS.get(code, code.partition("-")[0].lower())
