"""The words and the markup of made-up entries: as much of each tag as saved feeds have, in sentences of our own.

In saved feeds an entry holds on average 2.7 kB, 4 links, 3 paragraphs, 3 list items, a span, a line break, a table
cell, a block and an image; so do these. Most speak of nothing that we look for, one in 20 names a vendor and does not
report a step, and one in 50 reports one.
"""

from __future__ import annotations

import random

_SUBJECTS = """
The ministry|The city council|A spokesman for the port|Engineers from Rotterdam|The central bank|Farmers in Moravia|
Researchers at the University of Turku|The regional court|Three members of the committee|The museum in Porto|
The national railway|Teachers in Nova Scotia|Dr. Amal Haddad|The harbour master|An agency in Seoul|The orchestra|
The energy regulator|Shareholders|The weather service|Parliament in Canberra|The hospital of Graz|A start-up in Nairobi
"""
_VERBS = """
said that|announced on Tuesday that|told reporters that|expects that|found that|confirmed in a statement that|
wrote in its yearly report that|warned that|agreed after long talks that|decided that
"""
_OBJECTS = """
a new bridge over the river will open before the winter|the price of grain rose by 3.4 per cent in the third quarter|
local schools may keep their own timetables|the second tram line changed how people commute|
heavy rain had moved the gravel under two pillars|visitors came in record numbers to the exhibition of early maps|
the budget for roads grows to 41 million a year|software for the library was late again and cost twice as much|
the use of cash fell faster than in the neighbouring countries|fines for late filing stay as they are|
the network of charging points reaches every village by 2028|the law on forests needs another reading|
talks with the European Commission go on next week|phones are no longer needed to board the ferry|
the company stops making cameras of that size and sells the factory|cyber attacks on hospitals became rarer|
an open tender for 120 buses closes at the end of the month|patients wait eleven days less than a year ago|
the old observatory gets a roof of glass|imports of timber from Finland and Latvia went down
"""
_ASIDES = """
, which nobody had expected|, although the figures are not final| and thanked the volunteers|
, according to two people who were in the room|, five years after the first plan|, as the Herald had reported||||
"""
_BY_THE_WAY = """
Huawei opened a shop beside the station.|The clip was seen two million times on TikTok.|
A drone made by DJI filmed the harbour from above.|Kaspersky counted fewer attacks than in spring.|
Among the guests was a manager of ZTE.|The cameras came from Hikvision and were paid for by the club.
"""
_STEPS = """
{place} has banned {vendor} products from all public offices. Departments may no longer buy or use them.|
{place} ordered {vendor} to cease operations in the country after a review under its investment law. It harms security.|
Regulators in {place} prohibited {vendor} equipment in mobile networks. Operators have to remove it within five years.
"""
_TOPICS = "Economy Culture Transport Opinion Sport Health Science Europe Weather Long-reads Housing Courts Energy"
_NAMES = "Ines Okafor|Jonas Vitkus|M. Aaltonen|Priya Raman|The editors|Tomáš Beneš"
_VENDORS = ("Hikvision", "Dahua", "Huawei", "ZTE", "TikTok", "Kaspersky", "DJI", "DeepSeek")
_PLACES = ("Canada", "the United Kingdom", "Australia", "Sweden", "Italy", "India", "Lithuania", "Taiwan")
_STYLE = 'style="margin:0 0 1em;font-family:Georgia,serif;font-size:15px;line-height:1.5"'


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) if part.strip() else "" for part in text.strip().split("|"))


def _spaced(text: str) -> tuple[str, ...]:
    """Asides keep the space or comma that they begin with."""
    return tuple(part.replace("\n", "") for part in text.strip("\n").split("|"))


SUBJECTS, VERBS, OBJECTS, ASIDES = _listed(_SUBJECTS), _listed(_VERBS), _listed(_OBJECTS), _spaced(_ASIDES)
BY_THE_WAY, STEPS, NAMES, TOPICS = _listed(_BY_THE_WAY), _listed(_STEPS), _listed(_NAMES), _TOPICS.split()


def sentence(dice: random.Random) -> str:
    parts = (dice.choice(SUBJECTS), dice.choice(VERBS), dice.choice(OBJECTS))
    return f"{' '.join(parts)}{dice.choice(ASIDES)}."


def title(dice: random.Random) -> str:
    return dice.choice(
        (
            f"{dice.choice(SUBJECTS)}: {dice.choice(OBJECTS)}",
            f"{dice.choice(OBJECTS)[:1].upper()}{dice.choice(OBJECTS)[1:]}",
            f"Why {dice.choice(OBJECTS)} – {dice.choice(TOPICS)} & more",
        )
    )


