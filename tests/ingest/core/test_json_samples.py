"""JSON answers of many shapes, of which nobody has said where the list is and what its values are."""

import json
from datetime import UTC, datetime

import pytest

from ingest.core.parsing import parse_document
from ingest.core.suggesting import suggest_config
from tests.ingest.core.conftest import NOW

HOST = "https://api.court.example"
URL = f"{HOST}/v2/list"
CASES = ("Lumen Grid v. Utility Board", "State v. Okafor", "In re Marsh Wind Farm", "Pell v. Harbor Trust")
DAYS = ("2026-02-11", "2026-02-10", "2026-02-03", "2026-01-27")


def each(make):
    return [make(number, case, day) for number, (case, day) in enumerate(zip(CASES, DAYS, strict=True), start=1)]


def month_first(day):
    return f"{day[5:7]}/{day[8:]}/{day[:4]}"


def epoch(day):
    return int(datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp())


ANSWERS = {
    "a list under a name": {
        "status": "ok",
        "opinions": each(lambda n, c, d: {"id": n, "caseName": c, "dateFiled": d, "downloadUrl": f"/o/{n}.pdf"}),
    },
    "a list alone": each(
        lambda n, c, d: {
            "caseTitle": c,
            "filingDate": f"{d}T00:00:00.0000000Z",
            "documentLink": f"/o/{n}.pdf",
            "docketNumber": f"{n}10-26",
        }
    ),
    "deep inside": {
        "d": {
            "__type": "x",
            "payload": {
                "meta": [1, 2],
                "rows": each(lambda n, c, d: {"Title": c, "PublishedOn": d, "Url": f"/o/{n}.pdf", "Author": "Clerk"}),
            },
        }
    },
    "years of months of documents": {
        "years": [
            {
                "year": 2026,
                "months": [
                    {
                        "month": m,
                        "documents": [{"name": c, "file": {"path": f"/o/{n}.pdf"}, "issued": d} for n, c, d in group],
                    }
                    for m, group in (
                        ("February", [(1, CASES[0], DAYS[0]), (2, CASES[1], DAYS[1])]),
                        ("January", [(3, CASES[2], DAYS[2]), (4, CASES[3], DAYS[3])]),
                    )
                ],
            }
        ]
    },
    "attributes beside a map": {
        "features": each(
            lambda n, c, d: {
                "attributes": {
                    "TITLE": c,
                    "ADOPT_DATE": epoch(d) * 1000,
                    "EDIT_DATE": 1772000000000 + n,
                    "DOC": f"/o/{n}.pdf",
                }
            }
        )
    },
    "rows with an address in a list of its own": {
        "meta": {"view": {"name": "Opinions"}},
        "data": each(lambda n, c, d: [f"row-{n}", 0, 1700000000, c, f"{d}T00:00:00", [f"{HOST}/o/{n}.pdf", None]]),
    },
    "a page in an answer": {
        "success": True,
        "data": {
            "html": "<div>"
            + "".join(each(lambda n, c, d: f"<article><h4><a href='/o/{n}.pdf'>{c}</a></h4><time>{d}</time></article>"))
            + "</div>",
        },
    },
    "an object of objects": {
        "results": {
            f"op-{n}": {"title": c, "date": d, "href": f"/o/{n}.pdf"}
            for n, (c, d) in enumerate(zip(CASES, DAYS, strict=True), 1)
        }
    },
    "lists by year": {
        "2026-02": each(lambda n, c, d: {"name": c, "decided": d, "pdf": f"/o/{n}.pdf"})[:3],
        "2026-01": each(lambda n, c, d: {"name": c, "decided": d, "pdf": f"/o/{n}.pdf"})[3:],
    },
    "lists inside of months": {
        "months": [
            {
                "month": "February",
                "decisions": each(lambda n, c, d: {"caption": c, "released": d, "file": f"/o/{n}.pdf"})[:3],
            },
            {
                "month": "January",
                "decisions": each(lambda n, c, d: {"caption": c, "released": d, "file": f"/o/{n}.pdf"})[3:],
            },
        ]
    },
    "rows of cells with markup": {
        "draw": 1,
        "recordsTotal": 4,
        "aaData": each(
            lambda n, c, d: [
                f"{n}-2026",
                f"<a href='/o/{n}.pdf' class='x'>{c}</a>",
                month_first(d),
                "Kent County, Delaware",
            ]
        ),
    },
    "attributes beside an id": {
        "data": each(
            lambda n, c, d: {
                "type": "node--opinion",
                "id": f"{n}b1c9a52-6f0e-4d1f-9a77-0d2f6f6a9b1{n}",
                "attributes": {"title": c, "field_date": d, "path": {"alias": f"/o/{n}.pdf"}},
            }
        ),
        "jsonapi": {"version": "1.0"},
    },
    "hits of a search": {
        "took": 3,
        "hits": {
            "total": {"value": 4},
            "hits": each(
                lambda n, c, d: {
                    "_id": f"x{n}",
                    "_score": 1.0,
                    "_source": {"headline": c, "publicationDate": d, "link": f"/o/{n}.pdf"},
                }
            ),
        },
    },
    "two sides of a case": each(
        lambda n, c, d: {
            "appellant": c.split(" v. ")[0],
            "appellee": c.split(" v. ")[-1],
            "doc_id": n,
            "date_issued": d,
            "pdf_link": f"/o/{n}.pdf",
        }
    ),
    "seconds and a picture": {
        "items": each(
            lambda n, c, d: {
                "image": {"url": f"/i/{n}.jpg"},
                "label": c,
                "ts": epoch(d),
                "page": {"url": f"/o/{n}.pdf"},
            }
        )
    },
    "JSON in a text": {
        "d": json.dumps(
            each(lambda n, c, d: {"CaseName": c, "DecisionDate": f"/Date({epoch(d)}000)/", "FileUrl": f"/o/{n}.pdf"})
        )
    },
    "records between others": {
        "facets": [{"name": "status", "count": 3}, {"name": "type", "count": 9}],
        "docs": each(
            lambda n, c, d: {
                "uuid": f"k{n}",
                "status": "Final",
                "subject": c,
                "issued": {"date": d},
                "files": [{"path": f"/o/{n}.pdf", "label": "Opinion"}],
            }
        ),
    },
}


