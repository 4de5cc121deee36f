"""Fields that read what editors type: imprecise dates, places, vendors, targets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions import labels
from actions.models import Vendor
from actions.spans import Span, parse_span
from ingest.desk.vendors import find_vendor
from jurisdictions import codes, names

DATE_HELP = gettext_lazy("Such as 2025-06-27, 2025-06 or 2025.")


class SpanField(forms.CharField):
    """A date at its own precision; empty is an unknown date."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own keywords
        super().__init__(**{"required": False, "max_length": 20} | kwargs)
        self.widget.attrs["inputmode"] = "numeric"
        self.widget.attrs["placeholder"] = "2025-06-27"

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        return value.iso() if isinstance(value, Span) else value

    def clean(self, value: Any) -> Span | None:  # noqa: ANN401 - Django's signature
        text = super().clean(value)
        try:
            return parse_span(text)
        except ValueError as error:
            raise ValidationError(
                _("“%(text)s” is not a date that we can read. Write it as 2025-06-27, 2025-06 or 2025."),
                params={"text": text},
            ) from error


class PlaceField(forms.CharField):
    """An ISO 3166 code in any case."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own keywords
        super().__init__(**{"max_length": 10} | kwargs)

    def clean(self, value: Any) -> str:  # noqa: ANN401 - Django's signature
        code = str(super().clean(value)).upper()
        if code and not _is_place(code):
            raise ValidationError(
                _("ISO 3166 knows no place “%(code)s”. Write a code such as CA, CA-QC or EU."), params={"code": code}
            )
        return code


def _is_place(code: str) -> bool:
    if not codes.is_code(code):
        return False
    if not codes.is_subdivision(code):
        return code == codes.UNION or code in names.country_codes()
    try:
        return bool(names.subdivision_name(code))
    except LookupError:
        return False


class VendorsField(forms.CharField):
    """Vendors by any of their names, with commas between; gives rows."""

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> list[Vendor]:  # noqa: ANN401 - rows, not text
        written = [name.strip() for name in super().clean(value).split(",") if name.strip()]
        found = {name: find_vendor(name) for name in written}
        unknown = [name for name, vendor in found.items() if vendor is None]
        if unknown:
            raise ValidationError(
                _("We know no vendor “%(name)s”. Write a name that we know, or name it as a target below."),
                params={"name": "”, “".join(unknown)},
            )
        return list(dict.fromkeys(vendor for vendor in found.values() if vendor))


class TargetsField(forms.CharField):
    """Targets, one a line, as "legal person: Hikvision Canada Inc."; gives pairs of kind and name."""

    widget = forms.Textarea(attrs={"rows": 2})
    _KINDS = {kind.value.replace("_", " "): kind.value for kind in labels.TargetKind}

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        if not isinstance(value, (list, tuple)):
            return value
        return "\n".join(f"{kind.replace('_', ' ')}: {name}" for kind, name in value)

    def clean(self, value: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - pairs, not text
        pairs = []
        for line in super().clean(value).splitlines():
            if not line.strip():
                continue
            kind, colon, name = (piece.strip() for piece in line.partition(":"))
            known = self._KINDS.get(kind.casefold().replace("_", " "))
            if not (colon and known and name) or len(name) > 300:
                raise ValidationError(
                    _("“%(line)s” names no target. Write each on a line of its own, its sort first: %(kinds)s."),
                    params={"line": line.strip()[:80], "kinds": ", ".join(f"“{kind}: …”" for kind in self._KINDS)},
                )
            pairs.append((known, name))
        return list(dict.fromkeys(pairs))
