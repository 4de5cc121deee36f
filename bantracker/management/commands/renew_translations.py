"""Bring the catalogues up to the texts of the code and the templates, and compile them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from bantracker import translations


class Command(BaseCommand):
    help = "Gather every text of the interface into the catalogues, keep the words there are, and compile them."

    def handle(self, *_: Any, **__: Any) -> None:
        for language, _name in settings.LANGUAGES:
            if language != settings.LANGUAGE_CODE:
                self.renew(language)

    def renew(self, language: str) -> None:
        """Write the catalogue of one language, and name the texts that still lack words."""
        catalogue = translations.renewed(language)
        translations.write(language, catalogue)
        missing = translations.untranslated(catalogue)
        for message in missing:
            self.stdout.write(f"No words in “{language}” yet: {translations.parts(message.id)[0]}")
        self.stdout.write(f"The catalogue “{language}” holds {len(catalogue)} texts; {len(missing)} lack words.")
