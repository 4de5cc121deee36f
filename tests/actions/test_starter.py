"""The starter directory: its files, and how they are loaded."""

import json
from collections import Counter

import pytest
import yaml
from jsonschema import Draft202012Validator

from actions import services
from actions.drafting import TargetDraft
from actions.held import one_reading
from actions.labels import SECTOR_MEANINGS, Sector
from actions.lifecycle import Stage
from actions.models import Action, Alias, Milestone, Outbox, Reaction, Revision, Vendor
from actions.reading import record_of
from actions.starter import files, loading
from actions.starter.linking import link_targets
from actions.whole import whole
from bantracker.accounts.models import User
from ingest.models import Source
from ingest.starter.loading import load_sources, source_entries
from jurisdictions.models import Jurisdiction


def test_every_action_of_the_files_fits_the_schema():
    schema = json.loads((files.FOLDER / "schema.json").read_text(encoding="utf-8"))
    errors = [
        error.json_path + ": " + error.message
        for error in Draft202012Validator(schema).iter_errors(files.action_entries())
    ]
    assert errors == []


def test_the_files_hold_the_whole_starter_directory():
    assert (len(files.action_entries()), len(files.vendor_entries()), len(source_entries())) == (392, 152, 179)


def test_no_fact_of_the_given_directory_was_lost(shared):
    given = [
        action
        for path in sorted((shared / "starter" / "actions").glob("*.yaml"))
        for action in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    ours = {entry["id"]: entry for entry in files.action_entries()}
    for action in given:
        entry = ours[action["id"]]
        for name in ("jurisdiction", "vendors", "kind", "event", "scope", "summary", "instrument"):
            assert entry[name] == action[name], action["id"]
        assert [source["url"] for source in entry["sources"]] == [source["url"] for source in action["sources"]]


def test_every_vendor_is_read_into_the_closed_list_of_sectors_and_keeps_its_trade():
    entries = files.vendor_entries()
    assert {entry["sector_code"] for entry in entries} == set(Sector.values)
    assert all(entry["sector"] for entry in entries)
    assert list(SECTOR_MEANINGS) == list(Sector)
    assert [entry["name"] for entry in entries if entry["sector_code"] == "other"] == ["TechInsights"]


def test_headlines_tell_actions_apart():
    titles = Counter(entry["title"] for entry in files.action_entries())
    assert [title for title, count in titles.items() if count > 1] == []


def test_every_reaction_names_who_answered():
    rows = [row for entry in files.action_entries() for row in entry["timeline"] if row["kind"] == "reaction"]
    assert len(rows) > 30
    assert all(row["by"] for row in rows)


BY_NAME = {"Alpha": "alpha", "Beta": "beta"}


@pytest.mark.parametrize(
    ("vendors", "targets", "aliases", "expected", "left_open"),
    [
        # By exact alias, and the other vendor is hit as such.
        (
            ["Alpha", "Beta"],
            [("Alpha Canada Inc.", "legal_person")],
            {"alpha canada inc": {"alpha"}},
            [("legal_person", "Alpha Canada Inc.", "alpha"), ("vendor", "Beta", "beta")],
            [],
        ),
        # Without an alias, to the only vendor.
        (["Alpha"], [("AlphaCam", "product")], {}, [("product", "AlphaCam", "alpha")], []),
        # Without an alias and with two vendors: left open, and said so.
        (
            ["Alpha", "Beta"],
            [("Gamma", "product")],
            {},
            [("product", "Gamma", ""), ("vendor", "Alpha", "alpha"), ("vendor", "Beta", "beta")],
            ["Gamma"],
        ),
        # A class belongs to no vendor.
        ([], [("foreign drones", "class")], {"foreign drones": {"alpha"}}, [("class", "foreign drones", "")], []),
    ],
)
def test_targets_are_linked_to_vendors_or_left_open(vendors, targets, aliases, expected, left_open):
    entry = {"vendors": vendors, "targets": [{"name": name, "kind": kind} for name, kind in targets]}
    by_alias = {name: frozenset(slugs) for name, slugs in aliases.items()}
    drafts, open_names = link_targets(entry, by_name=BY_NAME, by_alias=by_alias)
    assert drafts == tuple(TargetDraft(*draft) for draft in expected)
    assert open_names == left_open


@pytest.fixture
def loaded(directory, db):
    return directory


def test_a_load_makes_everything_quietly(loaded):
    assert dict(loaded.made) == {"jurisdictions": 284, "vendors": 152, "actions": 392, "sources": 179}
    assert Revision.objects.filter(is_quiet=False).count() == 0
    assert Outbox.objects.count() == 0
    assert Source.objects.filter(is_paused=False).count() == 0


def test_every_action_hits_a_target_and_has_its_first_revision(loaded):
    assert Action.objects.filter(targets__isnull=True).count() == 0
    assert set(Revision.objects.values_list("number", flat=True)) == {1}


def test_places_are_countries_subdivisions_and_the_union(loaded):
    kinds = Counter(Jurisdiction.objects.values_list("kind", flat=True))
    assert kinds["union"] == 1
    assert kinds["country"] == 250
    assert Jurisdiction.objects.get(code="CA-QC").parent.code == "CA"
    assert str(Jurisdiction.objects.get(code="XK")) == "Kosovo"
    assert str(Jurisdiction.objects.get(code="TW")) == "Taiwan"


def test_a_partly_effective_ban_is_in_force_with_phases(loaded):
    action = Action.objects.get(slug="uz-data-law-2021")
    assert action.stage == Stage.IN_FORCE
    assert action.milestones.filter(kind="phase").exists()


def test_a_second_load_changes_nothing(loaded):
    counts = [model.objects.count() for model in (Action, Vendor, Alias, Milestone, Reaction, Revision, Source)]
    again = loading.load_directory()
    load_sources(again, lambda _table: None)
    assert dict(again.made) == {"jurisdictions": 0}
    assert again.kept == []
    assert [m.objects.count() for m in (Action, Vendor, Alias, Milestone, Reaction, Revision, Source)] == counts


def test_a_load_never_overwrites_what_an_editor_changed(loaded, monkeypatch):
    editor = User.objects.create_user("editor@example.org", role="editor")
    entry = next(e for e in files.action_entries() if e["id"] == "ca-hikvision-shutdown-2025")
    action = Action.objects.get(slug=entry["id"])
    draft = files.action_draft({**entry, "summary": "An editor's summary."}, (TargetDraft("class", "cameras"),))
    services.amend(action, draft, editor=editor, reason="Shorter")
    monkeypatch.setattr(files, "action_entries", lambda: [{**entry, "summary": "A corrected starter summary."}])
    report = loading.load_directory()
    action.refresh_from_db()
    assert action.summary == "An editor's summary."
    assert len(report.kept) == 1


def test_a_corrected_starter_entry_reaches_an_untouched_action(loaded, monkeypatch):
    entry = next(e for e in files.action_entries() if e["id"] == "ca-hikvision-shutdown-2025")
    monkeypatch.setattr(files, "action_entries", lambda: [{**entry, "summary": "A corrected starter summary."}])
    report = loading.load_directory()
    action = Action.objects.get(slug=entry["id"])
    assert action.summary == "A corrected starter summary."
    assert report.updated["actions"] == 1
    assert list(action.revisions.values_list("number", "is_quiet")) == [(1, True), (2, True)]


def test_each_action_is_read_by_one_statement_as_its_rows_are(directory):
    with one_reading():
        differing = [
            action.slug
            for action in Action.objects.for_record()
            if record_of(whole(action.slug)[0]) != record_of(action)
        ]
    assert differing == []
