"""A session as something to read, print and pass on: Markdown, or one HTML file that loads nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import PurePosixPath, PureWindowsPath

from docqa.domain import Answer, Check, Citation, DocumentRef, Note, NoteState, Session, Status, Turn
from docqa.domain.wording import checks_line, coverage_line, notes_line, page_label, status_line
from docqa.language.markup import escaped, inert, to_html
from docqa.language.ways import direction

# Private characters that stand for a citation's number while Markdown becomes HTML.
_OPEN, _SHUT = "\U000f0000", "\U000f0001"
_MARK = re.compile(f"{_OPEN}([0-9]+){_SHUT}")
_MARK_IN_ADDRESS = re.compile("%F3%B0%80%80[0-9]+%F3%B0%80%81")
_SIGNS = {Status.SUPPORTED: "✓", Status.ELSEWHERE: "→", Status.DERIVED: "≈", Status.MISSING: "✗"}


def export_markdown(session: Session) -> str:
    """The session as Markdown: questions, answers, the words they rest on, and what docqa's checks found.

    What strangers wrote (engines, documents) is kept from loading pictures or acting as HTML.
    """
    parts = [f"# {_one_line(session.title)}"]
    parts += [f"- {_one_line(_document_line(ref))}" for ref in session.documents]
    if session.voice:
        parts.append(f"How answers should sound: {_one_line(session.voice)}")
    refs = _by_id(session)
    for number, turn in enumerate(session.turns, 1):
        parts += ["---", f"## {number}. {_one_line(turn.question)}"]
        parts += _markdown_answer(turn, refs)
    return "\n\n".join(_join_lists(parts)) + "\n"


def _markdown_answer(turn: Turn, refs: dict[str, DocumentRef]) -> Iterator[str]:
    answer = turn.answer
    yield from (f"**{escaped(state)}**" for state in _states(answer))
    if answer.text.strip():
        yield _directed(inert(answer.text), answer.text)
    for heading, citations in (("Sources", answer.citations), ("Other passages", answer.alternatives)):
        if citations:
            yield f"**{heading}**"
        for number, citation in enumerate(citations, 1):
            yield _directed(
                f"{number}. {escaped(_where(citation, refs))}: “{_one_line(citation.quote)}”", citation.quote
            )
    if answer.checks:
        yield f"**Checks: {checks_line(answer.claims)}**"
    for check in answer.checks:
        yield f"- {_SIGNS[check.status]} {escaped(_finding(check, refs))}: {_one_line(check.text)}"
    if turn.notes:
        yield f"**Read part by part: {notes_line(turn.notes)}**"
    for note in turn.notes:
        yield f"- {_left_out(note)}{_one_line(note.text)}"
    yield "\n".join(f"*{escaped(line)}*  " for line in _account(turn, refs))


def export_html(session: Session) -> str:
    """The session as one HTML file with its style inside: no script, no picture, nothing loaded from anywhere.

    Light and dark follow the reader's system, every paragraph runs the way its script does, and each citation's
    number in an answer leads to the quoted words below it.
    """
    refs = _by_id(session)
    documents = "".join(f"<li{_dir(ref.title)}>{escape(_document_line(ref))}</li>" for ref in session.documents)
    voice = (
        f"<p{_dir(session.voice)}>How answers should sound: {escape(session.voice)}</p>" if session.voice else ""
    )
    turns = "".join(_html_turn(number, turn, refs) for number, turn in enumerate(session.turns, 1))
    title = escape(session.title)
    return (
        "<!DOCTYPE html>\n"
        f'<html dir="{direction(session.title)}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<header><h1{_dir(session.title)}>{title}</h1><ul>{documents}</ul>{voice}</header>\n{turns}</main>\n"
        "</body>\n</html>\n"
    )


def _html_turn(number: int, turn: Turn, refs: dict[str, DocumentRef]) -> str:
    answer = turn.answer
    states = "".join(f'<p class="state">{escape(state)}</p>' for state in _states(answer))
    parts = [f'<article id="q{number}">', f"<h2{_dir(turn.question)}>{escape(turn.question)}</h2>", states]
    parts.append(f'<div class="answer">{_html_answer(number, answer)}</div>')
    parts.append(_html_citations("Sources", f"q{number}s", answer.citations, refs))
    parts.append(_html_citations("Other passages", f"q{number}o", answer.alternatives, refs))
    if answer.checks:
        checks = "".join(
            f'<li class="{check.status}"><span>{_SIGNS[check.status]} {escape(_finding(check, refs))}:</span> '
            f"<q{_dir(check.text)}>{escape(check.text)}</q></li>"
            for check in answer.checks
        )
        parts.append(
            f'<section class="checks"><h3>Checks: {checks_line(answer.claims)}</h3><ul>{checks}</ul></section>'
        )
    if turn.notes:
        notes = "".join(f"<li{_dir(note.text)}>{_left_out(note)}{escape(note.text)}</li>" for note in turn.notes)
        heading = f"Read part by part: {notes_line(turn.notes)}"
        parts.append(f'<details class="notes"><summary>{heading}</summary><ul>{notes}</ul></details>')
    account = "<br>".join(escape(line) for line in _account(turn, refs))
    parts.append(f"<footer>{account}</footer></article>\n")
    return "\n".join(part for part in parts if part)


def _html_answer(number: int, answer: Answer) -> str:
    """The answer as HTML, each citation's number where its words end."""
    text = answer.text.replace(_OPEN, "\ufffd").replace(_SHUT, "\ufffd")
    ends = [(citation.at[1], i) for i, citation in enumerate(answer.citations, 1) if citation.at]
    for end, i in sorted(ends, reverse=True):
        text = f"{text[:end]}{_OPEN}{i}{_SHUT}{text[end:]}"
    html = _MARK_IN_ADDRESS.sub("", to_html(text))
    return _MARK.sub(rf'<sup><a href="#q{number}s\1">\1</a></sup>', html)


