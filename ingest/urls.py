"""Addresses of ingest: the desk, reports of errors, and the samples of the demo."""

from __future__ import annotations

from django.urls import path, register_converter

from ingest.addresses import TextConverter
from ingest.views import (
    adding,
    captures,
    coverage,
    decisions,
    hosts,
    learning,
    quality,
    queue,
    records,
    reports,
    sampling,
    sources,
    sources_adding,
    story,
)
from ingest.views.samples import sample

register_converter(TextConverter, "text")

urlpatterns = [
    path("desk/", queue.desk, name="desk"),
    path("desk/stories/<int:pk>/", story.desk_story, name="desk_story"),
    path("desk/stories/<int:pk>/reject/", story.desk_reject, name="desk_reject"),
    path("desk/stories/<int:pk>/split/", story.desk_split, name="desk_split"),
    path("desk/stories/<int:pk>/merge/", story.desk_merge, name="desk_merge"),
    path("desk/decisions/", decisions.desk_decisions, name="desk_decisions"),
    path("desk/decisions/<int:pk>/undo/", decisions.desk_undo, name="desk_undo"),
    path("desk/add/", adding.desk_add, name="desk_add"),
    path("desk/items/", adding.desk_items, name="desk_items"),
    path("desk/items/<int:pk>/", captures.desk_item, name="desk_item"),
    path("desk/items/<int:pk>/split/", captures.desk_item_split, name="desk_item_split"),
    path("desk/items/<int:pk>/merge/", captures.desk_item_merge, name="desk_item_merge"),
    path("desk/items/changes/<int:pk>/undo/", captures.desk_item_undo, name="desk_item_undo"),
    path("desk/captures/<int:pk>/", captures.desk_capture, name="desk_capture"),
    path("desk/captures/<int:pk>/archive/", captures.desk_capture_archive, name="desk_capture_archive"),
    path("desk/captures/<int:pk>/text/", captures.desk_capture_text, name="desk_capture_text"),
    path("desk/items/<int:pk>/open/", adding.desk_open, name="desk_open"),
    path("desk/verify/", records.desk_verify, name="desk_verify"),
    path("desk/verify/<slug:slug>/", records.desk_verify_one, name="desk_verify_one"),
    path("desk/actions/<slug:slug>/", records.desk_action, name="desk_action"),
    path("desk/actions/<slug:slug>/retract/", records.desk_retract, name="desk_retract"),
    path("desk/reports/", reports.desk_reports, name="desk_reports"),
    path("desk/reports/<int:pk>/close/", reports.desk_report_close, name="desk_report_close"),
    path("desk/add/source/", sources_adding.desk_source_add, name="desk_source_add"),
    path("desk/add/list/", sources_adding.desk_sources_import, name="desk_sources_import"),
    path("desk/add/list/start/", sources_adding.desk_sources_start, name="desk_sources_start"),
    path("desk/sources/", sources.desk_sources, name="desk_sources"),
    path("desk/sources.opml", sources.desk_sources_export, name="desk_sources_export"),
    path("desk/sources/<slug:slug>/", sources.desk_source, name="desk_source"),
    path("desk/sources/<slug:slug>/change/", sources_adding.desk_source_change, name="desk_source_change"),
    path("desk/hosts/<text:host>/", hosts.desk_host, name="desk_host"),
    path("desk/findings/<int:pk>/seen/", sources.desk_finding_seen, name="desk_finding_seen"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/<text:code>/", coverage.coverage_place, name="coverage_place"),
    path("desk/sample/", sampling.desk_sample, name="desk_sample"),
    path("desk/sample/<int:pk>/", sampling.desk_sample_answer, name="desk_sample_answer"),
    path("desk/learning/", learning.desk_learning, name="desk_learning"),
    path("desk/learning/switch/", learning.desk_switch, name="desk_switch"),
    path("quality/", quality.quality_page, name="quality"),
    path("quality/figures.csv", quality.quality_figures, name="quality_figures"),
    path("quality/<slug:name>.svg", quality.quality_chart, name="quality_chart"),
    path("report/", reports.report, name="report"),
    path("report/thanks/", reports.report_thanks, name="report_thanks"),
    path("samples/<str:name>", sample, name="samples"),
]
