"""Where a listing says that its next page is: `rel=next`, a link named "Next" or "Older", an arrow, or page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError, escape

from ingest.core.parsing.addresses import web_address
from ingest.core.suggesting.page import PLAIN_NAME

_MOST_LINKS = 5_000
_LONGEST = 40
_DEEPEST = 4
_TELLING_LENGTH = 4
_WORDS = (
    r"next|older|more results|weiter|nächste|naechste|vor|ältere|suivante?|siguientes?"
    r"|próxim[ao]s?|proxim[ao]s?|seguintes?"
    r"|avanti|successiv[aoi]|volgende|verder|następn\w+|dalej|další|ďalší|nasledujúc\w+|starší|nästa|äldre|næste|neste"
    r"|eldre|seuraava|järgmine|nākamā|kitas|următo\w+|urmato\w+|következő|επόμεν\w+|следующ\w+|след|вперед|вперёд"
    r"|далее|наступн\w+|далі|следваща|sonraki|ileri|التالي|التالية|次へ|次の?ページ|次頁|次|下一页|下一頁|下页|下頁|다음"
)
_BESIDE = (
    r"page|pages|posts|entries|items|results|news|articles?|records|seite|beiträge|página|pagina|stránka|strana"
    r"|strona|sida|side|sivu|страница|стр|сторінка|sayfa|페이지|to|go|the|>|»|›|→|⟩|\d+|of|set|list|\(|\)|\.|,|:|…|\|"
)
_NAMED = re.compile(
    rf"^(?:(?:{_BESIDE})\s*){{0,4}}(?:{_WORDS}|(?:older|earlier)\s\w+)\s*(?:(?:{_BESIDE})\s*){{0,5}}$", re.IGNORECASE
)
_ARROWS = (re.compile(r"^(?:›|>|&gt;|→|▶|⟩|❯|chevron_right)$"), re.compile(r"^(?:»|>>|&gt;&gt;|▸▸)$"))
_TELLING = ("aria-label", "title")
_SAID_BY_CLASS = re.compile(
    r"(?:^|[-_])(?:next|older|suivant\w*|weiter|vor|siguiente|successiv\w|nav-previous)(?:$|[-_])", re.IGNORECASE
)
_PAGE_NUMBER = re.compile(r"^\d{1,4}$")


def find_next(soup: BeautifulSoup, *, url: str) -> dict[str, Any]:
    """The keys of a config that lead to the next page: `next` or `page`; none where the page shows no such link."""
    for selector in ("a[rel~=next][href]", "link[rel~=next][href]"):
        if any(_leads_on(one, url) for one in soup.select(selector, limit=1)):
            return {"next": selector}
    links = [one for one in islice(soup.find_all("a", href=True), _MOST_LINKS) if _leads_on(one, url)]
    for rank in range(3):
        found = [one for one in links if _rank(one) == rank]
        if len({one["href"] for one in found}) == 1 and (said := _said(soup, found[0])):
            return {"next": said}
    return _by_numbers(soup, links, url=url)


def _leads_on(link: Tag, url: str) -> bool:
    """Whether a link leads to another page of the same host."""
    href = str(link.get("href") or "").strip()
    if not href or href.startswith("#") or not (address := web_address(href, base=url or "https://page.invalid/")):
        return False
    here, there = urlsplit(url or "https://page.invalid/"), urlsplit(address)
    return there.netloc == here.netloc and (there.path, there.query) != (here.path, here.query)


def _rank(link: Tag) -> int | None:
    """0 for a link that is named as the next page, 1 and 2 for arrows; None for any other."""
    texts = list(_texts_of(link))
    if any(_NAMED.match(text) for text in texts):
        return 0
    for rank, arrow in enumerate(_ARROWS, start=1):
        if any(arrow.match(text) for text in texts) and _is_in_pager(link):
            return rank
    return None


def _texts_of(link: Tag) -> Iterator[str]:
    shown = " ".join(link.get_text(" ").split())
    images = " ".join(str(one.get("alt") or "") for one in link.find_all("img", limit=2))
    for text in (shown, *(str(link.get(name) or "") for name in _TELLING), images.strip()):
        if 0 < len(text) <= _LONGEST:
            yield text


def _is_in_pager(link: Tag) -> bool:
    """Whether a link with the number of a page stands near."""
    for above in islice(link.parents, _DEEPEST):
        others = above.find_all("a", href=True, limit=20)
        if any(_PAGE_NUMBER.match(one.get_text().strip()) for one in others):
            return True
    return False


def _said(soup: BeautifulSoup, link: Tag) -> str:
    """A selector that finds this link, or others to the same place, and nothing else."""
    for selector in _selectors(link):
        try:
            found = soup.select(selector, limit=20)
        except (SelectorSyntaxError, ValueError):
            continue
        if found and {one.get("href") for one in found} == {link["href"]}:
            return selector
    return ""


def _selectors(link: Tag) -> Iterator[str]:
    """Ways to say a link, best first: by what its class or its parent's tells, by an attribute, by its words."""
    for tag, tail in ((link, "[href]"), *((above, " a[href]") for above in islice(link.parents, 2))):
        yield from (f"{tag.name}.{name}{tail}" for name in _classes(tag) if _SAID_BY_CLASS.search(name))
    for attribute in _TELLING:
        if (value := _plain(str(link.get(attribute) or ""))) and _NAMED.match(value):
            yield f'a[{attribute}="{value}"][href]'
    for image in link.find_all("img", limit=2):
        if (value := _plain(str(image.get("alt") or ""))) and _NAMED.match(value):
            yield f'a[href]:has(img[alt="{value}"])'
    if text := _plain(" ".join(link.get_text(" ").split())):
        shown = re.sub(r"\s*\d+\s*", " ", text).strip() or text
        for above in islice(link.parents, _DEEPEST):
            yield from (f'{named} a[href]:-soup-contains("{shown}")' for named in _names_of(above))
        if len(shown) >= _TELLING_LENGTH:
            yield f'a[href]:-soup-contains("{shown}")'
    yield from (f"a.{name}[href]" for name in _classes(link))


