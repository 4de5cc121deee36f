"""Words by which an update is sorted, in the languages that we read. They say nothing of what an action is.

How a publication takes itself back stands in `retracting`.
"""

from __future__ import annotations

import re


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE | re.VERBOSE) for pattern in patterns)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NOISE = _compiled(
    r"""
    \b(?:session|token|nonce|ref(?:erence)?[ ]id|request[ ]id|ray[ ]id|build|trace|cache)\s*(?:id)?\s*[:=#]\s*[\w-]{5,}
    """,
    r"""
    \b\d[\d.,' ]*\s*(?:views?|reads?|comments?|shares?|likes?|clicks?|downloads?|visits?|visitors?
    |Aufrufe|Kommentare?|vues|lectures|commentaires?|visitas|vistas|comentarios|letture|visualizzazioni
    |просмотр\w*|комментари\w*|wyświetle\w*|weergaven|reacties)\b
    """,
    r"""
    \b(?:views?|reads?|comments?|shares?|likes?|hits|visits?|downloads?|Aufrufe|Zugriffe|vues
    |visitas|letture|просмотр\w*|прочтени\w*|wyświetle\w*)\s*[:=(]\s*\d[\d.,' ]*\)?
    """,
    r"(?:阅读|浏览|点击|閱讀|瀏覽|조회수?|閲覧数?)(?:次数|量|數)?\s*[:：]?\s*\d+",
    r"\d+\s*(?:次(?:阅读|浏览|点击)|回閲覧|회[ ]조회)",
    r"""
    \b(?:last\s+)?(?:updated|modified|refreshed|generated|printed|checked|retrieved|accessed)(?:\s+(?:on
    |at))?\s*:?\s*(?:(?:an?|\d+)\s+(?:seconds?|minutes?|hours?|days?)\s+ago|[\d.:/-]+(?:[ T,]+[\d.:]+)*(?:\s*(?:am
    |pm|UTC|GMT|[A-Z]{3,4}))?)
    """,
    r"""
    \b(?:an?|\d+)\s+(?:seconds?|minutes?|hours?|days?|weeks?)\s+ago\b|\bvor[ ]\d+[ ]\w+\b|\bil[ ]y[ ]a[ ]\d+[ ]\w+\b
    """,
    r"""
    \b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)[ -]min(?:ute)?s?[ ]read\b
    |\bread(?:ing)?[ ]time:?[ ]\d+[ ]min\w*
    """,
    r"\b(?:page[ ])?(?:generated|rendered|loaded)[ ]in[ ][\d.,]+[ ]?m?s(?:ec\w*)?\b",
    r"\b\d{1,2}:\d{2}(?::\d{2})?\s*(?:am|pm|UTC|GMT|CET|CEST|EST|EDT|MSK|Uhr)?\b",
    r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b",
    r"\b(?=\w*\d)(?=\w*[a-f])[0-9a-f]{10,}\b",
    r"©\s*\d{4}(?:\s*[-–]\s*\d{4})?",
    r"[\u200b-\u200f\u2028\u2029\ufeff\u00ad]",
)
"""What differs at each reading, whatever the news: counters, clocks, times of day, random names."""

_ADVERTS = _compiled(
    r"""
    ^(?:advertisement|sponsored|anzeige|werbung|publicité|publicidad|pubblicità|реклама|广告
    |広告|광고)\b|^(?:read[ ](?:also|more|next)|see[ ]also|related|more[ ]on[ ]this|also[ ]read
    |recommended|trending|most[ ](?:read|popular)|lesen[ ]sie[ ]auch|mehr[ ]zum[ ]thema|à[ ]lire[ ]aussi
    |lire[ ]aussi|lea[ ]también|leggi[ ]anche|читайте[ ]также|читайте[ ]також|相关阅读|関連記事|관련기사)\b
    |^(?:sign[ ]up|subscribe|follow[ ]us|join[ ]our|download[ ]our|get[ ]our|share[ ](?:this
    |on)|newsletter|print[ ]this|listen[ ]to)\b
    """,
)
ADVERT = _ADVERTS[0]
"""Lines that sell or lead elsewhere."""

