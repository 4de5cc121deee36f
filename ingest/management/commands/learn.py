"""`manage.py learn`: train on decisions, compare with the rules, switch to a model and back."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ingest.desk.learning import question_word, verdict_in_words
from ingest.models import LearnedModel, Switch
from ingest.services import learning
from ingest.services.judging import in_use
from ingest.services.ranking import rank_waiting


class Command(BaseCommand):
    help = "Learn from decisions: train, compare with the rules, switch to a model, back, or to the rules alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="status|train|compare|switch|back|rules|auto")
        verbs.add_parser("status", help="what answers now, and the history of switches")
        verbs.add_parser("train", help="train now, and switch to what is better unless the choice was made by hand")
        compare = verbs.add_parser("compare", help="how a model compares with the rules, question by question")
        compare.add_argument("number", nargs="?", type=int, metavar="N", help="the newest if not given")
        verbs.add_parser("switch", help="use model N").add_argument("number", type=int, metavar="N")
        verbs.add_parser("back", help="what answered before the last switch")
        verbs.add_parser("rules", help="the rules alone")
        verbs.add_parser("auto", help="leave the choice to training again")

    def handle(self, *_args: Any, verb: str, **options: Any) -> None:
        try:
            getattr(self, f"_{verb}")(options)
        except learning.LearningRefused as refused:
            raise CommandError(str(refused)) from refused

    def _status(self, _options: dict[str, Any]) -> None:
        model = in_use()
        asked = ", ".join(question_word(name) for name in sorted(model.asked))
        self.stdout.write(f"{model.version} answers" + (f"; learned: {asked}." if asked else ", the rules alone."))
        if model.refused:
            self.stdout.write(f"The model that was switched on is not used. {model.refused}")
        for switch in Switch.objects.select_related("model", "by")[:20]:
            name = f"{switch.rules_version}+{switch.model}" if switch.model else switch.rules_version
            who = f" ({switch.by})" if switch.by else ""
            self.stdout.write(f"{switch.at:%Y-%m-%d %H:%M}  {name:<24} {switch.reason}{who}")

    def _train(self, _options: dict[str, Any]) -> None:
        model = learning.train(timezone.now())
        rank_waiting()
        self._told(model)
        self._status({})

    def _compare(self, options: dict[str, Any]) -> None:
        rows = LearnedModel.objects.all()
        model = rows.filter(number=options["number"]).first() if options["number"] else rows.first()
        if model is None:
            raise CommandError("There is no such model. See: manage.py learn status", returncode=2)
        self._told(model)

    def _told(self, model: LearnedModel) -> None:
        self.stdout.write(
            f"{model}: {model.row_count} items in {model.story_count} stories, beside {model.rules_version}, "
            f"trained in {model.took_s:.1f} s."
        )
        for report in model.report:
            who = "learned" if report["verdict"] == "better" else "rules"
            self.stdout.write(f"  {question_word(report['question']):<34} {who:<8} {verdict_in_words(report)}")

    def _switch(self, options: dict[str, Any]) -> None:
        self._switched(learning.switch_to(options["number"], by=None))

    def _back(self, _options: dict[str, Any]) -> None:
        self._switched(learning.switch_back(by=None))

    def _rules(self, _options: dict[str, Any]) -> None:
        self._switched(learning.rules_alone(by=None))

    def _auto(self, _options: dict[str, Any]) -> None:
        self._switched(learning.choose_by_training(by=None))

    def _switched(self, switch: Switch) -> None:
        ranked = rank_waiting()
        name = str(switch.model) if switch.model else "the rules alone"
        self.stdout.write(f"From now on: {name}. {ranked} waiting stories were ranked anew.")
        self.stdout.write("Older items keep their proposals; manage.py reclassify reads them again.")
