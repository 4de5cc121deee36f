"""Short forms: adding by hand, closing a report, and the report of an error itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ingest.models import ErrorReport

if TYPE_CHECKING:
    _ReportModelForm = forms.ModelForm[ErrorReport]
else:
    _ReportModelForm = forms.ModelForm


class AddForm(forms.Form):
    """An address that is read once, or a text that an editor pastes."""

    url = forms.URLField(
        label=gettext_lazy("Address of the page"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("The page itself, not a list of pages. Without a text below, the page is read once."),
        error_messages={
            "invalid": gettext_lazy("This is not an address. Write it whole, such as https://example.org/news.")
        },
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=1000, required=False)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("Paste it where the page cannot be read from here, or has no address."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "url" not in self.errors and not values.get("url") and not values.get("text"):
            self.add_error("url", _("Give an address, or paste a text below."))
        if values.get("text") and not values.get("title"):
            self.add_error("title", _("Give the text a title, so that it can be told apart in the queue."))
        return values


class AddressField(forms.URLField):
    """An address; one that is written without a scheme is taken as https."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own options
        super().__init__(assume_scheme="https", **options)


class ReportForm(_ReportModelForm):
    """A reader's report. `website` is a bait for programs: people do not see it, and leave it empty."""

    use_required_attribute = False

    about = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)
    website = forms.CharField(required=False, max_length=200)

    evidence_url = forms.URLField(
        label=gettext_lazy("Where it can be checked"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=gettext_lazy("An official page helps most."),
        error_messages={
            "invalid": gettext_lazy("This is not an address. Write it whole, such as https://example.org/page.")
        },
    )

    class Meta:
        model = ErrorReport
        fields = ["text", "evidence_url", "email"]
        field_classes = {"evidence_url": AddressField}
        widgets = {"text": forms.Textarea(attrs={"rows": 6, "maxlength": 4000})}
        help_texts = {
            "email": gettext_lazy("Only to ask you back. It is never shown and not used for anything else."),
        }
        error_messages = {
            "text": {"required": gettext_lazy("Say in a sentence what is wrong.")},
            "email": {"invalid": gettext_lazy("This is not an e-mail address. Correct it, or leave the field empty.")},
        }

    @property
    def is_bait_taken(self) -> bool:
        return bool(self.data.get("website"))

    def clean_about(self) -> str:
        return page_path(self.cleaned_data["about"])


class CloseForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say what was done, or why nothing had to be.")},
    )


class RetractForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("Why it is retracted"),
        max_length=500,
        help_text=gettext_lazy("Readers see it at the old address."),
        error_messages={"required": gettext_lazy("Say why: the page keeps its address and tells readers the reason.")},
    )


def page_path(text: str) -> str:
    """A path of this site, or the first page where `text` is anything else."""
    parts = urlsplit(text)
    is_ours = text.startswith("/") and not text.startswith("//") and not parts.netloc and "\\" not in text
    return parts.path[:500] if is_ours else "/"
