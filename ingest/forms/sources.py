"""Forms about sources: an address to look at, everything that an operator may say of one, a list to add."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ingest.core.opml import MOST_BYTES
from ingest.core.parsing.config import check_config
from ingest.forms.fields import PlaceField
from ingest.models import PublisherKind, Source, SourceFormat
from ingest.services.adding import NewSource

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_LONGEST_CONFIG = 20_000
_FORMATS = [(value, label) for value, label in SourceFormat.choices if value != SourceFormat.DESK]


class _NoAliases(yaml.SafeLoader):
    """YAML without anchors: a few lines of them unfold into gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401 - PyYAML's own signature
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases")
        return super().compose_node(parent, index)


class LookForm(forms.Form):
    """Any address: a page, a feed, an API."""

    use_required_attribute = False
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=2000,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("A feed, a news page, or a JSON API. Of a page, its feeds are found."),
        error_messages={"required": gettext_lazy("Give an address, such as https://example.org/news.")},
    )

    def clean_url(self) -> str:
        return with_scheme(self.cleaned_data["url"])


def with_scheme(url: str) -> str:
    """An address as it was pasted; https where no scheme was typed."""
    url = url.strip()
    return url if _SCHEME.match(url) else f"https://{url}"


class ListForm(forms.Form):
    """A list of feeds, as a file."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("OPML file"),
        help_text=gettext_lazy("A list of feeds, as other readers export it. What we have already is left as it is."),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("The file is empty.")},
    )
    start = forms.BooleanField(
        label=gettext_lazy("Poll them from now on"),
        required=False,
        help_text=gettext_lazy("Without this they are added paused."),
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than %(mb)d MB.") % {"mb": MOST_BYTES // 1_000_000})
        return bytes(file.read())


class ConfigField(forms.CharField):
    """Selectors or paths, one name a line, as YAML; gives a dict."""

    widget = forms.Textarea(attrs={"rows": 7, "spellcheck": "false", "class": "code"})

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        return as_yaml(value) if isinstance(value, Mapping) else value

    def clean(self, value: Any) -> dict[str, Any]:  # noqa: ANN401 - a dict, not text
        text = str(super().clean(value))
        try:
            config = yaml.load(text, Loader=_NoAliases)  # noqa: S506 - a safe loader that knows less than SafeLoader
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise ValidationError(
                _("This cannot be read. Write one name a line, a colon, and a selector: “item: li.news”.")
            ) from error
        if config is None:
            return {}
        if not isinstance(config, dict) or not all(isinstance(key, str) for key in config):
            raise ValidationError(_("Write names with values, such as “item: li.news”."))
        return config


class SourceForm(forms.Form):
    """Everything that an operator says of a source."""

    use_required_attribute = False
    url = forms.CharField(label=gettext_lazy("Address"), max_length=2000)
    format = forms.ChoiceField(label=gettext_lazy("Read as"), choices=_FORMATS)
    config = ConfigField(
        label=gettext_lazy("Selectors or paths"),
        required=False,
        max_length=_LONGEST_CONFIG,
        help_text=gettext_lazy("For listing pages and JSON only. One a line: item, title, link, date, summary."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=300)
    publisher_kind = forms.ChoiceField(label=gettext_lazy("Publisher"), choices=PublisherKind.choices)
    jurisdiction = PlaceField(
        label=gettext_lazy("Place"),
        required=False,
        help_text=gettext_lazy("Of the authority that publishes: CA, CA-QC or EU. Empty for press."),
    )
    language = forms.CharField(label=gettext_lazy("Language"), max_length=20, required=False)
    poll_minutes = forms.IntegerField(
        label=gettext_lazy("Asked every … minutes"),
        min_value=1,
        max_value=100_000,
        error_messages={"min_value": gettext_lazy("A source is asked at most once a minute.")},
    )

    READING = ("url", "format", "config")
    ABOUT = ("name", "publisher_kind", "jurisdiction", "language", "poll_minutes")

    def clean_url(self) -> str:
        return with_scheme(self.cleaned_data["url"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "config" in values and "format" in values:
            if values["format"] not in {SourceFormat.HTML_LISTING, SourceFormat.JSON_API}:
                values["config"] = {}
            for fault in check_config(values["format"], values["config"]):
                self.add_error("config", fault)
        return values

    @property
    def reading_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.READING]

    @property
    def about_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.ABOUT]

    def new_source(self, *, homepage: str = "") -> NewSource:
        """What the form says, for the service; call it once the form is valid."""
        return NewSource(homepage=homepage, **{name: self.cleaned_data[name] for name in (*self.READING, *self.ABOUT)})


def initial_of(source: Source) -> dict[str, Any]:
    """The fields of the form as a source stands."""
    names = ("url", "format", "config", "name", "publisher_kind", "language", "poll_minutes")
    return {name: getattr(source, name) for name in names} | {
        "jurisdiction": source.jurisdiction.code if source.jurisdiction else ""
    }


def as_yaml(config: Mapping[str, Any]) -> str:
    """A config as an operator writes it: in the order in which it was written, one name a line."""
    if not config:
        return ""
    return yaml.safe_dump(
        dict(config), allow_unicode=True, sort_keys=False, default_flow_style=False, width=1_000
    ).strip()
