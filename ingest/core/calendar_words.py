"""Months, weekdays and the words around a date, folded, in the languages that are read.

A star leaves the ending of a word open. What the words are for is told where they are used,
in `ingest.core.prose_dates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ingest.core.folding import fold_in_place

_MONTHS = (
    """
        january jan januar janvier janv enero ene gennaio gen januari janeiro jan styczeń stycznia styczniu
        leden ledna lednu január* января январе январь янв січня січні січень sausio janvāri* janvār* jaanuar*
        tammikuu* ocak* يناير जनवरी ianuarie siječnja gennaio
    """,
    """
        february feb februar februari février févr febrero febbraio febb fevereiro fev luty lutego lutym únor
        února únoru február* февраля феврале февраль фев лютого лютому лютий vasario februār* veebruar*
        helmikuu* şubat* فبراير फरवरी februarie veljače
    """,
    """
        march mar märz maerz mars marzo março maart marzec marca marcu březen března březnu marec марта марте
        март березня березні kovo mart* märts* maaliskuu* مارس मार्च martie ožujka marts
    """,
    """
        april apr avril abril abr aprile kwiecień kwietnia kwietniu duben dubna dubnu apríl* апреля апреле
        апрель апр квітня квітні balandžio aprīl* huhtikuu* nisan* أبريل ابريل نيسان अप्रैल aprilie travnja
    """,
    """
        may mai maj maja maju mayo maggio mag mei maio květen května květnu máj* мая мае май травня травні
        gegužės maij* toukokuu* mayıs* مايو أيار मई svibnja
    """,
    """
        june jun juni juin junio giugno giu junho czerwiec czerwca czerwcu červen června červnu jún* июня июне
        июнь червня червні birželio jūnij* kesäkuu* haziran* يونيو حزيران जून iunie lipnja
    """,
    """
        july jul juli juillet julio luglio lug julho lipiec lipca lipcu červenec července červenci júl* июля
        июле июль липня липні liepos jūlij* heinäkuu* temmuz* يوليو تموز जुलाई iulie srpnja
    """,
    """
        august aug août agosto ago augusti augustus sierpień sierpnia sierpniu srpen srpna srpnu augusta
        auguste августа августе август авг серпня серпні rugpjūčio elokuu* ağustos* أغسطس آب अगस्त kolovoza
    """,
    """
        september sep sept septembre septiembre settembre sett set setembro wrzesień września wrześniu září
        septembra сентября сентябре сентябрь сен вересня вересні rugsėjo septembr* syyskuu* eylül* سبتمبر
        أيلول सितंबर septembrie rujna
    """,
    """
        october oct oktober okt octobre octubre ottobre ott outubro październik października październiku
        říjen října říjnu októbra октября октябре октябрь окт жовтня жовтні spalio oktobr* oktoober* lokakuu*
        ekim* أكتوبر تشرين अक्टूबर octombrie
    """,
    """
        november nov novembre noviembre novembro listopad listopada listopadzie listopadu novembra ноября
        ноябре ноябрь ноя листопада листопаді lapkričio novembr* marraskuu* kasım* نوفمبر नवंबर noiembrie
        studenoga
    """,
    """
        december dec dezember dez décembre diciembre dic dicembre dezembro dez grudzień grudnia grudniu
        prosinec prosince prosinci decembra декабря декабре декабрь дек грудня грудні gruodžio decembr*
        detsember joulukuu* aralık* ديسمبر दिसंबर decembrie prosinca desember
    """,
)
_WEEKDAYS = (
    """
        monday montag lundi lunes lunedì segunda-feira maandag poniedziałek pondělí måndag mandag понедельник
        понедельника понеділок 月曜日 月曜 월요일 周一 星期一 週一 الاثنين الإثنين
        सोमवार hétfőn hétfő pirmadien* pirmdien*
    """,
    """
        tuesday dienstag mardi martes martedì terça-feira dinsdag wtorek úterý tisdag* tirsdag* вторник
        вторника вівторок 火曜日 火曜 화요일 周二 星期二 週二 الثلاثاء मंगलवार kedden
    """,
    """
        wednesday mittwoch mercredi miércoles mercoledì quarta-feira woensdag środa środę středu středa
        onsdag* среду среда середу середа 水曜日 水曜 수요일 周三 星期三 週三 الأربعاء الاربعاء बुधवार szerdán
    """,
    """
        thursday donnerstag jeudi jueves giovedì quinta-feira donderdag czwartek čtvrtek torsdag* четверг
        четверга четвер 木曜日 木曜 목요일 周四 星期四 週四 الخميس गुरुवार csütörtökön štvrtok
    """,
    """
        friday freitag vendredi viernes venerdì sexta-feira vrijdag piątek pátek fredag* пятницу пятница
        п'ятницю п'ятниця piatok 金曜日 金曜 금요일 周五 星期五 週五 الجمعة शुक्रवार pénteken
    """,
    """
        saturday samstag sonnabend samedi sábado sabato zaterdag sobota sobotę sobotu lördag* lørdag* субботу
        суббота суботу субота 土曜日 土曜 토요일 周六 星期六 週六 السبت शनिवार
    """,
    """
        sunday sonntag dimanche domingo domenica zondag niedziela niedzielę neděli neděle söndag* søndag*
        воскресенье неділю неділя 日曜日 日曜 일요일 周日 星期日 週日 星期天 الأحد रविवार
    """,
)
_SHIFTS = {
    0: """
        today heute aujourd'hui hoy oggi hoje vandaag dziś dzisiaj dnes idag i_dag сегодня сьогодні 今天 今日 本日
        오늘 اليوم आज tänään
    """,
    -1: """
        yesterday gestern hier ayer ieri ontem gisteren wczoraj včera igår i_går вчера вчора учора 昨天 昨日 어제
        أمس कल eilen tegnap
    """,
    1: """
        tomorrow morgen demain mañana domani amanhã jutro zítra imorgon i_morgen завтра 明天 明日 내일 غدا huomenna
        holnap
    """,
}
_NEXT = """
    next coming nächsten nächste kommenden kommende prochain prochaine próximo prossimo próxima następny
    příští nästa neste næste следующ* наступн* 来週 下周 下週 다음
