"""schema.org as JSON-LD: an act is `Legislation`, an advisory a `CreativeWork` by a `GovernmentOrganization`. Pure."""

from __future__ import annotations

import json
from typing import Any

from actions.exports.exported import DIRECTORY, LICENCE_URL, Exported

_FORCE = {"in_force": "InForce", "suspended": "PartiallyInForce"}
_TYPES = {
    "procurement_ban": "procurement ban",
    "shutdown_order": "order",
    "removal_order": "order",
    "market_restriction": "regulation",
    "sanctions_listing": "listing",
}


def as_json(row: Exported) -> dict[str, Any]:
    """The record as schema.org has it; what is not known is left out."""
    record = row.record
    authorities = [{"@type": "GovernmentOrganization", "name": authority.name} for authority in record.authorities]
    place = {"@type": "AdministrativeArea", "name": row.place, "identifier": record.jurisdiction}
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@id": row.url,
        "url": row.url,
        "name": record.title,
        "description": record.summary or record.scope,
        "license": LICENCE_URL,
        "version": row.revision,
        "dateModified": row.recorded_at.isoformat(),
        "about": [{"@type": "Organization", "name": name} for name in _vendors(row)],
        "citation": [
            {"@type": "CreativeWork", "url": one.url, "name": one.title, "publisher": one.publisher}
            for one in record.citations
        ],
        "isPartOf": {"@type": "Dataset", "name": DIRECTORY},
    }
    if record.kind == "advisory":
        told |= {"@type": "CreativeWork", "publisher": authorities, "datePublished": record.announced.text}
        told["spatialCoverage"] = place
    else:
        told |= {
            "@type": "Legislation",
            "legislationType": _TYPES[record.kind],
            "legislationJurisdiction": place,
            "legislationPassedBy": authorities,
            "legislationIdentifier": record.instrument,
            "legislationDate": record.adopted.text or record.announced.text,
            "legislationLegalForce": f"https://schema.org/{_FORCE.get(record.stage, 'NotInForce')}",
        }
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def script(row: Exported) -> str:
    """The same for a page's data block: nothing in it can end the block."""
    text = json.dumps(as_json(row), ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _vendors(row: Exported) -> list[str]:
    return list(dict.fromkeys(target.vendor_name or target.name for target in row.record.targets))
