"""The few sentences that the built-in reader says itself, in the question's language where docqa knows it."""

from __future__ import annotations

from docqa.domain import PackedContext
from docqa.language.words import detect

# nothing found; how much was searched: all, the only page, a part; the question is in another language than the
# document
_SENTENCES = {
    "en": (
        "Nothing in the document answers this.",
        "All {pages} pages were searched.",
        "The one page was searched.",
        "{sent} of {pages} pages were searched: the others were not in the window.",
        "The question is in another language than the document, which the built-in reader bridges only in part: "
        "ask in the document's language, or choose a model.",
    ),
    "he": (
        "אין במסמך תשובה לשאלה הזאת.",
        "החיפוש נעשה בכל {pages} העמודים.",
        "החיפוש נעשה בעמוד היחיד.",
        "החיפוש נעשה ב-{sent} מתוך {pages} עמודים: האחרים לא היו בחלון.",
        "השאלה אינה בשפת המסמך, והקורא המובנה מגשר על כך רק בחלקו: שאלו בשפת המסמך, או בחרו מודל.",
    ),
    "zh": (
        "文档中没有这个问题的答案。",
        "已搜索全部 {pages} 页。",
        "已搜索唯一的一页。",
        "已搜索 {pages} 页中的 {sent} 页：其余页面不在窗口内。",
        "问题与文档的语言不同，内置阅读器只能部分跨越这一差别：请用文档的语言提问，或选择一个模型。",
    ),
    "de": (
        "Im Dokument steht keine Antwort darauf.",
        "Alle {pages} Seiten wurden durchsucht.",
        "Die eine Seite wurde durchsucht.",
        "{sent} von {pages} Seiten wurden durchsucht: der Rest war nicht im Fenster.",
        "Die Frage ist in einer anderen Sprache als das Dokument, was der eingebaute Leser nur zum Teil "
        "überbrückt: bitte in dessen Sprache fragen oder ein Modell wählen.",
    ),
    "fr": (
        "Rien dans le document ne répond à cette question.",
        "Les {pages} pages ont toutes été parcourues.",
        "L'unique page a été parcourue.",
        "{sent} pages sur {pages} ont été parcourues : le reste n'était pas dans la fenêtre.",
        "La question n'est pas dans la langue du document, ce que le lecteur intégré ne surmonte qu'en partie : "
        "posez-la dans cette langue ou choisissez un modèle.",
    ),
    "es": (
        "Nada en el documento responde a esta pregunta.",
        "Se han buscado las {pages} páginas.",
        "Se ha buscado en la única página.",
        "Se han buscado {sent} de {pages} páginas: las demás no estaban en la ventana.",
        "La pregunta está en otro idioma que el documento, lo que el lector integrado salva solo en parte: "
        "pregunte en el idioma del documento o elija un modelo.",
    ),
}

# How a page is cited, where not by "p.".
_PAGE = {"he": "עמ׳ {label}", "zh": "第 {label} 页"}

# how many passages match; the best of so many
_MATCHES = {
    "en": ("Passages that match, in order: {all}.", "The best {shown} of {all} passages that match, in order."),
    "he": ("קטעים מתאימים, לפי סדרם: {all}.", "{shown} הקטעים המתאימים ביותר מתוך {all}, לפי סדרם."),
    "zh": ("匹配的段落（按顺序）：{all} 段。", "共 {all} 段匹配，以下按顺序列出最相关的 {shown} 段。"),
    "de": (
        "Passende Stellen, der Reihe nach: {all}.",
        "Die {shown} besten von {all} passenden Stellen, der Reihe nach.",
    ),
    "fr": (
        "Passages correspondants, dans l'ordre : {all}.",
        "Les {shown} meilleurs passages sur {all}, dans l'ordre.",
    ),
    "es": ("Pasajes que coinciden, en orden: {all}.", "Los {shown} mejores de {all} pasajes, en orden."),
}


def page(question: str, label: str) -> str:
    """How the page with this label is cited, in the question's language."""
    return _PAGE.get(detect(question), "p. {label}").format(label=label)


def matches(question: str, shown: int, found: int) -> str:
    """How many passages match, in the question's language."""
    all_of_them, best_of_them = _MATCHES.get(detect(question), _MATCHES["en"])
    return (all_of_them if shown == found else best_of_them).format(shown=shown, all=found)


def refusal(context: PackedContext, *, foreign: bool) -> str:
    """That nothing was found, where it was looked for, and for a question in a `foreign` language what to do."""
    language = detect(context.question)
    nothing, all_of_it, only_page, part_of_it, other_language = _SENTENCES.get(language, _SENTENCES["en"])
    sent = sum(len(coverage.sent) for coverage in context.report.coverage)
    pages = sum(coverage.pages for coverage in context.report.coverage)
    whole = only_page if pages == 1 else all_of_it
    searched = (whole if sent == pages else part_of_it).format(sent=sent, pages=pages)
    return " ".join((nothing, searched, *((other_language,) if foreign else ())))
