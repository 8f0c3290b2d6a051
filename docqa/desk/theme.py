"""How docqa looks: colours by their role, one spacing grid, icons that follow the theme, type set for reading.

Widgets name roles ("text", "line", "accent"), never colours. `Theme.apply` sets palette, style sheet and text size
for the whole application and keeps following the system when the person chose so.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from string import Template
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QObject, QRect, QRectF, QSize, Qt, QTemporaryDir, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from docqa.resources import resource

GRID = 4  # every distance in the window is a multiple of it
_SIZE = re.compile(r"\b((?:min-|max-)?(?:width|height)): ([1-9]\d+)px")  # in the style sheet: of things with text


class Colours(NamedTuple):
    """One theme's colours by role. Text roles reach a contrast of at least 4.5 on the surfaces they stand on."""

    chrome: str  # side panes, bars
    paper: str  # where text is read and written
    raised: str  # buttons, cards, menus
    hover: str
    desk: str  # behind the pages
    line: str
    edge: str  # around things that are operated
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    tint: str  # the accent, quiet, behind text
    warn: str
    warn_tint: str
    bad: str
    bad_tint: str
    mark: str  # behind quoted words of an answer
    meter_rules: str
    meter_document: str
    meter_history: str
    meter_question: str
    meter_answer: str


LIGHT = Colours(
    chrome="#f4f3f0",
    paper="#fdfcfb",
    raised="#ffffff",
    hover="#eae8e3",
    desk="#e3e1dc",
    line="#e0ddd7",
    edge="#c9c5bd",
    text="#23262a",
    muted="#5d6268",
    accent="#0f6b66",
    accent_hover="#0b5652",
    on_accent="#ffffff",
    tint="#dcecea",
    warn="#7d5300",
    warn_tint="#fbf0d9",
    bad="#a8321f",
    bad_tint="#fae7e2",
    mark="#f6efd6",
    meter_rules="#8c8f94",
    meter_document="#0f6b66",
    meter_history="#5d7fb0",
    meter_question="#b3792c",
    meter_answer="#c5d9d6",
)
DARK = Colours(
    chrome="#1c1f21",
    paper="#222528",
    raised="#2b2f32",
    hover="#33383b",
    desk="#151718",
    line="#33373a",
    edge="#4a5054",
    text="#e5e3de",
    muted="#a2a7aa",
    accent="#63c0b6",
    accent_hover="#7fd0c7",
    on_accent="#0d2523",
    tint="#243f3d",
    warn="#e6b865",
    warn_tint="#3a3121",
    bad="#f0917f",
    bad_tint="#402a26",
    mark="#3b3826",
    meter_rules="#7c8286",
    meter_document="#63c0b6",
    meter_history="#86a5d6",
    meter_question="#d9a45e",
    meter_answer="#35524f",
)


class Type(NamedTuple):
    """Sizes of type in points, from the person's text size."""

    small: float
    body: float
    reading: float
    title: float
    large: float
    family: str
    mono: str


class Theme(QObject):
    """The look in force. `changed` comes after palette and style sheet have been set."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._appearance = "system"
        self._scale = 1.0
        self._dressed = True
        self._folder = QTemporaryDir()
        self.colours = LIGHT
        self.type = _type(1.0)
        app.styleHints().colorSchemeChanged.connect(self._restyle)

    @property
    def scale(self) -> float:
        """How much larger text is than the system's; what is operated is never made smaller."""
        return max(1.0, self._scale)

    @property
    def dark(self) -> bool:
        """Whether the dark theme is in force."""
        return self.colours is DARK

    def apply(self, appearance: str, text_scale: float = 1.0, *, dressed: bool = True) -> None:
        """Look like this from now on: "light", "dark", or (any other word) like the system.

        `text_scale` multiplies the system's text size. Without `dressed` the style sheet waits for `dress`:
        widgets that are put together under a style sheet are polished again for every parent they get.
        """
        self._appearance, self._scale, self._dressed = appearance, text_scale, dressed
        hints = self._app.styleHints()
        # The window frame and native dialogs follow too, where the platform lets them.
        hints.setColorScheme(_SCHEMES.get(appearance, Qt.ColorScheme.Unknown))
        self._restyle()

    def _restyle(self) -> None:
        system_dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        dark = self._appearance == "dark" or (self._appearance != "light" and system_dark)
        self.colours, self.type = (DARK if dark else LIGHT), _type(self._scale)
        font = QFont(self._app.font())
        font.setPointSizeF(self.type.body)
        self._app.setFont(font)
        self._app.setPalette(_palette(self.colours))
        if self._dressed:
            self._app.setStyleSheet(self._style_sheet())
        QPixmapCache.clear()
        self.changed.emit()

    def dress(self) -> None:
        """Put the style sheet on, if it is not."""
        if not self._dressed:
            self._dressed = True
            self._app.setStyleSheet(self._style_sheet())

    def _style_sheet(self) -> str:
        """The shipped style sheet with this theme's colours and sizes, and pictures in its colours."""
        names = {
            **self.colours._asdict(),
            **{k: f"{v:.1f}" for k, v in self.type._asdict().items() if k not in _FAMILIES},
        }
        for name in ("chevron-down", "chevron-up", "check"):
            for role in ("muted", "on_accent"):
                path = Path(self._folder.path()) / f"{name}-{role}-{self.dark}.svg"
                path.write_bytes(_svg(name, names[role]))
                names[f"{name.replace('-', '_')}_{role}"] = path.as_posix()
        names["round"] = f"{round(15 * self.scale)}px"
        sheet = resource("themes", "desk.qss").read_text(encoding="utf-8")
        sheet = _SIZE.sub(lambda size: f"{size[1]}: {round(int(size[2]) * self.scale)}px", sheet)
        return Template(sheet).substitute(names)


