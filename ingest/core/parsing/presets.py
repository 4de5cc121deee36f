"""Configs of interfaces whose shape is known, so that a source needs only its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Preset:
    """A ready config. `told_by` are paths that together occur in no other interface that we know."""

    kind: Literal["html_listing", "json_api"]
    about: str
    config: Mapping[str, Any]
    told_by: tuple[str, ...] = ()


PRESETS: Mapping[str, Preset] = {
    "federal_register": Preset(
        "json_api",
        "Documents of the US Federal Register (federalregister.gov/api/v1/documents.json).",
        {
            "items": "results",
            "id": "document_number",
            "title": "title",
            "link": ["html_url", "https://www.federalregister.gov/d/{document_number}"],
            "date": "publication_date",
            "summary": ["abstract", "excerpts"],
            "author": {"path": "agencies.*.name", "join": ", "},
            "category": "type",
            "language": {"text": "en"},
            "total": "count",
            "next": "next_page_url",
        },
        ("results.0.document_number", "count"),
    ),
    "federal_register_inspection": Preset(
        "json_api",
        "The Federal Register's public inspection desk: documents some days before they are published.",
        {
            "items": "results",
            "id": "document_number",
            "title": ["title", "{toc_subject} {toc_doc}"],
            "link": ["html_url", "pdf_url"],
            "date": ["filed_at", "publication_date"],
            "summary": ["editorial_note", "{agency_names.*} {toc_subject} {toc_doc}"],
            "author": {"path": "agencies.*.name", "join": ", "},
            "category": "type",
            "language": {"text": "en"},
            "total": "count",
            "next": "next_page_url",
            "may_be_empty": True,
        },
        ("results.0.filing_type",),
    ),
    "gov_uk_search": Preset(
        "json_api",
        "The search of GOV.UK (www.gov.uk/api/search.json).",
        {
            "items": "results",
            "id": ["_id", "link"],
            "title": "title",
            "link": "link",
            "date": "public_timestamp",
            "summary": "description",
            "author": {"path": "organisations.*.title", "join": ", "},
            "category": ["display_type", "format"],
            "language": {"text": "en"},
            "base": "https://www.gov.uk",
            "total": "total",
            "page": {"parameter": "start", "from": 0, "step": "items", "last": 20},
            "may_be_empty": True,
        },
        ("results", "total", "start", "suggested_queries"),
    ),
    "gov_uk_collection": Preset(
        "json_api",
        "A collection of GOV.UK (www.gov.uk/api/content/government/collections/…).",
        {
            "items": "links.documents",
            "id": "base_path",
            "title": "title",
            "link": ["web_url", "base_path"],
            "date": "public_updated_at",
            "summary": "description",
            "category": "document_type",
            "base": "https://www.gov.uk",
        },
        ("links.documents", "base_path", "schema_name"),
    ),
    "canada_news": Preset(
        "json_api",
        "News of the Government of Canada (api.io.canada.ca/io-server/gc/news/…).",
        {
            "items": "feed.entry",
            "id": ["id", "link"],
            "title": "title",
            "link": ["link", "link.href", "link.0.href"],
            "date": ["publishedDate", "published", "updated"],
            "summary": ["teaser", "summary"],
            "author": ["author.name", "author"],
            "base": "https://www.canada.ca",
            "may_be_empty": True,
        },
        ("feed.entry",),
    ),
    "wordpress": Preset(
        "json_api",
        "Posts of a WordPress site (/wp-json/wp/v2/posts).",
        {
            "items": "",
            "id": ["guid.rendered", "id"],
            "title": "title.rendered",
            "link": "link",
            "date": ["date_gmt", "date"],
            "updated": "modified_gmt",
            "summary": ["content.rendered", "excerpt.rendered"],
            "page": "page",
            "may_be_empty": True,
        },
        ("0.title.rendered", "0.link"),
    ),
    "congress_bills": Preset(
        "json_api",
        "Bills of the US Congress (api.congress.gov/v3/bill; needs a key).",
        {
            "items": "bills",
            "id": "{congress}-{type}-{number}",
            "title": "{type} {number}: {title}",
            "link": "url",
            "date": ["latestAction.actionDate", "updateDate"],
            "updated": "updateDate",
            "summary": "latestAction.text",
            "language": {"text": "en"},
            "total": "pagination.count",
            "next": "pagination.next",
        },
        ("bills.0.latestAction", "bills.0.congress"),
    ),
    "legiscan_search": Preset(
        "json_api",
        "Bills of US states (api.legiscan.com, getSearch; needs a key).",
        {
            "items": "searchresult.*",
            "id": "bill_id",
            "title": "{state} {bill_number}: {title}",
            "link": ["url", "text_url"],
            "date": "last_action_date",
            "summary": "last_action",
            "language": {"text": "en"},
            "total": "searchresult.summary.count",
            "may_be_empty": True,
        },
        ("searchresult.summary",),
    ),
    "uk_bills": Preset(
        "json_api",
        "Bills before the UK Parliament (bills-api.parliament.uk/api/v1/Bills).",
        {
            "items": "items",
            "id": "billId",
            "title": "shortTitle",
            "link": "https://bills.parliament.uk/bills/{billId}",
            "date": "lastUpdate",
            "summary": ["longTitle", "{currentHouse}: {currentStage.description}"],
            "language": {"text": "en"},
            "total": "totalResults",
            "page": {"parameter": "Skip", "from": 0, "step": "items", "last": 20},
        },
        ("items.0.billId", "totalResults"),
    ),
    "gdelt_articles": Preset(
        "json_api",
        "World press found by GDELT (api.gdeltproject.org, mode=artlist).",
        {
            "items": "articles",
            "id": "url",
            "title": "title",
            "link": "url",
            "date": "seendate",
            "author": "domain",
            "may_be_empty": True,
        },
        ("articles.0.seendate",),
    ),
    "ecfr_versions": Preset(
        "json_api",
        "Changes to a part of the US Code of Federal Regulations (ecfr.gov/api/versioner/v1/versions/…).",
        {
            "items": "content_versions",
            "id": "{identifier}@{amendment_date}",
            "title": "{name} (amended {amendment_date})",
            "link": "https://www.ecfr.gov/on/{amendment_date}/title-{title}/part-{part}",
            "date": ["issue_date", "amendment_date"],
            "summary": "{type} {identifier}: {name}",
            "language": {"text": "en"},
        },
        ("content_versions.0.amendment_date",),
    ),
    "screening_list": Preset(
        "json_api",
        "The US Consolidated Screening List (api.trade.gov/static/consolidated_screening_list/…).",
        {
            "items": "results",
            "id": "id",
            "title": "{name} ({source})",
            "link": ["source_information_url", "source_list_url"],
            "date": "start_date",
            "summary": ["{programs.*} {federal_register_notice} {license_requirement} {remarks}", "source"],
            "author": "source",
            "language": {"text": "en"},
            "total": "total",
        },
        ("results.0.source_list_url", "results.0.name"),
    ),
    "sejm_prints": Preset(
        "json_api",
        "Prints of the Polish Sejm (api.sejm.gov.pl/sejm/term…/prints).",
        {
            "items": "",
            "id": "{term}-{number}",
            "title": "{number}: {title}",
            "link": "https://www.sejm.gov.pl/Sejm{term}.nsf/druk.xsp?nr={number}",
            "date": ["documentDate", "deliveryDate"],
            "updated": "changeDate",
            "summary": "title",
            "language": {"text": "pl"},
        },
        ("0.number", "0.documentDate", "0.processPrint"),
    ),
    "ckan": Preset(
        "json_api",
        "Datasets of an open data catalogue (CKAN, /api/3/action/package_search).",
        {
            "items": "result.results",
            "id": "id",
            "title": "title",
            "link": ["url", "name"],
            "date": ["metadata_created", "metadata_modified"],
            "updated": "metadata_modified",
            "summary": "notes",
            "author": "organization.title",
            "total": "result.count",
            "page": {"parameter": "start", "from": 0, "step": "items", "last": 20},
        },
        ("result.results.0.metadata_modified",),
    ),
}
"""Each preset's keys may be set anew by the source that names it."""