def step(dice: random.Random) -> str:
    """Two sentences that report a step against a vendor."""
    return dice.choice(STEPS).format(place=dice.choice(_PLACES), vendor=dice.choice(_VENDORS))


def body(dice: random.Random, number: int, first: str = "") -> str:
    """The HTML of one entry, from a teaser of a line to some 12 kB; `first` opens it as text."""
    parts = [f"<p {_STYLE}>{first}</p>"] if first else []
    if dice.random() < 0.05:
        parts.append(f"<p>{dice.choice(BY_THE_WAY)} {sentence(dice)}</p>")
    length = min(int(dice.lognormvariate(1.1, 0.8)), 24)
    if length < 2:
        return "".join(parts) + f"{sentence(dice)} {_link(dice, number)}"
    parts += [_block(dice, number) for _ in range(length)]
    return f'<div class="entry-content post-{number}" dir="ltr">{"".join(parts)}{_tail(dice, number)}</div>'


def _block(dice: random.Random, number: int) -> str:
    (make,) = dice.choices((_paragraph, _list, _figure, _table, _quote), (62, 12, 14, 4, 8))
    return make(dice, number)


def _paragraph(dice: random.Random, number: int) -> str:
    said = [sentence(dice) for _ in range(dice.randrange(1, 5))]
    place = dice.randrange(len(said))
    said[place] = dice.choice(
        (
            f"{said[place]} {_link(dice, number)}",
            f'<span style="font-weight:400;color:#1a1a1a">{said[place]}</span>',
            f"<strong>{said[place]}</strong>",
            f"&#8220;{said[place]}&#8221;&nbsp;&mdash; {dice.choice(NAMES)}<br />\n<br clear='all'/>",
            said[place],
        )
    )
    return f"<p{dice.choice(('', '', ' ' + _STYLE, ' class=rich-text'))}>{' '.join(said)}</p>\n"


def _link(dice: random.Random, number: int) -> str:
    place = dice.randrange(10_000)
    return (
        f'<a href="https://news-{number}.example/story/{place}?utm_source=rss&amp;utm_medium=feed" '
        f'target="_blank" rel="noopener noreferrer" data-track="{place}">{dice.choice(OBJECTS)}</a>'
    )


def _list(dice: random.Random, number: int) -> str:
    items = "".join(f"<li><a href='/tag/{n}' rel=tag>{dice.choice(TOPICS)}</a> {dice.choice(OBJECTS)}</li>\n" for n in
                    range(dice.randrange(2, 9)))  # fmt: skip
    return f"<ul class='links'>{items}</ul>{'<hr>' if dice.random() < 0.2 else ''}"


def _figure(dice: random.Random, number: int) -> str:
    place = dice.randrange(10_000)
    sizes = ", ".join(f"https://img-{number}.example/{place}-{w}x{w}.jpg {w}w" for w in (300, 768, 1024))
    return (
        f'<figure id="attachment_{place}" class="wp-block-image size-large"><img loading="lazy" width="640" '
        f'height="427" src="https://img-{number}.example/{place}.jpg?w=640&#038;ssl=1" srcset="{sizes}" '
        f'alt="{dice.choice(OBJECTS)}" /><figcaption>{dice.choice(OBJECTS)} &copy; {dice.choice(NAMES)}'
        "</figcaption></figure>"
    )


def _table(dice: random.Random, number: int) -> str:
    rows = "".join(
        f"<tr valign=top><td width='40%'>{dice.choice(TOPICS)}</td><td>{dice.randrange(number + 2)}</td></tr>"
        for _ in range(dice.randrange(2, 7))
    )
    return f'<table border="0" cellpadding="4" cellspacing="0"><tbody>{rows}</tbody></table>'


def _quote(dice: random.Random, number: int) -> str:
    said = sentence(dice)
    return f'<blockquote cite="https://news-{number}.example/"><p><em>{said}</em></p></blockquote><pre>{said}</pre>'


def _tail(dice: random.Random, number: int) -> str:
    """What publishing software hangs on: links to share, a picture that counts readers, a script that nobody runs."""
    shares = "".join(f'<a href="https://share.example/{name}?u={number}">{name}</a> ' for name in ("mail", "post"))
    counter = f'<img src="https://count.example/{number}.gif" height="1" width="1" alt="" />'
    script = f"<script async src='https://widgets.example/{number}.js'></script>" if dice.random() < 0.1 else ""
    return f'<div class="share">{shares}</div>{counter}{script}'
