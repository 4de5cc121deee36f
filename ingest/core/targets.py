"""Which of the vendors that an item names are the target of the step that it reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from ingest.core.gazetteer import Gazetteer, Mention
from ingest.core.reading import LEAD_SENTENCES, ORIGINS, Reading
from ingest.core.sentences import Sentence

_LIST = 3
"""Vendors in one sentence that make it a list."""

_FAR = 3
"""From this sentence on a list that names none of the title's vendors is of others."""

_LOOK_BACK = 60
_MOST_BETWEEN = 25
_MOST_UNSPACED = 12
"""Code points between two names of one row, with and without spaces."""

_STORES = frozenset({"Google", "Apple", "Amazon", "Microsoft", "Oracle"})
"""They carry out what is ordered against others: app stores, clouds, sellers."""

_AT_A_STORE = re.compile(
    r"\b(?:stores?|app ?store|play|play store|marketplace|tienda\w*|negozi\w*|boutique|sklep\w*|obchod\w*|магазин\w*)\b"
    r"|\b(?:ask(?:s|ed|ing)?|tells?|told|order\w*|urg\w*|letter\w* to|wrote to|given|request\w*|pull\w*|host\w*"
    r"|cloud)\b"
    r"|ストア|스토어|商店|متجر"
)
_MEDIA = frozenset(
    {"X", "Twitter", "Telegram", "Facebook", "Instagram", "WeChat", "Weibo", "YouTube", "LinkedIn", "WhatsApp", "VK"}
)
_TOLD_ON = re.compile(
    r"(?:post\w*|told|informed|wrote|writing|announc\w*|said|says|shared|publish\w*|statement|message|note|video|tweet\w*|via"
    r"|schrieb|teilte|annonc\w*|publi\w*|scri\w*|escri\w*|napis\w*|сообщ\w*|написа\w*|заяви\w*)"
    r"(?: \w+){0,3} (?:on|via|auf|sur|su|en|no|in|na|в|through|by)"
    r"(?: (?:its|his|her|their|the|il|sa|son|ses|der|seiner|ihrer|su|sua|своем))*(?: \w+)? $"
)
"""Before a name: "the minister posted on X"."""

_AS_A_CHANNEL = re.compile(
    r" ?(?:channels?|accounts?|posts?|page|feed|message|kanal\w*|canal\w*|канал\w*|аккаунт\w*|チャンネル|채널|频道)\b"
)
_NOT_MEANT = re.compile(
    r"\b(?:none in|not in|nor (?!will |is |are |does |one )|unlike|except(?: for)?|but not|other than|instead of"
    r"|rather than|rivals?|competitors?|alternatives?|against \w+ for|replac\w+(?: (?:it|them))? (?:with|by)"
    r"|switch\w* to|(?<!longer )(?<!not )turn\w* to|in favou?r of|compete\w* with"
    r"|recommends(?! (?:avoid|against|remov|not|drop|replac|that|delet|uninstall|ban|block|exclud)\w*)"
    r"|nothing but|only the \w+ \w+|known for finding|a test (?:by|of)|contracts with|owner of"
    r"|approved(?: \w+)?:|allowed(?: \w+)?:|according to|researchers (?:at|from)|(?:report|analysis|study) (?:by|from)"
    r"|statt|ausser|anstelle|konkurrent\w*|laut"
    r"|sauf|hormis|concurrents?|selon|salvo|excepto|rivales|segun|tranne|invece di|concorrent\w*|secondo|exceto|segundo"
    r"|behalve|volgens|oprocz|wedlug|krome|konkurenc\w*|podle|utom|enligt|ifolge"
    r"|кроме|вместо|конкурент\w*|по данным|крім|замість|за даними)(?: (?!and|und|et|y|e|og|och|i|и|та)\w+){0,2} $"
)
"""Before a name below the title: who is spared, takes the target's place, or only tells of it."""

_INSTEAD = re.compile(
    r"\b(?:in favou?r of|instead of|rather than|switch\w* to|replac\w+(?: (?:it|them))? (?:with|by)|zugunsten von"
    r"|au profit de|a favor de|a favore di|em favor de|ten gunste van|na rzecz|till forman for|til fordel for|в пользу)"
    r"(?: (?!(?:and|or|und|et|y|e)\b)\w+){0,2} $"
)
"""The same where a title says it."""

