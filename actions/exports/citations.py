"""How to cite a record: CSL-JSON, BibTeX, RIS and plain words. Pure.

Shapes: the CSL-JSON schema 1.0.2, BibTeX's @misc with `url` and `urldate`, RIS tags of 2001.
"""

from __future__ import annotations

import json
import re
from datetime import date

from actions.exports.exported import DIRECTORY, LICENCE, Exported

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def as_csl(row: Exported, *, retrieved: date) -> str:
    """One CSL-JSON item in a list, as reference managers import it."""
    recorded = row.recorded_at.date()
    item = {
        "id": key_of(row),
        "type": "webpage",
        "title": row.record.title,
        "container-title": DIRECTORY,
        "author": [{"literal": DIRECTORY}],
        "version": str(row.revision),
        "issued": {"date-parts": [[recorded.year, recorded.month, recorded.day]]},
        "accessed": {"date-parts": [[retrieved.year, retrieved.month, retrieved.day]]},
        "URL": row.permalink,
        "license": LICENCE,
        "language": "en",
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def as_bibtex(row: Exported, *, retrieved: date) -> str:
    fields = {
        "title": "{" + _tex(row.record.title) + "}",
        "author": "{" + DIRECTORY + "}",
        "howpublished": f"Directory entry, version {row.revision}",
        "year": str(row.recorded_at.year),
        "month": row.recorded_at.strftime("%b").lower(),
        "url": row.permalink,
        "urldate": retrieved.isoformat(),
        "note": LICENCE,
    }
    lines = [f"  {name} = {value if name == 'month' else '{' + value + '}'}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{key_of(row)},", *lines, "}", ""])


def as_ris(row: Exported, *, retrieved: date) -> str:
    recorded = row.recorded_at.date()
    tags = [
        ("TY", "ELEC"),
        ("TI", row.record.title),
        ("AU", DIRECTORY),
        ("T2", DIRECTORY),
        ("PY", str(recorded.year)),
        ("DA", f"{recorded:%Y/%m/%d}"),
        ("ET", f"version {row.revision}"),
        ("UR", row.permalink),
        ("Y2", f"{retrieved:%Y/%m/%d}"),
        ("N1", LICENCE),
        ("ID", key_of(row)),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in tags)


def as_text(row: Exported, *, retrieved: date) -> str:
    return (
        f"“{row.record.title}”. {DIRECTORY}, version {row.revision} of {row.recorded_at.date().isoformat()}, "
        f"retrieved {retrieved.isoformat()}. {row.permalink} ({LICENCE})"
    )


def key_of(row: Exported) -> str:
    """A key that every format takes: letters, digits and hyphens."""
    return f"bantracker-{re.sub(r'[^A-Za-z0-9-]', '-', row.record.slug)}-v{row.revision}"


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in text)


FORMATS = {
    "csl.json": ("application/vnd.citationstyles.csl+json", as_csl),
    "bib": ("application/x-bibtex; charset=utf-8", as_bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", as_ris),
    "txt": ("text/plain; charset=utf-8", as_text),
}
"""By the ending of the address: media type and writer."""