STAGES = _compiled(
    r"""
    \b(?:extend(?:ed|s)?|extension|prolong\w*|verlänger\w*|prorog\w*|prórroga|продл\w*|продовж\w*
    |延长|延長|연장)\b|延长|延長|연장
    """,
    r"""
    \b(?:withdr(?:awn|ew|aws|awal)|rescind\w*|rescission|revok\w*|revocation|repeal\w*|annul\w*
    |zurückgezogen\w*|aufgehoben|aufhebung|widerruf\w*|abrog\w*|révoqu\w*|derog\w*|revoc\w*
    |отмен\w*|отозв\w*|скасов\w*)\b|撤销|撤回|废止|廃止|철회
    """,
    r"""
    \b(?:lift(?:ed|s|ing)?|unblock\w*|restor\w*|reinstat\w*|entsperr\w*|levée?|levantad\w*
    |снят\w*|разблокир\w*)\b|解除|恢复|해제
    """,
    r"""
    \b(?:suspend\w*|suspension|paus(?:ed?|es)|halt(?:ed|s)?|stay(?:ed|s)|enjoin\w*|injunction
    |ausgesetzt|suspend[ue]\w*|приостан\w*|призупин\w*)\b|暂停|停止|중단|差し止め
    """,
    r"""
    \b(?:postpon\w*|delay\w*|defer(?:red|s)?|verschoben|report[ée]e?s?|aplazad\w*|rinviat\w*
    |отлож\w*|перенес\w*)\b|推迟|延期|연기
    """,
    r"""
    \b(?:final(?:is|iz)?(?:ed|es)?|adopt(?:ed|s)?|approv(?:ed|es)|sign(?:ed|s)|enact\w*|pass(?:ed
    |es)|beschlossen|adopt[ée]e?s?|aprobad\w*|approvat\w*|принят\w*|подписа\w*|ухвал\w*)\b
    |通过|批准|签署|施行|可決|승인
    """,
    r"""
    \b(?:propos\w*|draft|consider\w*|vorgeschlagen|entwurf|projet|propuest\w*|proposta|законопроект
    |проект)\b|草案|拟议|征求意见|案
    """,
    r"""
    \b(?:reject\w*|den(?:y|ied|ies)|veto\w*|fail(?:ed|s)|dismiss\w*|abgelehnt|rejet\w*|rechaz\w*
    |respint\w*|отклон\w*|отказ\w*)\b|否决|驳回
    """,
    r"""
    \b(?:appeal\w*|challeng\w*|su(?:ed|es)|lawsuit|litigation|klage|berufung|recours|recurso
    |ricorso|иск|обжал\w*|апелляц\w*)\b|上诉|起诉
    """,
    r"""
    \b(?:uph(?:eld|olds)|overturn\w*|struck[ ]down|quash\w*|bestätigt|confirm[ée]\w*|отстоял\w*
    |оставил\w*[ ]в[ ]силе)\b|维持|推翻
    """,
    r"""
    \b(?:expir\w*|laps\w*|sunset\w*|ausgelaufen|abgelaufen|expir[ée]\w*|истек\w*|закінч\w*)\b
    |到期|失效
    """,
    r"""
    \b(?:immediately|takes?[ ]effect|took[ ]effect|in[ ]force|effective|enters?[ ]into[ ]force
    |in[ ]kraft|en[ ]vigueur|en[ ]vigor|in[ ]vigore|вступ\w*[ ]в[ ]силу|набу\w*[ ]чинності)\b
    |生效|立即|発効|시행
    """,
    r"""
    \b(?:amend\w*|expand\w*|widen\w*|narrow\w*|tighten\w*|eas(?:ed|es|ing)|exempt\w*|waiver\w*
    |exclud\w*|geändert|ausgeweitet|modifi[ée]\w*|élarg\w*|ampliad\w*|расшир\w*|измен\w*)\b
    |修订|扩大|豁免
    """,
    r"""
    \b(?:ban(?:s|ned)?|prohibit\w*|forbid\w*|block\w*|restrict\w*|sanction\w*|blacklist\w*
    |allow\w*|permit\w*|verbot\w*|verbiet\w*|interdi\w*|prohib\w*|viet\w*|запре\w*|блокир\w*
    |заборон\w*|разреш\w*)\b|禁止|封禁|限制|允许|금지
    """,
)
"""Steps in an action's life and what is done. One that a text gains or loses altogether changes its substance."""

COUNTED = _compiled(
    r"""
    \b(?:not|no|never|neither|nor|without|except|unless|cannot|kein\w*|nicht|nie|ohne|ne|pas
    |jamais|sans|sin|nunca|non|mai|senza|не|нет|без|ні|nie|bez)\b|n['’]t\b|不|没有|未|非|ない|않
    """,
    r"""
    \b(?:must|shall|may|should|required|mandatory|voluntary|muss|müssen|darf|dürfen|soll\w*
    |doit|doivent|peu(?:t|vent)|debe\w*|puede\w*|deve|devono|può|должн\w*|обязан\w*|может|могут)\b
    |必须|应当|可以|義務
    """,
)
"""Denials and duties: one more or one less turns a sentence round."""

MONTHS = _words(
    """
    january february march april may june july august september october november december januar februar märz marz
    maerz mai juni juli oktober dezember janvier fevrier février mars avril juin juillet aout août septembre octobre
    novembre decembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre
    diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre января февраля марта апреля
    мая июня июля августа сентября октября ноября декабря monday tuesday wednesday thursday friday saturday sunday
    montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche
    tomorrow yesterday today
    """
)

NUMBERS = _words(
    """
    one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty ninety hundred
    thousand million billion dozen half all some every drei vier fünf sechs sieben acht neun zehn zwölf hundert
    tausend millionen milliarden deux trois quatre cinq sept huit neuf dix cent mille millions milliards dos tres
    cuatro cinco seis siete ocho nueve diez cien mil millones due tre quattro cinque sei sette otto nove dieci cento
    два три четыре пять шесть семь восемь девять десять сто тысяч миллионов
    """
)
