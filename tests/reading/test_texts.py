"""Plain text, Markdown and web pages: encodings, structure, and nothing fetched."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from docqa.domain import Document, finish
from docqa.reading import Renderer, load
from docqa.reading.encodings import decode

Read = Callable[..., Document]

SAMPLES = {
    "cp1255": ["שלום עולם", "תל אביב", "חוזה שכירות בין הצדדים", "ב-2 במרץ 2002 שודר משחק הכדורגל"],
    "cp1251": ["Привет мир", "Договор аренды квартиры между сторонами", "МОСКВА", "отчет за 2020 год"],
    "koi8-r": ["Привет мир, как дела", "Договор аренды"],
    "cp1256": ["مرحبا بالعالم", "عقد إيجار بين الطرفين"],
    "cp1253": ["Καλημέρα κόσμε", "Συμβόλαιο ενοικίασης μεταξύ των μερών"],
    "cp1252": ["Café crème à la française", "Übergröße für Männer", "El niño comió mañana", "It’s “quoted” – so"],
    "cp1250": ["Žluťoučký kůň úpěl ďábelské ódy", "Zażółć gęślą jaźń", "árvíztűrő tükörfúrógép"],
    "cp1254": ["Türkiye Büyük Millet Meclisi’nde görüşmeler başladı"],
    "shift_jis": ["吾輩は猫である。", "日本語", "契約書", "カタカナ テスト"],
    "euc_jp": ["日本語の文章", "契約書について"],
    "gb18030": ["中华人民共和国", "你好世界", "东北电气发展股份有限公司"],
    "big5": ["合約雙方同意如下條款", "你好世界，今天天氣很好"],
    "euc_kr": ["안녕하세요 세계", "임대차 계약서"],
    "cp874": ["สวัสดีชาวโลก"],
    "iso2022_jp": ["吾輩は猫である"],
    "utf-8-sig": ["naïve שלום"],
    "utf-16": ["שלום", "Hello"],
    "utf-16-le": ["Hello world"],
    "utf-16-be": ["Hello world"],
    "utf-32": ["Hello"],
}


@pytest.mark.parametrize(("codec", "text"), [(codec, text) for codec, texts in SAMPLES.items() for text in texts])
def test_the_encoding_is_found(codec: str, text: str) -> None:
    assert decode(text.encode(codec)) == text


def test_a_declared_encoding_counts_in_web_pages() -> None:
    page = "<html><head><meta charset='iso-8859-2'></head><body>Ľ</body></html>"
    assert decode(page.encode("iso-8859-2"), html=True) == page


def test_utf8_cut_off_inside_a_character_is_still_utf8() -> None:
    assert decode("שלום".encode() * 3 + b"\xd7") == "שלום" * 3 + "\ufffd"


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1255", "ב-2 במרץ 2002 שודר משחק הכדורגל בין מכבי חיפה ומכבי קריית גת (2:1), 25% מהצופים."),
        ("cp1256", "وقع العقد في عام 1999 بين الطرفين"),
        ("shift_jis", "吾輩は猫である。名前はまだ無い。"),
        ("utf-16", "Grüße an alle, mit 10² Küssen"),
    ],
)
def test_it_comes_out_of_the_pages_as_it_went_in(read: Read, codec: str, text: str) -> None:
    page = read("letter.txt", text.encode(codec)).pages[0]
    assert page.text == text
    assert len(page.boxes) > 1


def test_a_wrapped_text_flows_and_a_poem_does_not(read: Read) -> None:
    prose = "It is a truth universally acknowledged that a man\nof good fortune must be in want of a wife.\n"
    poem = "Roses are red\nViolets are blue\n"
    assert read("p.txt", f"{prose}\n{poem}".encode()).pages[0].text == (
        f"{prose.replace(chr(10), ' ').strip()}\n\n{poem.strip()}"
    )


def test_markdown(read: Read) -> None:
    source = (
        "# Report\n\nSome *emphasised* words.\n\n- one\n- two\n\n| Year | Sales |\n|---|---|\n| 2020 | 1,234 |\n"
    )
    document = read("notes.md", source.encode())
    assert document.kind == "text/markdown"
    assert document.title == "Report"
    assert [(entry.level, entry.title, entry.page) for entry in document.outline] == [(1, "Report", 0)]
    text = document.pages[0].text
    assert "Some emphasised words." in text
    assert "• one\n• two" in text
    assert "Year  Sales\n2020  1,234" in text


def test_html_in_markdown_is_shown_not_run(read: Read) -> None:
    assert "<script>" in read("a.md", b"Look: <script>alert(1)</script>").pages[0].text


def test_web_pages_show_words_only(read: Read) -> None:
    page = read(
        "a.html",
        b"<!DOCTYPE html><html><head><title>Title here</title><style>p{color:red}</style>"
        b"<script>var x = 'evil';</script></head><body><p>Good words</p><script>more()</script>"
        b"<p><img src='x.png' alt='A chart of sales'></p></body></html>",
    )
    assert page.title == "Title here"
    assert page.pages[0].text == "Good words\n\n[A chart of sales]"


@pytest.fixture
def server() -> Iterator[tuple[int, list[str]]]:
    """A web server on loopback that keeps what it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield served.server_address[1], asked
    served.shutdown()
    served.server_close()
    thread.join()


def test_nothing_is_fetched(server: tuple[int, list[str]], tmp_path: Path) -> None:
    port, asked = server
    (tmp_path / "secret.txt").write_text("a secret of this machine")
    path = tmp_path / "page.html"
    base = f"http://127.0.0.1:{port}"
    path.write_text(
        f"<!DOCTYPE html><html><head><link rel='stylesheet' href='{base}/a.css'>"
        f"<style>@import url({base}/b.css); body {{ background: url({base}/c.png) }}</style></head><body>"
        f"<p>Words</p><img src='{base}/d.png'><iframe src='{base}/e.html'></iframe>"
        "<object data='secret.txt'></object><iframe src='secret.txt'></iframe><img src='file:///etc/hostname'>"
        "</body></html>"
    )
    assert finish(load(path)).pages[0].text == "Words"
    with Renderer(path) as renderer:
        renderer.render(0, 1.0)
    time.sleep(0.1)
    assert asked == []


def test_a_book_of_plain_text_is_quick(read: Read) -> None:
    line = "Call me Ishmael; some years ago, never mind how long precisely, having little\n"
    book = (line * 15 + "\n") * 1050
    assert len(book) > 1_200_000
    started = time.monotonic()
    document = read("whale.txt", book.encode())
    seconds = time.monotonic() - started
    assert seconds < 30  # 2 s alone; the bound is for a busy machine
    assert sum(len(page.text) for page in document.pages) >= 0.99 * len(book)