def _html_citations(heading: str, anchor: str, citations: Sequence[Citation], refs: dict[str, DocumentRef]) -> str:
    if not citations:
        return ""
    items = "".join(
        f'<li id="{anchor}{i}"><cite>{escape(_where(citation, refs))}</cite>'
        f"<blockquote{_dir(citation.quote)}>{escape(citation.quote)}</blockquote></li>"
        for i, citation in enumerate(citations, 1)
    )
    return f'<section class="sources"><h3>{heading}</h3><ol>{items}</ol></section>'


def _by_id(session: Session) -> dict[str, DocumentRef]:
    return {ref.id: ref for ref in session.documents}


def _document_line(ref: DocumentRef) -> str:
    """A document by title, file name (never its folder) and length."""
    name = PureWindowsPath(PurePosixPath(ref.path).name).name
    shown = f"{ref.title} ({name})" if name and name != ref.title else ref.title
    return f"{shown}, {ref.pages} {'page' if ref.pages == 1 else 'pages'}"


def _where(citation: Citation, refs: dict[str, DocumentRef]) -> str:
    """A citation's page, with its document's title where there are several."""
    page = f"p. {citation.label}"
    ref = refs.get(citation.place.document)
    return f"{ref.title}, {page}" if ref and len(refs) > 1 else page


def _finding(check: Check, refs: dict[str, DocumentRef]) -> str:
    """What a check found, with the page and the reason."""
    pages = []
    for place in check.places:
        ref = refs.get(place.document)
        pages.append(f"p. {page_label(place.span.page, ref.labels if ref else ())}")
    where = f" ({', '.join(dict.fromkeys(pages))})" if pages else ""
    return f"{status_line(check.status)}{where}{f', {check.note}' if check.note else ''}"


def _left_out(note: Note) -> str:
    """What stands before a note whose quotes are not in the document, so that it was not answered from."""
    return "✗ left out: " if note.state is NoteState.MISSING else ""


def _states(answer: Answer) -> Iterator[str]:
    """What a reader must know before the answer itself."""
    if not answer.complete:
        yield f"Incomplete: {answer.problem}" if answer.problem else "Incomplete"
    if answer.warning:
        yield answer.warning
    if answer.refused:
        yield "No answer found in the document"


