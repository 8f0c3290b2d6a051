from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docqa.language import detect, direction, terms
from docqa.language.words import words


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The company's long-term debt", ["The", "company's", "long", "term", "debt"]),
        ("$1,234.5 million (43.8%)", ["1,234.5", "million", "43.8"]),
        ("in 2019, and 10-K.", ["in", "2019", "and", "10", "K"]),
        ('הצבא, צה"ל, אמר "כן"', ["הצבא", 'צה"ל', "אמר", "כן"]),
        ("第50届超级碗", ["第", "50", "届", "超", "级", "碗"]),
        ("東京は2人", ["東", "京", "は", "2", "人"]),
        ("한국어 문장", ["한국어", "문장"]),
        ("na\u0308ive", ["na\u0308ive"]),
        ("“ ” — …", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert cut(text) == found


@settings(deadline=None)
@given(text=st.text(max_size=60))
def test_words_are_in_order_and_never_empty(text: str) -> None:
    spans = words(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


@settings(deadline=None, max_examples=300)
@given(
    text=st.text(max_size=60), language=st.sampled_from(["", "en", "he", "ar", "zh", "ja", "ko", "ru", "de", "xx"])
)
def test_terms_are_never_empty(text: str, language: str) -> None:
    assert all(terms(text, language))


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "acquired companies", "acquiring company"),
        ("de", "die Umsätze", "Umsatz"),
        ("fr", "l'économie générale", "économies générales"),
        ("es", "las inversiones", "inversión"),
        ("ru", "годовых отчётов", "годовые отчеты"),
        ("he", "הממשלה", "ממשלה"),
        ("he", "ובשנים", "שנים"),
        ("he", 'צה"ל', "צהל"),
        ("ar", "الشركة", "شركة"),
        ("zh", "资本支出", "资本支出"),
        ("ko", "회사는", "회사가"),
        ("en", "1,577", "1577"),
        ("en", "FY2022", "2022"),
        ("he", "Microsoft companies", "microsoft company"),
        ("en", "ｆｕｌｌ", "full"),
        ("en", "co\u00adoperate", "cooperate"),
    ],
)
def test_forms_of_a_word_share_a_term(language: str, one: str, other: str) -> None:
    assert set(terms(one, language)) & set(terms(other, language))


def test_function_words_are_left_out() -> None:
    assert terms("What is the name of the ship?", "en") == ["name", "ship"]
    assert terms("של מי הספר", "he") == terms("הספר", "he")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The board approved the plan, and it was signed by the chair in March."),
        ("de", "Der Vorstand hat den Plan genehmigt und die Vorsitzende hat ihn im März unterschrieben."),
        ("fr", "Le conseil a approuvé le plan et la présidente l'a signé en mars."),
        ("es", "El consejo aprobó el plan y la presidenta lo firmó en marzo."),
        ("it", "Il consiglio ha approvato il piano e la presidente lo ha firmato in marzo."),
        ("pt", "O conselho aprovou o plano e a presidente não o assinou em março."),
        ("nl", "De raad heeft het plan goedgekeurd en de voorzitter heeft het in maart getekend."),
        ("sv", "Styrelsen har godkänt planen och ordföranden har inte skrivit på den för att det är mars."),
        ("pl", "Zarząd nie zatwierdził planu, który jest w raporcie, ale przewodnicząca go podpisała."),
        ("cs", "Rada plán schválila a předsedkyně jej podepsala v březnu, ale není to vše, co bylo třeba."),
        ("tr", "Kurul planı onayladı ve başkan bunu mart ayında imzaladı, ama bu yeterli değil."),
        ("ru", "Совет утвердил план, и председатель подписала его в марте."),
        ("uk", "Рада затвердила план, і голова підписала його у березні, але це не все."),
        ("he", "הדירקטוריון אישר את התוכנית והיושבת ראש חתמה עליה במרץ."),
        ("ar", "وافق مجلس الإدارة على الخطة ووقعتها الرئيسة في مارس."),
        ("fa", "هیئت مدیره این طرح را تصویب کرد و رئیس آن را در ماه مارس امضا کرد."),
        ("zh", "董事会批准了该计划，主席于三月签署。"),
        ("ja", "取締役会は計画を承認し、議長が三月に署名した。"),
        ("ko", "이사회는 계획을 승인했고 의장이 3월에 서명했다."),
        ("el", "Το συμβούλιο ενέκρινε το σχέδιο."),
        ("hi", "बोर्ड ने योजना को मंजूरी दी और अध्यक्ष ने मार्च में इस पर हस्ताक्षर किए।"),
        ("th", "คณะกรรมการอนุมัติแผน"),
        ("", "1,234 (43.8%) — 2019"),
        ("", ""),
    ],
)
def test_detect(language: str, text: str) -> None:
    assert detect(text) == language


def test_direction() -> None:
    assert direction("שלום world שלום עולם") == "rtl"
    assert direction("hello שלום everyone") == "ltr"
    assert direction("مرحبا 123") == "rtl"
    assert direction("123") == "ltr"


def test_a_book_takes_about_a_second() -> None:
    page = " ".join(f"word{i % 977} running companies reported in {i}" for i in range(100))
    start = time.perf_counter()
    for _ in range(600):
        terms(page, "en")
    assert time.perf_counter() - start < 5  # 300,000 words; generous for a busy machine


def test_pathological_text_is_quick() -> None:
    start = time.perf_counter()
    for text in ("a" * 500_000, "1," * 250_000, "a'" * 250_000, "中" * 100_000, 'ש"' * 100_000):
        terms(text, "en")
        words(text)
        detect(text)
    assert time.perf_counter() - start < 10
