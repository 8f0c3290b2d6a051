"""An answer as text to read: its Markdown with the citations as links and the unfound claims marked by words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QGuiApplication,
    QHelpEvent,
    QMouseEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QMessageBox, QSizePolicy, QTextBrowser, QToolTip

from docqa.desk.code_blocks import SCHEME, CodeBlock, act, actions_row, blocks_of
from docqa.desk.languages import said
from docqa.desk.theme import GRID, reading_css, theme
from docqa.domain import Answer, Check, Citation, ClaimKind, Place, Status
from docqa.language.markup import formula_spans, to_html

_OPEN, _SHUT = "\ue000", "\ue001"  # private-use characters carry our own marks through the Markdown
_MARK = re.compile(f"{_OPEN}(\\d+){_SHUT}")
_BRACKET = re.compile(r"[\[(][^\[\]()\n]{1,60}[\])]")
_ONE_PAGE = re.compile(r"p\. ?[^\s,;–-]+")  # as docqa itself writes it; the window has its own word for it
_CLOSING = re.compile("[\"'”’»׳״]")
_PRE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
_SHOWN_OTHERWISE = (ClaimKind.QUOTE, ClaimKind.CITATION)
_SAYS = re.compile(r"(.+ says “.{1,40}”) here")
_LAST_WORD = re.compile(r"[^\W_]+(?=[^\w]*$)")
_PLAIN_WORDS = re.compile(r"[^*_`\[\]<>|\\\n~]+")
# Code, addresses and links: no link can stand in them.
_SOLID = re.compile(
    r"(?ms)^[ ]{0,3}(?:```|~~~).*?(?:^[ ]{0,3}(?:```|~~~)|\Z)|`[^`\n]+`|\[[^\]\n]*\]\([^)\n]*\)|<[^>\n]*>"
    r"|(?:https?://|www\.)\S+"
)
_KIND_OF_LINK = re.compile(r'<a href="(check:\d+)" class="(\w+)">')
_QUIET = re.compile(r'<a href="check:\d+" class="(?:found|doubt)">(.*?)</a>', re.DOTALL)
_STRAY = re.compile(r'<a href="check:\d+" class="(?:found|doubt)">')
_BRACKET_AFTER = re.compile(
    r"[\s\"'”’»׳״.,;:]{0,4}([\[(]\s*(?:pp?\.|pages?\b|עמ|第)[^\[\]()\n]{0,50}[\])])", re.IGNORECASE
)


def _quoted_words(text: str) -> str:
    return f"“{' '.join(text.split())}”"


@dataclass(frozen=True, slots=True)
class Link:
    """What a mark in an answer leads to: places in the documents, and the words shown when hovered."""

    places: tuple[Place, ...]
    hover: str
    label: str = ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Answer", text)


def page_word(label: str) -> str:
    """How a page is called in a link: "p. 12"."""
    return _tr("p. {label}").format(label=label)


def marked_html(answer: Answer, labels: Callable[[Place], str]) -> tuple[str, Mapping[str, Link]]:
    """The answer as safe HTML, and what each of its links "cite:…" and "check:…" leads to.

    `labels` gives the printed label of a place's page.
    """
    marks = _Marks(answer.text)
    checks = answer.claims
    wrong = [check for check in checks if not sound(check)]
    for at, group in _grouped(answer.citations).items():
        if not any(check.at == at for check in wrong):  # the page it names is not the one the link would lead to
            marks.cite(at, group)
    for check in wrong:
        marks.check(check, [labels(place) for place in check.places])
    for check in checks:
        if sound(check) and check.kind not in _SHOWN_OTHERWISE:
            marks.quiet(check, [labels(place) for place in check.places])
    for check in answer.checks:
        if check.kind is ClaimKind.SENTENCE:
            marks.quiet(check, [labels(place) for place in check.places], marks.last_word(check.at))
    html = marks.placed(to_html(marks.text()))
    return html, marks.links


def sound(check: Check) -> bool:
    """Whether nothing is wrong with a claim: found where the answer says, or reckoned from what was found."""
    return check.status in (Status.SUPPORTED, Status.DERIVED)


def _grouped(citations: tuple[Citation, ...]) -> dict[tuple[int, int], list[Citation]]:
    """Citations by the words of the answer that they belong to: a quote over a page break has two."""
    groups: dict[tuple[int, int], list[Citation]] = {}
    for citation in citations:
        if citation.at is not None:
            groups.setdefault(citation.at, []).append(citation)
    return groups


class _Marks:
    """Edits to the Markdown, kept apart until all are known so that no offset moves meanwhile."""

    def __init__(self, text: str) -> None:
        self._text = text.replace(_OPEN, "\ufffd").replace(_SHUT, "\ufffd")
        self._edits: dict[tuple[int, int], str] = {}
        self._fragments: list[str] = []
        self._marked: list[tuple[int, int]] = []
        self._formulas = formula_spans(self._text)
        self._solid = [*(match.span() for match in _SOLID.finditer(self._text)), *self._formulas]
        self.links: dict[str, Link] = {}

    def _behind_quote(self, end: int) -> int:
        """The end of a quote with its closing mark, so that ours comes after it."""
        closing = _CLOSING.match(self._text, end)
        return closing.end() if closing else end

    def cite(self, at: tuple[int, int], citations: list[Citation]) -> None:
        """Make the page reference that stands in or right after `at` a link, or add one."""
        label = citations[0].label
        link = Link(tuple(c.place for c in citations), "\n".join(c.quote for c in citations), label)
        start, end = at
        after = _BRACKET_AFTER.match(self._text, end)
        if _BRACKET.fullmatch(self._text, start, end):
            where = (start, end)
        elif after:
            where = after.span(1)
        else:
            where = (self._behind_quote(end),) * 2
        if where in self._edits:
            return
        shown = self._text[slice(*where)].strip("[]() ")
        if not shown or _ONE_PAGE.fullmatch(shown):
            shown = page_word(label)
        before = "" if where[0] < where[1] else " "
        self._edits[where] = before + self._anchor(f"cite:{len(self.links)}", "cite", shown, link)

    def check(self, check: Check, labels: list[str]) -> None:
        """Say after the claim that it is not there, or on which page it is."""
        if check.status is Status.ELSEWHERE and labels:
            shown, kind = _tr("found on p. {label}").format(label=labels[0]), "elsewhere"
        else:
            says = _SAYS.fullmatch(check.note)
            shown, kind = says[1] if says else _tr("not found in the document"), "missing"
        link = Link(check.places, said(check.note) or shown, labels[0] if labels else "")
        after = _BRACKET_AFTER.match(self._text, check.at[1])
        end = after.end() if after and check.kind is ClaimKind.QUOTE else self._behind_quote(check.at[1])
        end = next((behind for begin, behind in self._formulas if begin < end < behind), end)
        anchor = self._anchor(f"check:{len(self.links)}", kind, shown, link)
        self._edits[(end, end)] = self._edits.get((end, end), "") + " " + anchor
        if check.kind not in _SHOWN_OTHERWISE:
            self._around(check.at, "doubt", link)

    def last_word(self, at: tuple[int, int]) -> tuple[int, int]:
        """Where the last word of a sentence stands; all of the sentence where it has none."""
        found = _LAST_WORD.search(self._text[slice(*at)])
        return (at[0] + found.start(), at[0] + found.end()) if found else at

    def quiet(self, check: Check, labels: list[str], at: tuple[int, int] | None = None) -> None:
        """Underline a claim that is right, without a word more; hovering says where it was found.

        `at` are the words underlined, if not all of the claim's.
        """
        where = page_word(labels[0]) if labels else ""
        hover = ": ".join(filter(None, (where or _tr("Reckoned"), check.note or _quoted_words(check.text))))
        self._around(at or check.at, "found", Link(check.places, hover, labels[0] if labels else ""))

    def _around(self, at: tuple[int, int], kind: str, link: Link) -> None:
        """Make the words at `at` a link; nothing where Markdown stands between them or they are a part of code."""
        if not _PLAIN_WORDS.fullmatch(self._text, *at) or any(a < at[1] and at[0] < b for a, b in self._solid):
            return
        if any(a < at[1] and at[0] < b for a, b in [*self._marked, *(e for e in self._edits if e[0] < e[1])]):
            return
        self._marked.append(at)
        address = f"check:{len(self.links)}"
        self.links[address] = link
        start, end = (at[0], at[0]), (at[1], at[1])
        self._edits[start] = f'{self._edits.get(start, "")}<a href="{address}" class="{kind}">'
        self._edits[end] = f"</a>{self._edits.get(end, '')}"

    def placed(self, html: str) -> str:
        """`html` with what its marks stand for; where one was lost, so that tags would not pair, without links."""
        shown = _MARK.sub(lambda found: self.fragment(int(found[1])), html)
        if {int(number) for number in _MARK.findall(html)} != set(range(len(self._fragments))):
            shown = _QUIET.sub(r"\1", shown)
            shown = _STRAY.sub("", shown)
        return shown

    def _anchor(self, address: str, kind: str, shown: str, link: Link) -> str:
        self.links[address] = link
        words = escape(shown).replace(" ", "&nbsp;")
        return f'<a href="{address}" class="{kind}">&nbsp;{words}&nbsp;</a>'

    def text(self) -> str:
        """The Markdown with a mark for each edit."""
        text = self._text
        self._fragments = [self._edits[where] for where in sorted(self._edits)]
        for number, (start, end) in reversed(list(enumerate(sorted(self._edits)))):
            text = f"{text[:start]}{_OPEN}{number}{_SHUT}{text[end:]}"
        return text

    def fragment(self, number: int) -> str:
        """What mark `number` stands for."""
        return self._fragments[number] if number < len(self._fragments) else ""


class AnswerText(QTextBrowser):
    """Formatted text as tall as it needs to be. Loads nothing, follows only docqa's own links by itself."""

    followed = Signal(object)  # Link
    hovered = Signal(object)  # Link under the pointer, or None

    def __init__(self) -> None:
        super().__init__()
        self._under = ""
        self.setObjectName("answer")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Answer"))
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(6 * GRID)
        self.viewport().setAutoFillBackground(False)
        self.anchorClicked.connect(self._clicked)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._html = ""
        self._links: Mapping[str, Link] = {}
        self._codes: tuple[CodeBlock, ...] = ()
        theme().changed.connect(self._restyle)
        self._restyle()

    def show_html(self, html: str, links: Mapping[str, Link] | None = None) -> None:
        """Show safe HTML; a selection stays as long as the text before its end does."""
        self._html, self._links = html, links or {}
        cursor = self.textCursor()
        selected = (cursor.anchor(), cursor.position()) if cursor.hasSelection() else None
        self._codes = blocks_of(html) if links is not None else ()  # one that still grows has no actions yet
        rows = iter([actions_row(n, code, theme().colours.chrome) for n, code in enumerate(self._codes)])
        self.setHtml(_PRE.sub(lambda pre: _boxed(pre, next(rows, "")), html))
        self._let_code_wrap()
        self._dot_quiet_links()
        if selected and max(selected) < self.document().characterCount():
            cursor = self.textCursor()
            cursor.setPosition(selected[0])
            cursor.setPosition(selected[1], QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)
        self._fit()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is ever fetched for an answer, neither from the network nor from the disk."""
        return None

    def _restyle(self) -> None:
        font = self.font()
        font.setPointSizeF(theme().type.reading)
        self.document().setDefaultFont(font)
        self.document().setDefaultStyleSheet(reading_css())
        if self._html:
            self.show_html(self._html, self._links)

    def _let_code_wrap(self) -> None:
        """Long lines of code wrap instead of being cut: this text has no scroll bar of its own."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = self.document().begin()
        while block.isValid():
            form = block.blockFormat()
            if form.nonBreakableLines():
                form.setNonBreakableLines(False)
                cursor.setPosition(block.position())
                cursor.setBlockFormat(form)
            block = block.next()
        cursor.endEditBlock()

    def _dot_quiet_links(self) -> None:
        """Claims that were found look like the text around them, over a dotted line."""
        if 'class="found"' not in self._html:
            return
        quiet = {address for address, kind in _KIND_OF_LINK.findall(self._html) if kind == "found"}
        form = QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        form.setUnderlineColor(QColor(theme().colours.muted))
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = self.document().begin()
        while block.isValid():
            spans = []
            at = block.begin()
            while not at.atEnd():
                fragment = at.fragment()
                if fragment.charFormat().anchorHref() in quiet:
                    spans.append((fragment.position(), fragment.length()))
                at += 1
            for position, length in spans:
                cursor.setPosition(position)
                cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(form)
            block = block.next()
        cursor.endEditBlock()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        height = int(self.document().size().height()) + 1
        if height != self.height():
            self.setFixedHeight(height)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the conversation scrolls, never one answer in it

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def link_at(self, point: QPoint) -> Link | None:
        """The docqa link under a point of the viewport."""
        return self._links.get(self.anchorAt(point))

    def plain(self) -> str:
        """What is read here, as plain text."""
        return self.document().toPlainText().replace("\u00a0", " ")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._tell_under("" if event.buttons() else self.anchorAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._tell_under("")

    def _tell_under(self, address: str) -> None:
        if address != self._under:
            self._under = address
            self.hovered.emit(self._links.get(address))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            address = self.anchorAt(event.pos())
            if address and address not in self._links and not address.startswith(f"{SCHEME}:"):
                QToolTip.showText(event.globalPos(), escape(address), self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def _clicked(self, url: QUrl) -> None:
        link = self._links.get(url.toString())
        if link:
            if link.places:
                self.followed.emit(link)
        elif url.scheme() == SCHEME:
            act(self._codes, url, self)
        elif url.scheme() in ("http", "https", "mailto"):
            self._ask_before_leaving(url)

    def _ask_before_leaving(self, url: QUrl) -> None:
        """An answer may hold any address: show it whole before the browser opens it."""
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Open a link?"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("This address comes from the answer and leads out of docqa:"))
        box.setInformativeText(url.toString())
        leave = box.addButton(self.tr("Open in browser"), QMessageBox.ButtonRole.AcceptRole)
        copy = box.addButton(self.tr("Copy address"), QMessageBox.ButtonRole.ActionRole)
        box.setDefaultButton(box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        if box.clickedButton() is leave:
            QDesktopServices.openUrl(url)
        elif box.clickedButton() is copy:
            QGuiApplication.clipboard().setText(url.toString())


def _boxed(pre: re.Match[str], row: str) -> str:
    """Code, and a `row` below it, in a box of one colour.

    Qt gives margins inside a background to table cells alone.
    """
    code = pre[0].replace("\n</code></pre>", "</code></pre>")
    ground = theme().colours.chrome
    rows = f'<tr><td bgcolor="{ground}">{code}</td></tr>{row}'
    return f'<table class="code" width="100%" cellspacing="0">{rows}</table>'
