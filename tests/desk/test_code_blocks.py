"""Code of an answer: copied, saved, and a page of it looked at where nothing loads and nothing runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from docqa.desk import code_blocks
from docqa.desk.answer import AnswerText
from docqa.desk.code_blocks import CodeBlock, PreviewDialog, Sandbox, blocks_of
from docqa.language.markup import to_html

ANSWER = """Here it is:

```python
if a < b and "x":
    print('&amp;')
```

and a page:

```html
<h1>Menu</h1><p>Soup</p>
```
"""


@pytest.fixture
def answer(qtbot: QtBot) -> AnswerText:
    made = AnswerText()
    qtbot.addWidget(made)
    made.show_html(to_html(ANSWER), {})
    return made


def test_blocks_come_back_as_they_were_written() -> None:
    first, second = blocks_of(to_html(ANSWER))
    assert first == CodeBlock("python", "if a < b and \"x\":\n    print('&amp;')\n")
    assert second == CodeBlock("html", "<h1>Menu</h1><p>Soup</p>\n")
    assert (first.suffix, second.suffix) == (".py", ".html")
    assert (first.web, second.web) == (False, True)


@pytest.mark.parametrize(
    ("language", "text", "suffix", "web"),
    [
        ("", "x = 1", ".txt", False),
        ("", "<!DOCTYPE html><p>x", ".html", True),
        ("svg", "<svg></svg>", ".svg", True),
        ("rust", "fn", ".rs", False),
        ("../../evil", "x", ".txt", False),
    ],
)
def test_what_a_file_of_it_ends_in(language: str, text: str, suffix: str, web: bool) -> None:
    block = CodeBlock(language, text)
    assert (block.suffix, block.web) == (suffix, web)


def test_each_block_has_its_actions_and_growing_ones_have_none(answer: AnswerText) -> None:
    assert answer.plain().count("Copy") == 2
    assert answer.plain().count("Preview") == 1
    answer.show_html(to_html(ANSWER))
    assert "Copy" not in answer.plain()


def test_copy(answer: AnswerText) -> None:
    answer.anchorClicked.emit(QUrl("code:0/copy"))
    assert QGuiApplication.clipboard().text() == "if a < b and \"x\":\n    print('&amp;')\n"
    answer.anchorClicked.emit(QUrl("code:9/copy"))
    answer.anchorClicked.emit(QUrl("code:x"))
    assert QGuiApplication.clipboard().text().startswith("if a"), "what is not there is not copied"


def test_save(answer: AnswerText, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offered: list[str] = []
    target = tmp_path / "x.py"

    def choose(*args: object) -> tuple[str, str]:
        offered.append(str(args[2]))
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    answer.anchorClicked.emit(QUrl("code:0/save"))
    assert target.read_text(encoding="utf-8") == "if a < b and \"x\":\n    print('&amp;')\n"
    assert offered[0].endswith("answer.py")


def test_what_cannot_be_saved_is_told(answer: AnswerText, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    target = tmp_path / "no" / "such" / "folder"
    (tmp_path / "no").write_text("a file where a folder should be")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.text()))
    answer.anchorClicked.emit(QUrl("code:0/save"))
    assert len(told) == 1


def test_a_preview_opens_on_request(answer: AnswerText, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(PreviewDialog, "exec", lambda dialog: shown.append(dialog.page.toPlainText().strip()))
    answer.anchorClicked.emit(QUrl("code:0/preview"))
    assert shown == []
    answer.anchorClicked.emit(QUrl("code:1/preview"))
    assert shown == ["Menu\nSoup"]


def test_nothing_is_loaded_and_nothing_runs(qtbot: QtBot, tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p { color: #ff0000 }")
    page = Sandbox()
    qtbot.addWidget(page)
    page.show_page(
        f"""<html><head><link rel="stylesheet" href="{secret.as_uri()}">
        <meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"></head>
        <body onload="alert(1)"><script>document.write('run')</script>
        <img src="http://127.0.0.1:9/x.png"><img src="{secret.as_uri()}">
        <img src="data:image/png;base64,iVBORw0KGgo="><iframe src="{secret.as_uri()}"></iframe>
        <p>Words</p><a href="file:///etc/passwd">go</a></body></html>"""
    )
    page.show()
    page.grab()  # pictures are asked for when they are painted
    text = page.toPlainText()
    assert "Words" in text
    assert "run" not in text
    assert "document.write" not in text
    assert any("x.png" in name for name in page.refused)
    assert page.source().isEmpty()
    before = page.toPlainText()
    page.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert page.toPlainText() == before


def test_the_dialog_says_what_it_is(qtbot: QtBot) -> None:
    dialog = PreviewDialog("<p>x</p>")
    qtbot.addWidget(dialog)
    said = " ".join(each.text() for each in dialog.findChildren(code_blocks.label("").__class__))
    assert "no scripts run" in said
