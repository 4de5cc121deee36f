import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.core.charset import GB18030, WINDOWS_1252, repair


def as_gb18030(text):
    return text.encode().decode("gb18030", "ignore")


def as_1252(text):
    return "".join(
        bytes([byte]).decode("cp1252") if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else chr(byte)
        for byte in text.encode()
    )


@pytest.mark.parametrize(
    "text",
    [
        "Canada’s minister, Mélanie Joly, said “no”.",
        "Заказ запрещает камеры Hikvision в госорганах",
        "海康威视被要求关闭在加拿大的业务",
        "L’Agence a interdit l’application à tous les employés.",
        "Das Bundesamt warnt vor Software – Behörden prüfen.",
    ],
)
def test_utf_8_read_as_windows_1252_is_read_again(text):
    assert repair(as_1252(text)) == (text, WINDOWS_1252)


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("The ministry鈥檚 order", "The ministry’s order"),
        ("鈥楩ollowing a review鈥�".replace("�", ""), "‘Following a review”"),
        ("M茅lanie wrote", "Mélanie wrote"),
        ("trade 鈥 but never", "trade — but never"),
        ("鈥淭ake note,鈥� she said", "“Take note,” she said"),
        (as_gb18030("Сервис закрыт по решению суда в городе"), "Сервис закрыт по решению суда в городе"),
    ],
)
def test_utf_8_read_as_gb_18030_is_read_again(damaged, repaired):
    assert repair(damaged) == (repaired, GB18030)


def test_a_text_read_wrongly_twice_is_repaired_twice():
    assert repair(as_1252(as_1252("the agency’s order"))) == ("the agency’s order", WINDOWS_1252)


def test_only_the_damaged_paragraph_is_changed():
    text = "华为公司发布声明\nThe ministry鈥檚 order"
    assert repair(text)[0] == "华为公司发布声明\nThe ministry’s order"


@pytest.mark.parametrize(
    "text",
    [
        "海康威视",
        "华为技术有限公司表示遗憾",
        "行政院下令公務機關禁用該軟體",
        "政府は通信機器の調達を見直す",
        "정부가 앱 사용을 제한했다",
        "Камеры и маршрутизаторы",
        "الحكومة تحظر التطبيق",
        "CAFÉ” and “MENÜ” were open",
        "São Paulo, NÃO, «à côté», 5 £",
        "Größe… Straße – Übung „Ümit“",
        "Zhang (张) met Huawei隆 staff",
        "plain ASCII",
        "",
    ],
)
def test_what_is_right_stays_as_it_is(text):
    assert repair(text) == (text, "")


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x24F, exclude_categories=["Cc"])))
def test_repair_is_stable(text):
    once = repair(text)[0]
    assert repair(once)[0] == once


@given(
    st.text(
        alphabet=st.sampled_from("的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发"),
        min_size=1,
    )
)
def test_common_chinese_is_never_taken_for_damage(text):
    assert repair(text) == (text, "")


def test_no_right_text_of_the_shared_corpora_is_changed(shared):
    import json

    for line in (shared / "labelled" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert repair(row["text"]) == (row["text"], ""), row["id"]


def test_the_damaged_wire_article_is_repaired(shared):
    text = (shared / "articles" / "wire-canada-hikvision.txt").read_text(encoding="utf-8")
    repaired, damage = repair(text)
    assert damage == GB18030
    assert "鈥" not in repaired
    assert "�" not in repaired
    assert "Canada’s Industry Minister" in repaired
    assert "Mélanie Joly" in repaired
