"""How a publication takes itself back, in the languages that we read.

It speaks of itself: "this article", "we have withdrawn the story". That an app is "no longer available",
or that an order is withdrawn, is news of the app and of the order, and is sorted as such.
"""

from __future__ import annotations

import re

_SAYS = {
    "a heading": (
        r"^\s*[\[(]?\s*(?:retracted|withdrawn|retraction|removed|unpublished)\s*(?:[\])]|[:–—-])"
        r"|\b(?:kill notice|mandatory kill|story killed?)\b"
    ),
    "en": (
        r"\b(?:this|our) (?:\w+ ){0,2}(?:press release|release|article|notice|page|statement|story|post|report"
        r"|publication|document|advisory|bulletin|item|content) (?:\S+ ){0,3}?(?:withdrawn|retracted|removed"
        r"|unpublished|deleted|taken down|recalled|no longer available)\b"
        r"|\bthe (?:\w+ )?(?:press release|article|story|page|post|item) (?:has been|have been|was|is) (?:\w+ )?"
        r"(?:withdrawn|retracted|unpublished|taken down)\b"
        r"|\bthe (?:page|article|story|post|content) (?:\S+ ){0,4}(?:is|are) no longer available\b"
        r"|\bwe (?:have|are) (?:\w+ )?(?:withdr(?:awn|awing)|retract(?:ed|ing)|unpublished|tak(?:en|ing) down) "
        r"(?:this|the|our|an) (?:\w+ )?(?:press release|article|story|report|post)\b"
        r"|\bplease disregard (?:this|the|our) (?:\w+ )?(?:press release|article|story|report|item|alert)\b"
    ),
    "de": (
        r"\bdiese[rs]? (?:\w+ )?(?:Pressemitteilung|Meldung|Artikel|Seite|Beitrag|Bericht|Text) (?:\S+ ){0,3}?"
        r"(?:zurückgezogen|entfernt|gelöscht|nicht mehr verfügbar|widerrufen)\b"
        r"|\b(?:wir|redaktion|agentur) (?:haben|hat|ziehen|zieht) (?:\w+ )?(?:diesen|diese|den|die) "
        r"(?:Artikel|Beitrag|Bericht|Text|Meldung)\b[^.]{0,20}\bzurück(?:gezogen)?\b"
    ),
    "fr": (
        r"\b(?:ce|cette|cet) (?:\w+ )?(?:communiqué|article|page|dépêche|information|contenu) (?:\S+ ){0,3}?"
        r"(?:retirée?|supprimée?|dépubliée?|plus disponible)(?!\w)"
        r"|\bnous avons (?:retiré|supprimé|dépublié) (?:cet|cette|ce|l['’]) ?(?:article|dépêche|information|communiqué)"
    ),
    "es": (
        r"\b(?:este|esta|el|la) (?:comunicado|nota|página|artículo|noticia|contenido) (?:ha sido|fue|ya no está) "
        r"(?:retirad[oa]|eliminad[oa]|despublicad[oa]|disponible)\b"
        r"|\bhemos retirado (?:este|esta|el|la) (?:artículo|nota|noticia|información)\b"
    ),
    "pt": (
        r"\b(?:este|esta) (?:artigo|matéria|nota|página|notícia|reportagem|comunicado) (?:foi|já não está"
        r"|não está mais) (?:retirad[oa]|removid[oa]|apagad[oa]|despublicad[oa]|disponível)\b"
    ),
    "it": (
        r"\b(?:questo|questa) (?:articolo|notizia|pagina|comunicato|contenuto) (?:è stat[oa]|non è più) "
        r"(?:rimoss[oa]|ritirat[oa]|cancellat[oa]|disponibile)\b"
    ),
    "nl": r"\b(?:dit|deze) (?:bericht|artikel|pagina) (?:\S+ ){0,2}(?:verwijderd|ingetrokken|niet meer beschikbaar)\b",
    "pl": (
        r"\b(?:ten|ta|niniejszy) (?:artykuł|tekst|wpis|komunikat|strona) (?:został[ao]? )?"
        r"(?:wycofan[ya]|usunięt[ya])\b"
    ),
    "cs": (
        r"\b(?:tento|tato) (?:článek|text|příspěvek|zpráva|stránka) byl[ao]? "
        r"(?:stažen|odstraněn|smazán|odvolán)[aoy]?\b"
    ),
    "sv, da, no": (
        r"\b(?:denna|den här|denne|dette|den) (?:artikel|artikeln|artikkelen|text|texten|nyhet|nyheten|saken|siden"
        r"|sidan) (?:har|er|ble|blev) (?:\w+ )?(?:dragits tillbaka|tagits bort|avpublicerats|trukket tilbage"
        r"|trukket tilbake|fjernet|slettet|avpublisert|afpubliceret)\b"
    ),
    "ru": (
        r"(?:^|[.!?\n]\s*|\b(?:эта|этот|это|данн\w+) )(?:стать[яю]|материал|публикаци[яю]|новость|сообщение|пресс-релиз"
        r"|страница) (?:был[аои]? )?(?:удал[её]н|отозван|снят|больше недоступ)[а-я]*"
    ),
    "uk": (
        r"(?:^|[.!?\n]\s*|\b(?:ця|цей|це) )(?:статт[яю]|матеріал|публікаці[яю]|новин[ау]|повідомлення|сторінк[ау]) "
        r"(?:бул[аои]? |було )?(?:видален|відкликан|вилучен|більше недоступ)[а-яі]*"
    ),
    "zh": (
        r"(?:本文|该文|此文|本稿|稿件|本报道|文章|页面|新闻稿|本報導|本報道|頁面|內容|内容)(?:现已|現已|已被|已经|已|被)"
        r"(?:删除|撤回|撤稿|撤下|下线|刪除|下線)"
    ),
    "ja": r"(?:この|本|当該)?(?:記事|ページ)[はを][^。\n]{0,14}(?:削除|撤回|取り消|取消)",
    "ko": r"(?:기사|게시물|보도자료)[가이는은를을][^.\n]{0,10}(?:삭제|철회|취소)",
    "ar": r"تم (?:سحب|حذف) (?:هذا|هذه) (?:المقال|الخبر|التقرير|الصفحة|البيان)",
}

RETRACTED = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _SAYS.values())