def _plain(text: str) -> str:
    """A text that may stand between quotes in a selector; empty where it may not."""
    return "" if '"' in text or "\\" in text else text


def _names_of(tag: Tag) -> Iterator[str]:
    yield from (f"{tag.name}.{name}" for name in _classes(tag))
    if PLAIN_NAME.match(name := str(tag.get("id") or "")):
        yield f"#{escape(name)}"


def _classes(tag: Tag) -> list[str]:
    names = " ".join(str(one) for one in tag.get_attribute_list("class") if one).split()
    return [name for name in names[:6] if PLAIN_NAME.match(name)]


def _by_numbers(soup: BeautifulSoup, links: list[Tag], *, url: str) -> dict[str, Any]:
    """Pages that are told by their numbers: the parameter that counts them, or the link behind the page shown."""
    numbered: dict[str, Tag] = {}
    for link in links:
        text = link.get_text().strip()
        if text in {"2", "3"}:
            numbered.setdefault(text, link)
    second = numbered.get("2")
    if second is None or not _is_first_page(second):
        return {}
    counted = [_query_of(one, url) for one in (second, numbered.get("3")) if one is not None]
    if (page := _parameter(counted, urlsplit(url).query)) is not None:
        return {"page": page}
    current = second.find_previous_sibling() or (second.parent and second.parent.find_previous_sibling())
    if isinstance(current, Tag):
        tail = (
            "a[href]" if current.parent is second.parent else f"{second.parent.name} a[href]" if second.parent else ""
        )
        for named in (*(f"{current.name}.{name}" for name in _classes(current)), current.name):
            selector = f"{named} + {tail}"
            found = soup.select(selector, limit=20)
            if tail and named not in {"a", "li"} and {one.get("href") for one in found} == {second["href"]}:
                return {"next": selector}
    return {}


def _is_first_page(second: Tag) -> bool:
    """Whether the 1 beside the link to page 2 is the page that is shown: no link of its own."""
    for above in islice(second.parents, 3):
        links = above.find_all("a", href=True, limit=20)
        words = above.get_text(" ").split()
        if "1" in words:
            firsts = [one for one in links if one.get_text().strip() == "1"]
            return all(
                str(one["href"]).startswith("#") or "current" in _classes(one) or one.get("aria-current")
                for one in firsts
            )
    return False


def _query_of(link: Tag, url: str) -> dict[str, str]:
    address = web_address(str(link["href"]), base=url or "https://page.invalid/")
    is_same = urlsplit(address).path == urlsplit(url).path
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True)) if is_same else {}


def _parameter(counted: list[dict[str, str]], own: str) -> dict[str, Any] | None:
    """The one parameter by which the pages differ, where it starts and how far it goes each time."""
    here = dict(parse_qsl(own, keep_blank_values=True))
    second = counted[0]
    third = counted[1] if len(counted) > 1 else None
    changed = [
        name
        for name, value in second.items()
        if value.isascii()
        and value.isdigit()
        and len(value) < 6
        and here.get(name) != value
        and (
            third is None or (third.get(name, "").isascii() and third.get(name, "").isdigit() and third[name] != value)
        )
    ]
    if len(changed) != 1:
        return None
    at = int(second[changed[0]])
    step = int(third[changed[0]]) - at if third is not None else 1 if at < 3 else at
    if step < 1 or at - step not in {0, 1}:
        return None
    return {"parameter": changed[0], "from": at - step} | ({} if step == 1 else {"step": step})
