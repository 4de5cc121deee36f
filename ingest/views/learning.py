"""What was learned of decisions, and which model has its say. Editors read, operators switch."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ingest import tasks
from ingest.desk.learning import question_word, verdict_in_words
from ingest.models import LearnedModel, Reclassification, Switch
from ingest.services import learning
from ingest.services.judging import in_use
from ingest.views.access import editor_of, editors_only, operators_only

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

_SHOWN = 12


@require_safe
@editors_only
def desk_learning(request: HttpRequest) -> HttpResponse:
    """What answers now, the newest training question by question, earlier ones, and the history of switches."""
    models = list(LearnedModel.objects.defer("weights")[:_SHOWN])
    newest = models[0] if models else None
    context = {
        "in_use": in_use(),
        "asked": [question_word(name) for name in sorted(in_use().asked)],
        "newest": newest,
        "reports": [(question_word(row["question"]), row, verdict_in_words(row)) for row in newest.report]
        if newest
        else [],
        "models": [(model, [question_word(name) for name in model.questions]) for model in models],
        "switches": Switch.objects.select_related("model", "by")[:_SHOWN],
        "is_by_hand": Switch.objects.filter(pk=Switch.objects.values("pk")[:1], is_by_hand=True).exists(),
        "runs": Reclassification.objects.all()[:5],
        "train_after": learning.TRAIN_AFTER,
    }
    return render(request, "ingest/learning.html", context)


@require_POST
@operators_only
def desk_switch(request: HttpRequest) -> HttpResponse:
    """Train, switch to a model, back, to the rules alone, or leave the choice to training."""
    to, editor = request.POST.get("to", ""), editor_of(request)
    if to == "train":
        tasks.train.delay()
        messages.info(request, _("Training has begun. Look again in a minute."))
        return redirect("desk_learning")
    switch = _switch_named(to)
    if switch is None:
        return HttpResponseBadRequest(
            _("There is no such switch. Use the buttons of the page."), content_type="text/plain"
        )
    try:
        messages.success(request, _("From now on: %(what)s.") % {"what": switch(editor)})
    except learning.LearningRefused as refused:
        messages.error(request, str(refused))
    else:
        tasks.rank_waiting.delay()
    return redirect("desk_learning")


def _switch_named(to: str) -> Callable[[AbstractBaseUser], object] | None:
    if to.isdecimal() and len(to) < 9:
        return lambda editor: learning.switch_to(int(to), by=editor).model
    named: dict[str, Callable[[AbstractBaseUser], Switch]] = {
        "back": lambda editor: learning.switch_back(by=editor),
        "rules": lambda editor: learning.rules_alone(by=editor),
        "auto": lambda editor: learning.choose_by_training(by=editor),
    }
    chosen = named.get(to)
    return (lambda editor: chosen(editor).model or _("the rules alone")) if chosen else None