def _account(turn: Turn, refs: dict[str, DocumentRef]) -> Iterator[str]:
    """Who answered and when, and what of the documents was sent."""
    answer = turn.answer
    who = "Built-in reader" if answer.builtin else answer.model or answer.engine
    yield f"{who}, {turn.asked:%Y-%m-%d %H:%M} UTC"
    for coverage in turn.report.coverage if turn.report else ():
        ref = refs.get(coverage.document)
        line = coverage_line(coverage, ref.labels if ref else (), local=answer.builtin)
        yield f"{coverage.title}: {line}" if len(refs) > 1 else line[:1].upper() + line[1:]
    if turn.report and turn.report.pictures:
        yield f"Sent as pictures: {'; '.join(sight.label for sight in turn.report.pictures)}"
    if turn.report and turn.report.dropped_turns:
        yield f"Earlier questions that gave way to the document: {turn.report.dropped_turns}"


def _dir(text: str) -> str:
    return f' dir="{direction(text)}"' if any(map(str.isalpha, text)) else ""


def _directed(markdown: str, words: str) -> str:
    """Markdown in a block that runs right to left where its words do."""
    return f'<div dir="rtl">\n\n{markdown}\n\n</div>' if direction(words) == "rtl" else markdown


def _one_line(text: str) -> str:
    return escaped(" ".join(text.split()))


def _join_lists(parts: Sequence[str]) -> Iterator[str]:
    """List items that follow each other as one block, so that the list stays tight."""
    block: list[str] = []
    for part in parts:
        if block and not part.startswith("- "):
            yield "\n".join(block)
            block = []
        if part.startswith("- "):
            block.append(part)
        else:
            yield part
    if block:
        yield "\n".join(block)


_STYLE = """
:root { color-scheme: light dark; --ink: #1d1f23; --soft: #5c626b; --line: #dcdfe4; --paper: #fdfdfc;
  --card: #f4f5f3; --accent: #0b5cad; --good: #1d6b34; --bad: #a3240f; --warn: #855400; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e5e2; --soft: #a0a5ad; --line: #3a3e45; --paper: #191b1e;
  --card: #22252a; --accent: #7db8f5; --good: #7fcf95; --bad: #ff9a85; --warn: #e8b766; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.05rem/1.6 Georgia, "Noto Serif", serif; }
main { max-width: 44rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; line-height: 1.35; margin: 0 0 .75rem; white-space: pre-wrap; }
h3, header ul, footer, .state, cite { font-family: system-ui, sans-serif; }
h3 { font-size: .9rem; margin: 1.25rem 0 .25rem; color: var(--soft); }
header ul { color: var(--soft); font-size: .9rem; padding-inline-start: 1.2rem; }
article { border-top: 1px solid var(--line); margin-top: 2.5rem; padding-top: 1.5rem; }
.state { border-inline-start: 3px solid var(--warn); background: var(--card); padding: .4rem .8rem; }
.answer { overflow-wrap: break-word; }
.sources ol, .checks ul { margin: 0; padding-inline-start: 1.6rem; font-size: .95rem; }
.sources li:target { background: var(--card); outline: 2px solid var(--accent); }
cite { font-style: normal; font-size: .85rem; color: var(--soft); }
blockquote { margin: .2rem 0 .8rem; padding-inline-start: .8rem; border-inline-start: 3px solid var(--line); }
.checks ul { list-style: none; padding: 0; }
.notes { font-size: .95rem; margin-top: 1.25rem; } summary { color: var(--soft); cursor: pointer; }
.supported span { color: var(--good); } .elsewhere span { color: var(--warn); }
.missing span { color: var(--bad); }
a { color: var(--accent); } .address, .picture { color: var(--soft); font-size: .9em; overflow-wrap: anywhere; }
sup a { text-decoration: none; padding: 0 .15em; }
pre { overflow-x: auto; background: var(--card); padding: .8rem; font-size: .85rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid var(--line); padding: .25rem .6rem; }
footer { margin-top: 1.25rem; font-size: .8rem; color: var(--soft); }
@media print { body { background: none; } article { break-inside: avoid-page; } }
"""