@pytest.mark.parametrize("shape", ANSWERS)
def test_the_records_of_an_answer_are_found_with_titles_days_and_addresses(shape):
    body = json.dumps(ANSWERS[shape]).encode()
    best = suggest_config(body, url=URL, now=NOW)[0]
    titles = [entry.title for entry in best.entries]
    if shape == "two sides of a case":
        assert titles[1] == "State v. Okafor"
    elif shape == "rows of cells with markup":
        assert [case in title for case, title in zip(CASES, titles, strict=True)] == [True] * 4
    else:
        assert titles == list(CASES)
    assert [entry.url for entry in best.entries] == [f"{HOST}/o/{number}.pdf" for number in range(1, 5)]
    assert [entry.published_at.date().isoformat() for entry in best.entries] == list(DAYS)
    assert best.is_confident
    assert parse_document(body, now=NOW, url=URL, format=best.format, config=best.config).entries == best.entries


@pytest.mark.parametrize(
    "wrap",
    [
        b")]}',\n%b",
        b"while(1);%b",
        b"jQuery3401_16(%b);",
        b"\xef\xbb\xbf \n%b\n",
    ],
)
def test_what_stands_around_json_so_that_no_script_loads_it_is_left_out(wrap):
    body = wrap % json.dumps(ANSWERS["a list alone"]).encode()
    config = {"items": "", "title": "caseTitle", "link": "documentLink", "date": "filingDate"}
    read = parse_document(body, now=NOW, url=URL, format="json_api", config=config)
    assert [entry.title for entry in read.entries] == list(CASES)


def test_one_object_a_line_is_a_list_of_them():
    body = "\n".join(json.dumps(one) for one in ANSWERS["a list alone"]).encode()
    best = suggest_config(body, url=URL, now=NOW)[0]
    assert [entry.title for entry in best.entries] == list(CASES)


def test_a_docket_number_is_no_identity_of_a_record_but_its_own_id_is():
    rows = [{**row, "id": n} for n, row in enumerate(ANSWERS["a list alone"])]
    best = suggest_config(json.dumps(rows).encode(), url=URL, now=NOW)[0]
    assert (best.config["id"], best.config["summary"]) == ("id", "docketNumber")


def test_where_the_best_address_is_missing_the_next_best_is_taken():
    rows = [
        {"title": case, "date": day, "agenda_pdf": f"/a/{n}.pdf" if n > 1 else None, "detail_url": f"/m/{n}"}
        for n, (case, day) in enumerate(zip(CASES, DAYS, strict=True))
    ]
    best = suggest_config(json.dumps(rows).encode(), url=URL, now=NOW)[0]
    assert all(entry.url for entry in best.entries)
    assert len({entry.url for entry in best.entries}) == 4


@pytest.mark.parametrize(
    "answer", [{"a": 1}, [1, 2, 3], {"rows": [[1, 2], [3, 4]]}, {"error": "no key"}, [], "x", {"rows": []}]
)
def test_nothing_is_suggested_where_no_records_are(answer):
    assert suggest_config(json.dumps(answer).encode(), url=URL, now=NOW) == ()


def test_old_instants_of_one_maker_are_read():
    config = {"items": "", "title": "t", "date": "d"}
    read = parse_document(
        b'[{"t": "x", "d": "\\/Date(1770811200000+0000)\\/"}]', now=NOW, format="json_api", config=config
    )
    assert read.entries[0].published_at == datetime(2026, 2, 11, 12, tzinfo=UTC)
