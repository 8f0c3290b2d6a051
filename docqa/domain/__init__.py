"""Frozen values that flow through docqa. No input or output, no third-party code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docqa.later import later

if TYPE_CHECKING:
    from docqa.domain.context import (
        ContextReport,
        Coverage,
        Message,
        Mode,
        PackedContext,
        PackingOptions,
        PageImage,
        Passage,
        Place,
        Region,
        Sight,
        TokenBudget,
        TokenUse,
    )
    from docqa.domain.conversation import (
        Answer,
        Branch,
        Check,
        Citation,
        ClaimKind,
        DocumentRef,
        Note,
        NoteState,
        Session,
        Status,
        Turn,
        Usage,
    )
    from docqa.domain.document import (
        Document,
        Figure,
        FigureKind,
        OutlineEntry,
        Page,
        PageKind,
        PageSource,
        Rect,
        Span,
        WordBoxes,
    )
    from docqa.domain.events import Delta, Done, Event, Stop, Used
    from docqa.domain.names import BUILTIN, CUT, STOPPED
    from docqa.domain.work import Cancelled, CancelToken, PagesRead, Progress, finish, passed_on

__all__ = [
    "BUILTIN",
    "CUT",
    "STOPPED",
    "Answer",
    "Branch",
    "CancelToken",
    "Cancelled",
    "Check",
    "Citation",
    "ClaimKind",
    "ContextReport",
    "Coverage",
    "Delta",
    "Document",
    "DocumentRef",
    "Done",
    "Event",
    "Figure",
    "FigureKind",
    "Message",
    "Mode",
    "Note",
    "NoteState",
    "OutlineEntry",
    "PackedContext",
    "PackingOptions",
    "Page",
    "PageImage",
    "PageKind",
    "PageSource",
    "PagesRead",
    "Passage",
    "Place",
    "Progress",
    "Rect",
    "Region",
    "Session",
    "Sight",
    "Span",
    "Status",
    "Stop",
    "TokenBudget",
    "TokenUse",
    "Turn",
    "Usage",
    "Used",
    "WordBoxes",
    "finish",
    "passed_on",
]

__getattr__ = later(
    __name__,
    {
        "context": (
            "ContextReport Coverage Message Mode PackedContext PackingOptions PageImage Passage Place Region "
            "Sight TokenBudget TokenUse"
        ),
        "conversation": (
            "Answer Branch Check Citation ClaimKind DocumentRef Note NoteState Session Status Turn Usage"
        ),
        "document": "Document Figure FigureKind OutlineEntry Page PageKind PageSource Rect Span WordBoxes",
        "events": "Delta Done Event Stop Used",
        "names": "BUILTIN CUT STOPPED",
        "work": "Cancelled CancelToken PagesRead Progress finish passed_on",
    },
)