_SPARED_BEHIND = re.compile(
    r"[^.;:]{0,60}?\b(?:is|are|was|were|remains?|stays?|be|as|an|the)"
    r" (?:(?!not |no |longer )\w+ ){0,2}"
    r"(?:alternatives?|substitutes?|allowed|admissible|permitted|exempt\w*|approved|recommended|unaffected"
    r"|not affected|spared|fine|offered|given as|put forward|suggested)\b"
    r"|[^.;:]{0,30} (?:stands? to (?:lose|gain|profit)|would feel|(?:could|may|would|might) (?:profit|benefit)"
    r"|signed up|asked in vain|had (?:stopped|left|withdrawn|promised|registered)"
    r"|stays? (?:out of reach|blocked|behind)|must decide|(?:is|are) being asked)\b"
)
"""Behind a name below the title: it is spared, or recommended in the target's place."""

_HIT_BEHIND = re.compile(
    r"[^.;:]{0,40}?\b(?:is|are|was|were) (?:also |likewise )?(?:covered|included|affected|hit|caught|targeted)\b"
    r"|[^.;:]{0,60}\b(?:as well|too)$|[^.;:]{0,20} (?:also|likewise|too) (?:falls?|goes|go|comes?|is|are)\b"
)
"""Behind a name: the step is said to hold for it too."""

_NEXT_IN_ROW = re.compile(
    r"(?:,|/| &| and| or| und| oder| et| ou| y| o| e| en| of| og| och| eller| a| i| и| или| та)+ "
)
"""Between two names of a row, the second of which is meant as little as the first."""

_RELATION = re.compile(
    r"owner|owned|parent|subsidiary|unit|maker|backed|affiliate|belongs?|tochter|mutter|filiale|maison mere|filial"
    r"|propriedade|proprietar|dochter|spolka corka|владел|дочерн|親会社|子会社|자회사|모회사|母公司|子公司|旗下"
)
_EXTENDS = re.compile(
    r"(?:\b(?:also|too|likewise) (?:\w+ ){0,2}(?:covers?|appl(?:y|ies)|concerns?|includes?|hits?|bans?|names?|bars?"
    r"|blocks?|extends?)|\bextends? to|\bapplies to|\bnor (?:will|is|are|does|would|was)|\bcovers"
    r"|\b(?:and|or) those (?:of|from|by)|\bas well as|\balong with|\btogether with|\bin addition to"
    r"|\b(?:auch|egalement|ainsi que|ademas de|tambien|nonche|anche|tambem|bem como|evenals|ook|aven|samt|ogsa|takze)"
    r"|\b(?:rowniez|oraz|take|rovnez|против|также|також))"
    r"(?: \w+){0,3} $|\bit,? or (?:the )?(?:\w+ )?$|以及$|および$|さらに$|또한 ?$"
)
"""Before a name: the step is said to hold for it too."""

_ALSO = re.compile(
    r"\b(?:also|too|likewise|same|auch|ebenfalls|ebenso|egalement|aussi|ademas|tambien|asimismo|anche|inoltre|tambem|ook|eveneens"
    r"|aven|ocksa|ogsa|rowniez|takze|rovnez|take|также|тоже|також)\b|还|還|亦|同样|同樣|또한|さらに|同様|ايضا|كذلك"
)
"""In a list before its first name: the step is said to hold for it too."""

_NOBODY = Mention(0, 0, "vendor", "")

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SPEAKS_OF_MORE = re.compile(
    r"\b(?:apps|firms|companies|vendors|suppliers|makers|brands|others|manufacturers|carriers|products|technolog\w+"
    r"|lists?|platforms|unternehmen|firmen|anbieter|hersteller|entreprises|fabricants|fournisseurs|empresas|aplicaciones"
    r"|aziende|fornitori|aplicativos|bedrijven|leveranciers|firm|dostawc\w*|dodavatel\w*|firem|foretag|leverantor\w*"
    r"|firmaer|leverandor\w*|компан\w*|поставщик\w*|производител\w*|приложени\w*)\b"
    r"|企业|企業|公司|厂商|廠商|應用|应用|社|アプリ|개사|기업|업체|شركات|تطبيقات|\b\d{2,}\b"
)


