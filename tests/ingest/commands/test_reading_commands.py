"""`preview` and `classify` as an operator runs them: their own process, with nothing configured."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FEED = """<rss version="2.0"><channel><title>T</title><language>en</language><item><guid>1</guid>
<title>Belgium bans TikTok from government phones</title><link>https://ministry.example/1</link>
<pubDate>Mon, 03 Mar 2025 10:00:00 GMT</pubDate>
<description>&lt;p&gt;From May.&lt;/p&gt;</description></item></channel></rss>"""


def run(*arguments, stdin=b""):
    env = {"PATH": os.environ["PATH"], "DATA_DIR": "/nonexistent"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, input=stdin, capture_output=True, timeout=60
    )


def rows(finished):
    return [json.loads(line) for line in finished.stdout.decode().splitlines()]


def test_preview_prints_each_entry_and_then_its_document(tmp_path):
    feed, page = tmp_path / "feed.xml", tmp_path / "page.html"
    feed.write_text(FEED)
    page.write_text("<html><title>Maintenance</title></html>")
    finished = run("preview", str(feed), str(page), str(tmp_path / "absent.xml"))
    entry, first, second, third = rows(finished)
    assert finished.returncode == 0
    assert entry == {
        "document": str(feed),
        "guid": "1",
        "url": "https://ministry.example/1",
        "title": "Belgium bans TikTok from government phones",
        "text": "From May.",
        "published_at": "2025-03-03T10:00:00Z",
        "updated_at": None,
        "lang": "en",
    }
    assert first == {"document": str(feed), "entries": 1, "error": None}
    assert second["error"].startswith("A web page with the title “Maintenance” came instead of a feed. Nothing on this")
    assert third["error"].endswith("cannot be read: No such file or directory.")


def test_preview_reads_a_listing_page_with_a_config_file(tmp_path):
    page, config = tmp_path / "page.html", tmp_path / "config.yaml"
    page.write_text("<html><body><li><a href='https://m.example/1'>Order</a></li></body></html>")
    config.write_text("item: li\n")
    entry, last = rows(run("preview", str(page), "--format", "html_listing", "--config", str(config)))
    assert (entry["title"], entry["url"], last["entries"]) == ("Order", "https://m.example/1", 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("preview",),
        ("preview", "x", "--format", "word"),
        ("preview", "x", "--source", "no-such-source"),
        ("preview", "x", "--config", "/no/such/file"),
        ("preview", "x", "--source", "a", "--config", "b"),
        ("classify", "--lively"),
    ],
)
def test_wrong_use_ends_with_two(arguments):
    assert run(*arguments).returncode == 2


def test_classify_answers_each_line_in_order():
    lines = [
        json.dumps({"id": "a", "title": "Belgium bans TikTok from government phones", "text": "", "lang": "en"}),
        json.dumps({"id": 7, "title": "Snow in Ohio", "text": "Roads are closed."}),
    ]
    finished = run("classify", stdin="\n".join(lines).encode())
    first, second = rows(finished)
    assert finished.returncode == 0
    assert list(first) == [
        "id",
        "relevant",
        "unsure",
        "kinds",
        "stage",
        "reaction",
        "jurisdictions",
        "vendors",
        "score",
        "drafts",
        "evidence",
    ]
    assert (first["id"], first["kinds"], first["jurisdictions"]) == ("a", ["procurement_ban"], ["BE"])
    assert (second["id"], second["relevant"], second["drafts"]) == (7, False, [])


def test_classify_answers_a_broken_line_and_goes_on():
    stdin = b'{bad\n[1]\n{"id": 1}\n{"id": 2, "title": "x", "text": 5}\n\xff\n\n{"id": 3, "title": "x", "text": "y"}'
    finished = run("classify", stdin=stdin)
    assert finished.returncode == 0
    assert [row.get("error") for row in rows(finished)] == [
        "Line 1 is not JSON; each line holds one item.",
        "Line 2 is not a JSON object with id, title and text.",
        "Line 3 has neither a title nor a text.",
        "In line 4, text is not a text.",
        "Line 5 is not UTF-8.",
        None,
    ]


def test_classify_needs_neither_django_nor_a_parser_of_markup():
    code = "import sys, ingest.lines; print(sorted({'django', 'lxml'} & sys.modules.keys()))"
    finished = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=60)
    assert finished.stdout.decode().strip() == "[]"


ROWS = "".join(f"<li><a href='/op/{n}'>Oak v. Elm number {n}</a> June 1{n}, 2025</li>" for n in range(4))
LISTING = f"<html><body><ul class='opinions'>{ROWS}</ul></body></html>"


@pytest.mark.parametrize("format_told", [(), ("--format", "html_listing")])
def test_preview_reads_a_listing_page_without_a_config_and_says_how(tmp_path, format_told):
    page = tmp_path / "page.html"
    page.write_text(LISTING)
    finished = run("preview", str(page), "--url", "https://court.example/list/", *format_told)
    *entries, last = rows(finished)
    assert next((entry["url"], entry["published_at"]) for entry in entries) == (
        "https://court.example/op/0",
        "2025-06-10T00:00:00Z",
    )
    assert (last["entries"], last["error"], last["suggested"]["title"]) == (4, None, "a")
    assert b"was read with a suggested config" in finished.stderr


def test_preview_suggests_paths_only_when_asked_for_them(tmp_path):
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps([{"name": f"Order {n} of the board", "url": f"/{n}"} for n in range(3)]))
    (last,) = rows(run("preview", str(answer)))
    assert last["error"].endswith("--format json_api suggests some.")
    *entries, last = rows(run("preview", str(answer), "--format", "json_api", "--url", "https://m.example/api"))
    assert [entry["url"] for entry in entries] == ["https://m.example/0", "https://m.example/1", "https://m.example/2"]
    assert last["suggested"] == {"items": "", "title": "name", "link": "url"}


def test_classify_answers_half_a_surrogate_pair_in_json_that_can_be_read():
    stdin = (
        b'{"id": "half \\ud800", "title": "\\ud800 Canada bans Hikvision", "text": "\\udfff"}\n{"id": 2, "title": "x"}'
    )
    finished = run("classify", stdin=stdin)
    assert finished.returncode == 0
    assert [row["id"] for row in rows(finished)] == ["half \ud800", 2]


def test_classify_takes_no_number_that_json_does_not_know():
    finished = run("classify", stdin=b'{"id": NaN, "title": "x", "text": "y"}')
    assert rows(finished) == [{"id": None, "error": "Line 1 is not JSON; each line holds one item."}]


def test_classify_writes_utf_8_whatever_the_terminal_speaks():
    asked = [sys.executable, "manage.py", "classify"]
    env = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "ascii"}
    stdin = '{"id": "é", "title": "Canada bans 海康威视 cameras"}'.encode()
    finished = subprocess.run(asked, cwd=ROOT, env=env, input=stdin, capture_output=True, timeout=60)
    assert rows(finished)[0]["id"] == "é"


def test_classify_stops_quietly_when_nobody_reads_on():
    asked = f'yes \'{{"id": 1, "title": "x"}}\' | head -9000 | {sys.executable} manage.py classify | head -1'
    finished = subprocess.run(asked, shell=True, cwd=ROOT, capture_output=True, timeout=60)
    assert (len(rows(finished)), finished.stderr) == (1, b"")
