"""The page side of the desk: a document's pages, read, searched, selected from and marked."""

from docqa.desk.pages.painting import Mark
from docqa.desk.pages.pictures import Renders
from docqa.desk.pages.view import PagesView, ViewState

__all__ = ["Mark", "PagesView", "Renders", "ViewState"]