def find_targets(reading: Reading, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The vendors that the reported step hits, in the order of the text.

    Those of the title lead. Below it counts who stands beside one of them or in a list, in a
    sentence that tells of a step; a title that names none leaves it to the lead, and a lead
    that names none to what is recalled. Who only owns, sells or carries the message of another
    is left out.
    """
    cued = {hit.sentence.number for hit in reading.told["kind"]}
    has_title = bool(reading.sentences) and reading.sentences[0].is_title
    titled = list(_meant_in(reading, reading.sentences[0])) if has_title else []
    says_more = not titled or bool(_SPEAKS_OF_MORE.search(reading.folded, 0, reading.sentences[0].end))
    found = dict.fromkeys(titled)
    others: dict[str, None] = {}
    recalled: dict[str, None] = {}
    has_list = False
    for number in reading.vendors:
        sentence = reading.sentences[number]
        mentions = reading.vendors_in(number)
        if sentence.is_title or (len(mentions) < _LIST and found.keys() >= {mention.value for mention in mentions}):
            continue  # who is named here is found already
        named = _meant_in(reading, sentence)
        if not named or number in reading.asides or (found and number in reading.idle):
            recalled = recalled or named
            continue
        if number >= LEAD_SENTENCES and _is_elsewhere(reading, sentence, gazetteer):
            continue
        is_list = len(named) >= _LIST and (
            (says_more and number <= _FAR) or _is_told_on(reading, sentence, found, named)
        )
        is_told = number in cued or number < LEAD_SENTENCES
        if is_list or (is_told and not has_list and says_more):
            found.update(named)
        elif found:
            found.update(dict.fromkeys(_in_a_row(reading, sentence, found, named, is_told=is_told)))
        else:
            others.update(named)
        has_list = has_list or is_list
    return _hit_themselves(reading, found or others or recalled or _first_named(reading), gazetteer, titled)


def _first_named(reading: Reading) -> dict[str, None]:
    """Where all who are named seem spared, those of the first sentence that names any."""
    number = next(iter(reading.vendors), 0)
    return dict.fromkeys(mention.value for mention in reading.vendors_in(number))


def _is_told_on(reading: Reading, sentence: Sentence, found: Mapping[str, None], named: Mapping[str, None]) -> bool:
    """Whether the list of a sentence is of those that a title hits: far below it is of others, unless it goes on."""
    return sentence.number < _FAR or not found or not found.keys().isdisjoint(named) or _goes_on(reading, sentence)


def _goes_on(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence goes on with the step of the one before: behind a semicolon, or with an "also"."""
    first = reading.vendors_in(sentence.number)[0]
    is_joined = reading.folded[: sentence.start].rstrip().endswith(";")
    return is_joined or bool(_ALSO.search(reading.folded, sentence.start, first.start))


def _is_elsewhere(reading: Reading, sentence: Sentence, gazetteer: Gazetteer) -> bool:
    """Whether a sentence tells only of other places than title and lead, or of earlier years."""
    lead = reading.sentences[:LEAD_SENTENCES]
    years = _years(reading, sentence.start, sentence.end)
    if years and max(years) < max(_years(reading, 0, lead[-1].end), default=0):
        return True
    named = {gazetteer.jurisdiction_of(mention) for mention in reading.places_in(sentence.number)} - ORIGINS
    places = {gazetteer.jurisdiction_of(mention) for told in lead for mention in reading.places_in(told.number)}
    return bool(named and places) and named.isdisjoint(places)


def _years(reading: Reading, start: int, end: int) -> list[int]:
    return [int(year) for year in _YEAR.findall(reading.text, start, end)]


def _meant_in(reading: Reading, sentence: Sentence) -> dict[str, None]:
    """Vendors of a sentence, but not those that are spared, or on whose channel something was said."""
    meant: dict[str, None] = {}
    row_end = -1
    for mention in reading.vendors_in(sentence.number):
        goes_on = row_end >= 0 and _NEXT_IN_ROW.fullmatch(reading.folded, row_end, mention.start)
        if goes_on or _is_beside_the_point(reading, sentence, mention):
            row_end = mention.end
        else:
            meant[mention.value] = None
    return meant


def _is_beside_the_point(reading: Reading, sentence: Sentence, mention: Mention) -> bool:
    before = reading.folded[max(sentence.start, mention.start - _LOOK_BACK) : mention.start]
    if (_INSTEAD if sentence.is_title else _NOT_MEANT).search(before):
        return True
    if not sentence.is_title and _SPARED_BEHIND.match(reading.folded, mention.end, sentence.end):
        return True
    if mention.value not in _MEDIA:
        return False
    folded = reading.folded
    is_channel = before.endswith(" on ") and folded.startswith((': "', ": “", ":“", ": ", ', "'), mention.end)
    return is_channel or bool(_TOLD_ON.search(before) or _AS_A_CHANNEL.match(folded, mention.end))


def _in_a_row(
    reading: Reading, sentence: Sentence, found: Iterable[str], named: Iterable[str], *, is_told: bool
) -> list[str]:
    """Vendors in a row with one already found ("Huawei and ZTE"), or to which the step is said to extend."""
    mentions = reading.vendors_in(sentence.number)
    kept = set(found)
    if is_told or len(mentions) >= _LIST:
        for mention in mentions:
            if _EXTENDS.search(reading.folded[sentence.start : mention.start]):
                kept.add(mention.value)
    kept |= {m.value for m in mentions if _HIT_BEHIND.match(reading.folded, m.end, sentence.end)}
    for _ in mentions:
        for left, right in pairwise(mentions):
            between = reading.folded[left.end : right.start]
            most = _MOST_BETWEEN if between.count(" ") > 1 else _MOST_UNSPACED
            if len(between) <= most and not _RELATION.search(between) and {left.value, right.value} & kept:
                kept |= {left.value, right.value}
    return [vendor for vendor in named if vendor in kept]


def _hit_themselves(reading: Reading, found: Iterable[str], gazetteer: Gazetteer, titled: list[str]) -> tuple[str, ...]:
    """Leave out owners and sister products named only to explain a target, and stores that carry orders out."""
    kept = list(found)
    if len(kept) == 1:
        return tuple(kept)
    if any(vendor not in _STORES for vendor in kept):
        kept = [vendor for vendor in kept if not (vendor in _STORES and _is_a_store(reading, vendor))]
    kept = [vendor for vendor in kept if not _is_possessor(reading, vendor, kept)]
    parents = {vendor: gazetteer.vendors[vendor].parent for vendor in kept if vendor in gazetteer.vendors}

    def is_owner(vendor: str) -> bool:
        owned = [other for other, parent in parents.items() if other != vendor and _is_named(parent, vendor)]
        if vendor in titled:
            return any(other in titled and gazetteer.vendors[other].is_app for other in owned)
        return any(gazetteer.vendors[other].is_app or not _is_row(reading, vendor, other) for other in owned)

    def is_owned(vendor: str) -> bool:
        owners = [owner for owner in titled if _is_named(parents.get(vendor, ""), owner)]
        return vendor not in titled and any(not _is_row(reading, vendor, owner) for owner in owners)

    alone = [vendor for vendor in kept if not is_owner(vendor) and not is_owned(vendor)]
    return tuple(alone or kept)


def without_own(
    vendors: tuple[str, ...], reading: Reading, acting: Iterable[str], gazetteer: Gazetteer
) -> tuple[str, ...]:
    """Leave out vendors of the state that acts where it acts against foreign ones: they are suppliers, or rivals.

    Those that the title names stay, and those in a row with others: what a foreign owner holds at home.
    """
    states = {code.split("-")[0] for code in acting}
    own = {vendor for vendor in vendors if gazetteer.vendors[vendor].home in states}
    if not own or len(own) == len(vendors):
        return vendors
    stay = {mention.value for mention in reading.vendors_in(0)} if reading.sentences[0].is_title else set()
    for sentence in reading.sentences:
        for left, right in pairwise(reading.vendors_in(sentence.number)):
            is_row = _NEXT_IN_ROW.fullmatch(reading.folded, left.end, right.start)
            if is_row and ({left.value, right.value} & stay or not {left.value, right.value} <= own):
                stay |= {left.value, right.value}
    return tuple(vendor for vendor in vendors if vendor in stay or vendor not in own)


def _is_named(owner: str, vendor: str) -> bool:
    """Whether "Tencent Holdings Limited" is Tencent."""
    owner, vendor = owner.casefold(), vendor.casefold()
    return owner.startswith(vendor) and not owner[len(vendor) : len(vendor) + 1].isalnum()


def _is_row(reading: Reading, vendor: str, other: str) -> bool:
    for sentence in reading.sentences:
        for left, right in pairwise(reading.vendors_in(sentence.number)):
            between = reading.folded[left.end : right.start]
            if {left.value, right.value} == {vendor, other} and not _RELATION.search(between):
                return True
    return False


def _is_possessor(reading: Reading, vendor: str, found: Iterable[str]) -> bool:
    """Whether a vendor is named only as the one whose product is hit: "Apple's FaceTime"."""
    named = [
        (reading.folded[mention.end : follower.start], follower.value)
        for sentence in reading.sentences
        for mention, follower in pairwise([*reading.vendors_in(sentence.number), _NOBODY])
        if mention.value == vendor
    ]
    others = set(found) - {vendor}
    return bool(named) and all(between == " s " and follower in others for between, follower in named)


def _is_a_store(reading: Reading, vendor: str) -> bool:
    """Whether each sentence with this vendor speaks of a store or of a request to it."""
    numbers = [
        sentence.number
        for sentence in reading.sentences
        if any(mention.value == vendor for mention in reading.vendors_in(sentence.number))
    ]
    spans = [(reading.sentences[number].start, reading.sentences[number].end) for number in numbers]
    return all(_AT_A_STORE.search(reading.folded[start:end]) for start, end in spans)
