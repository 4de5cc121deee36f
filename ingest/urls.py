"""Addresses of ingest: the desk, reports of errors, and the samples of the demo."""

from __future__ import annotations

from django.urls import path

from ingest.views import adding, decisions, learning, quality, queue, records, reports, sampling, sources, story
from ingest.views.samples import sample

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
    path("desk/items/<int:pk>/open/", adding.desk_open, name="desk_open"),
    path("desk/verify/", records.desk_verify, name="desk_verify"),
    path("desk/verify/<slug:slug>/", records.desk_verify_one, name="desk_verify_one"),
    path("desk/actions/<slug:slug>/", records.desk_action, name="desk_action"),
    path("desk/actions/<slug:slug>/retract/", records.desk_retract, name="desk_retract"),
    path("desk/reports/", reports.desk_reports, name="desk_reports"),
    path("desk/reports/<int:pk>/close/", reports.desk_report_close, name="desk_report_close"),
    path("desk/sources/", sources.desk_sources, name="desk_sources"),
    path("desk/sources/<slug:slug>/", sources.desk_source_switch, name="desk_source_switch"),
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
