"""How a reader chooses the language of the interface; until then the browser's wish holds."""

from __future__ import annotations

from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

# Without a token, or every public page would set a cookie and differ at each visit. All that a forged
# request could do is to change the language; Django lets `next` lead to this site alone.
choose_language = csrf_exempt(set_language)