_MADE = "_docqa_theme"  # the application's attribute
_FAMILIES = ("family", "mono")
_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}


def theme() -> Theme:
    """The application's theme, made at the first call."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("a theme needs a running application")
    made: Theme | None = getattr(app, _MADE, None)
    if made is None:
        made = Theme(app)
        setattr(app, _MADE, made)
    return made


def px(size: int) -> int:
    """A size in logical pixels that grows with the text: of icons, bars and fields, never of distances."""
    return round(size * theme().scale)


def reading_css() -> str:
    """The default style sheet of a QTextDocument that is read at length: answers, quotes, passages."""
    c, t = theme().colours, theme().type
    return Template(_READING).substitute(
        {**c._asdict(), **{k: v if k in _FAMILIES else f"{v:.1f}" for k, v in t._asdict().items()}}
    )


_READING = """
body, p, li, td, th { line-height: 120%; }
p { margin: 0 0 8px 0; }
h1, h2, h3, h4 { font-weight: 600; margin: 14px 0 6px 0; }
h1 { font-size: ${title}pt; } h2, h3, h4, h5, h6 { font-size: ${reading}pt; }
ul, ol { margin: 0 0 8px 0; }
li { margin: 0 0 3px 0; }
a { color: $accent; text-decoration: none; }
pre { font-family: $mono; font-size: ${body}pt; margin: 0; line-height: 100%; }
.code { border-width: 0; margin: 4px 0 10px 0; }
.code td { padding: 8px 12px; }
code { font-family: $mono; font-size: ${body}pt; background-color: $chrome; }
blockquote { color: $muted; margin: 4px 16px 8px 16px; }
table { border-color: $line; border-style: solid; border-width: 1px; border-collapse: collapse; margin: 8px 0; }
th { background-color: $chrome; padding: 4px 8px; font-weight: 600; }
td { padding: 4px 8px; }
.missing { color: $bad; background-color: $bad_tint; }
.elsewhere { color: $warn; background-color: $warn_tint; }
.doubt { color: $text; text-decoration: underline; }
.found { color: $text; }
.cite { color: $accent; background-color: $tint; }
"""


def icon(name: str, role: str = "text") -> QIcon:
    """The icon resources/icons/`name`.svg in the colour of `role`, by the theme in force when painted."""
    return QIcon(_SvgIcon(name, role))


# Pictures that show where the interface begins or ends. Arrows are not among them: they are chosen by where they
# lead (see pages/actions.py).
_POINTING = frozenset(("contents", "conversation", "export", "library", "open"))


class _SvgIcon(QIconEngine):
    """Paints a line icon in the theme's colour of the moment, so that no icon has to be set again.

    In a box that is wider than high it stands at the leading side: the rest is its distance from the words.
    """

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name, self._role = name, role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        colours = theme().colours
        colour = QColor(getattr(colours, self._role))
        if mode is QIcon.Mode.Disabled:
            colour.setAlphaF(0.4)
        painter.save()
        side = min(rect.width(), rect.height())
        where = QRectF(rect.x(), rect.y() + (rect.height() - side) / 2, side, side)
        if QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            where.moveRight(rect.x() + rect.width())
            if self._name in _POINTING:
                painter.translate(2 * where.center().x(), 0)
                painter.scale(-1, 1)
        _renderer(self._name, colour.name(QColor.NameFormat.HexRgb)).render(painter, where)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        if mode is QIcon.Mode.Disabled:
            painter.setOpacity(0.4)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), QIcon.Mode.Normal, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _SvgIcon(self._name, self._role)


def _svg(name: str, colour: str) -> bytes:
    return resource("icons", f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_svg(name, colour)))


@cache
def _system_size() -> float:
    size = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    return size if size > 0 else 10.0


def _type(scale: float) -> Type:
    body = max(6.0, _system_size() * scale)
    return Type(
        small=body * 0.9,
        body=body,
        reading=body * 1.08,
        title=body * 1.2,
        large=body * 1.4,
        family=QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family(),
        mono=QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family(),
    )


def _palette(c: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, colour in {
        role.Window: c.chrome,
        role.WindowText: c.text,
        role.Base: c.paper,
        role.AlternateBase: c.chrome,
        role.Text: c.text,
        role.PlaceholderText: c.muted,
        role.Button: c.raised,
        role.ButtonText: c.text,
        role.BrightText: c.on_accent,
        role.ToolTipBase: c.raised,
        role.ToolTipText: c.text,
        role.Highlight: c.accent,
        role.HighlightedText: c.on_accent,
        role.Accent: c.accent,
        role.Link: c.accent,
        role.LinkVisited: c.accent,
        role.Light: c.raised,
        role.Midlight: c.hover,
        role.Mid: c.line,
        role.Dark: c.edge,
        role.Shadow: c.edge,
    }.items():
        palette.setColor(which, QColor(colour))
    faded = QColor(c.muted)
    faded.setAlphaF(0.6)
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, faded)
    return palette