"""
_ROLES = {
    "effective": """
        effective | takes effect | take effect | taking effect | took effect | go into effect | goes into
        effect | went into effect | in effect | comes into force | come into force | came into force | in
        force | enters into force | entered into force | enter into force | starting | beginning | from | as
        of | as from | since_ | with effect | effective as of | operative | ab | ab dem | vom | mit wirkung |
        in kraft | gilt ab | gelten ab | beginnend | ab sofort und | a partir du | a compter du | des le | des
        | entre en vigueur | entrera en vigueur | en vigueur | applicable | a partir del | a partir de | desde
        | desde el | entra en vigor | entrara en vigor | en vigor | dal | dall | a partire dal | a partire da
        | in vigore | entra in vigore | entrera in vigore | decorre | entra em vigor | entrara em vigor | em
        vigor | vanaf | met ingang van | per | van kracht | treedt in werking | od | z dniem | wejdzie w zycie
        | wchodzi w zycie | obowiazuje od | s ucinnosti | ucinnost | s platnosti | fran | fran och med | fran
        den | trader i kraft | i kraft | fra | fra og med | fra den | traeder i kraft | trer i kraft | trår i
        kraft | с | со | начиная с | вступ* | вступает в силу | з | із | зі | набирає чинності | набуває
        чинності | 自 | 从 | 從 | 起 | 自从 | 于 | اعتبارا من | ابتداء من | من | alkaen | hatalyba lep | nuo | no |
        alates | itibaren
    """,
    "deadline": """
        by | by the end of | no later than | not later than | before | deadline | deadline of | until_ | bis |
        bis zum | bis spatestens | spatestens | vor dem | bis ende | d ici | d ici le | d ici au | d ici fin |
        avant | avant le | au plus tard | au plus tard le | jusqu au | jusqu a | antes del | antes de | hasta
        | hasta el | a mas tardar | a mas tardar el | plazo | para el | entro | entro il | entro la fine del |
        entro fine | ate | ate o | ate o fim de | ate ao fim de | antes do | tot | tot en met | uiterlijk |
        voor | voor het einde van | do | do dnia | do konca | najpozniej do | nejpozdeji do | nejpozdeji | do
        konce | senast | senast den | fore | fram till | senest | inden | inden den | innen | innen den | til
        | frem til | до | до конца | к | ко | не позднее | до кінця | не пізніше | 在 | 截至 | 最迟 | 最迟于 | قبل |
        بحلول | حتى | mennessa | iki | lidz | kuni
    """,
    "term": """
        suspended until | stayed until | extended until | extends until | extended to | valid until | expires
        | expires on | expire on | expired on | ends on | lasts until | in force until | paused until | frozen
        until | postponed to | verlangert bis | gilt bis | befristet bis | ausgesetzt bis | prolonge jusqu au
        | suspendu jusqu au | valable jusqu au | prorogado hasta | suspendido hasta | prorogato fino al |
        sospeso fino al | fino al | valido fino al | suspenso ate | prorrogado ate | verlengd tot | geldig tot
        | przedluzony do | platny do | prodlouzeno do | forlangt till | forlenget til | продлен до | продлены
        до | приостановлен до | продовжено до | 延长至 | 延長至 | 延期至
    """,
}
"""What stands right before a date, by what it makes of it."""

_AFTER = {
    "effective": """
        起 | 起施行 | 起生效 | 起实施 | 起實施 | から | より | から施行 | に施行 | 施行 | に発効
        | 発効 | 부터 | 부터 시행 | 시행 | 발효 | in kraft |
        alkaen | tol | nol
    """,
    "deadline": """
        まで | までに | 末までに | 까지 | 前 | 之前 | 前完成 | 底前 | 年底前 | mennessa | ig
    """,
}
"""What stands right behind a date, in languages that say it there."""


def word_pattern(words: Iterable[str]) -> str:
    """An alternation of folded words, the longest first; an underscore stands for a space."""
    folded = {fold_in_place(word.rstrip("*").replace("_", " ")).strip() + "*" * word.endswith("*") for word in words}
    return _by_letter(sorted(folded, key=_length))


def _by_letter(words: Iterable[str]) -> str:
    """The words in their order as an alternation that decides letter by letter: tried one by one, hundreds are slow.

    Words that begin with different letters exclude each other, so they may be gathered; what is
    left empty or open matches anything and keeps its place.
    """
    branches: list[str] = []
    gathered: dict[str, list[str]] = {}
    for word in words:
        if word.rstrip("*"):
            gathered.setdefault(word[0], []).append(word[1:])
        else:
            branches += _letters(gathered)
            branches.append(r"\w*" if word else "")
            gathered = {}
    return "|".join([*branches, *_letters(gathered)])


def _letters(gathered: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for letter, rests in gathered.items():
        rest = _by_letter(rests)
        yield re.escape(letter) + (f"(?:{rest})" if len(rests) > 1 else rest)


def _phrases(words: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in words.split("|")]


def _length(word: str) -> tuple[int, str]:
    return -len(word), word


def _numbered(rows: Iterable[str]) -> dict[str, int]:
    return {fold_in_place(word.rstrip("*")): number for number, row in enumerate(rows, start=1) for word in row.split()}


MONTH = word_pattern(word for row in _MONTHS for word in row.split())
WEEKDAY = word_pattern(word for row in _WEEKDAYS for word in row.split())
SHIFT = word_pattern(word for row in _SHIFTS.values() for word in row.split())
NEXT = word_pattern(_NEXT.split())
BEGINNING = 3
"""Letters by which a word is told that may be one of these."""


def _first_words(*rows: str) -> frozenset[str]:
    """The first words of those that are written in several: of "segunda-feira" that is "segunda"."""
    words = (word.replace("_", " ") for row in rows for word in row.split())
    return frozenset(fold_in_place(word).split()[0] for word in words)


_MONTH_WORDS, _DAY_WORDS = _first_words(*_MONTHS), _first_words(*_WEEKDAYS, *_SHIFTS.values())
_LETTERS = re.compile(r"\w+")
"""What a text is cut into; a vowel sign of Hindi is none of it."""

MONTH_BEGINNINGS = frozenset(_LETTERS.findall(word)[0][:BEGINNING] for word in _MONTH_WORDS)
DAY_BEGINNINGS = frozenset(_LETTERS.findall(word)[0][:BEGINNING] for word in _DAY_WORDS)
_A_MONTH, _A_DAY = re.compile(word_pattern(_MONTH_WORDS)), re.compile(word_pattern(_DAY_WORDS))
_MONTH_NUMBERS, _WEEKDAY_NUMBERS = _numbered(_MONTHS), _numbered(_WEEKDAYS)
_SHIFT_DAYS = {fold_in_place(word.replace("_", " ")): days for days, row in _SHIFTS.items() for word in row.split()}


def _right_before(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<!\w))(?:{word_pattern(phrase.rstrip('_') for phrase in phrases)})"
        r"[\s,:]*(?:the |den |dem |el |le |il |o |il giorno |dia |dnia |on |at |midnight |die |den )?$"
    )


ROLE_BEFORE = {role: _right_before(_phrases(words)) for role, words in _ROLES.items()}
ANY_ROLE_BEFORE = _right_before(phrase for words in _ROLES.values() for phrase in _phrases(words))
"""Before most dates stands none of them."""
ROLE_AFTER = {role: re.compile(rf"\s?(?:{word_pattern(_phrases(words))})") for role, words in _AFTER.items()}


def may_be_month(word: str) -> bool:
    """Whether a folded word may be a month. One beyond ASCII may be cut at a vowel sign, so its beginning is enough."""
    return word[:BEGINNING] in MONTH_BEGINNINGS and not (word.isascii() and _A_MONTH.fullmatch(word) is None)


def may_be_day(word: str) -> bool:
    """Whether a folded word may be, or begin, a weekday or a word like "yesterday"."""
    return word[:BEGINNING] in DAY_BEGINNINGS and not (word.isascii() and _A_DAY.fullmatch(word) is None)


def month_number(word: str) -> int:
    """The number of a folded month's name; the longest known beginning counts for bent ones."""
    return _number_of(word, _MONTH_NUMBERS)


def weekday_number(word: str) -> int:
    """1 for Monday to 7 for Sunday (ISO 8601)."""
    return _number_of(word, _WEEKDAY_NUMBERS)


def shift_of(word: str) -> int:
    return _SHIFT_DAYS[word]


def _number_of(word: str, numbers: dict[str, int]) -> int:
    for length in range(len(word), 0, -1):
        if word[:length] in numbers:
            return numbers[word[:length]]
    raise LookupError(f"“{word}” is not a word of the calendar.")
