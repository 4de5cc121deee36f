"""A form of a page as a browser would send it."""

from __future__ import annotations

from bs4 import BeautifulSoup


def soup_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "lxml")


def form_of(response, action: str) -> dict[str, list[str]]:
    """What a browser would send of the form at `action` if nobody touched it."""
    form = soup_of(response).find("form", attrs={"action": action, "method": "post"})
    assert form is not None, f"There is no form that posts to {action}."
    sent: dict[str, list[str]] = {}
    for field in form.find_all(["input", "select", "textarea"]):
        name = field.get("name")
        if not name or (field.get("type") in {"checkbox", "radio"} and not field.has_attr("checked")):
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            value = chosen.get("value", chosen.get_text()) if chosen else ""
        elif field.name == "textarea":
            value = field.get_text().removeprefix("\n").removeprefix("\r\n")
        else:
            value = field.get("value", "")
        sent.setdefault(name, []).append(value)
    return sent
