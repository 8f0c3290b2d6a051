"""Setting up the engines that answer besides the built-in reader: endpoints, their models, keys and windows."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from docqa.desk import jobs
from docqa.desk.languages import said
from docqa.desk.messages import words
from docqa.desk.services import Services
from docqa.desk.theme import GRID, icon, px
from docqa.desk.widgets import Notice, button, label, tool_button
from docqa.domain import CancelToken, ContextReport, Delta, Message, Mode, PackedContext, TokenUse
from docqa.library import EndpointProfile, Secrets

if TYPE_CHECKING:
    from docqa.engines import LocalServer

_TEST = "Answer with one word: ready"
_UNPRICED = -0.01
_ENOUGH = 200  # characters of a test's answer: more proves nothing


@dataclass
class Draft:
    """An endpoint being edited. `key` is None until the person writes one; "" removes the one that is kept."""

    profile: EndpointProfile
    key: str | None = None
    was: str = ""  # the name under which it is saved now


class EndpointForm(QWidget):
    """The list of endpoints and a form for the chosen one."""

    edited = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._filling = False
        self._job: jobs.Job | None = None
        self.drafts = [Draft(profile, was=profile.name) for profile in services.settings.endpoints]

        self._make_list()
        self._make_fields()
        self.said = QVBoxLayout()
        self._lay_out()
        self._hear_edits()
        self._list()
        jobs.call(
            lambda: services.secrets().notice, owner=self, on_result=self._keyring, on_error=self._tell_error
        )

    def _make_list(self) -> None:
        self.list = QListWidget()
        self.list.setObjectName("endpoints")
        self.list.setAccessibleName(self.tr("Endpoints"))
        self.list.setIconSize(QSize(px(16), px(16)))
        self.list.currentRowChanged.connect(self._fill)
        self.add_button = button(self.tr("Add endpoint"), "", "add")
        self.add_button.clicked.connect(self.add_empty)
        self.find_button = button(self.tr("Find local servers"), "", "search")
        self.find_button.setToolTip(
            self.tr("Asks the usual ports of Ollama, LM Studio, llama.cpp and vLLM on this computer")
        )
        self.find_button.clicked.connect(self.find_local)
        self.remove_button = tool_button("delete", self.tr("Remove this endpoint"))
        self.remove_button.clicked.connect(self._remove)

    def _make_fields(self) -> None:
        self.name = QLineEdit()
        self.url = QLineEdit()
        self.url.setPlaceholderText("http://127.0.0.1:11434/v1")
        self.model = QComboBox()
        self.model.setEditable(True)
        self.model.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.model.setSizePolicy(self.url.sizePolicy())
        self.models_button = button(self.tr("List"))
        self.models_button.setToolTip(self.tr("Ask the endpoint which models it has"))
        self.models_button.clicked.connect(self.list_models)
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.embeddings = QLineEdit()
        self.embeddings.setPlaceholderText(self.tr("Empty: docqa's own, which reads English"))
        self.embeddings.setToolTip(
            self.tr("The endpoint's model that finds passages by their meaning, in the languages that it reads")
        )
        self.vision = QComboBox()
        for value, text in (
            ("auto", self.tr("As docqa knows and finds")),
            ("yes", self.tr("Yes")),
            ("no", self.tr("No")),
        ):
            self.vision.addItem(text, value)
        self.price_in, self.price_out = (_price(self.tr("not given")) for _ in range(2))
        self.window_tokens = _tokens(1_024, 10_000_000)
        self.reserve = _tokens(64, 1_000_000)
        self.test_button = button(self.tr("Test"))
        self.test_button.setToolTip(self.tr("Sends the model one short question"))
        self.test_button.clicked.connect(self.test)
        self._keyring_note = label("", "small", wrap=True)
        self._keyring_note.hide()

    def _lay_out(self) -> None:
        self._fields = self._laid_out_fields()
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self.add_button)
        row.addWidget(self.find_button)
        row.addStretch(1)
        row.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * GRID)
        column.addWidget(
            label(
                self.tr(
                    "The built-in reader needs nothing and sends nothing. For answers in a model's own "
                    "words, add an endpoint that speaks OpenAI's protocol: on this computer or online."
                ),
                "muted",
                wrap=True,
            )
        )
        column.addWidget(self.list)
        column.addLayout(row)
        column.addLayout(self.said)
        column.addWidget(self._fields)
        column.addStretch(1)

    def _laid_out_fields(self) -> QWidget:
        models = QHBoxLayout()
        models.setSpacing(2 * GRID)
        models.addWidget(self.model, 1)
        models.addWidget(self.models_button)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(4 * GRID)
        self.form.setVerticalSpacing(2 * GRID)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.form.addRow(self.tr("Name"), self.name)
        self.form.addRow(self.tr("Base URL"), self.url)
        self.form.addRow(self.tr("Key"), self.key)
        self.form.addRow(self.tr("Model"), models)
        self.form.addRow(self.tr("Window"), self.window_tokens)
        self.form.addRow(self.tr("Kept for the answer"), self.reserve)
        self.form.addRow(self.tr("Reads pictures"), self.vision)
        self.form.addRow(self.tr("Embeddings model"), self.embeddings)
        self.form.addRow(self.tr("Price of a million tokens sent"), self.price_in)
        self.form.addRow(self.tr("Price of a million answered"), self.price_out)
        test_row = QHBoxLayout()
        test_row.addWidget(self.test_button)
        test_row.addStretch(1)
        whole = QWidget()
        fields = QVBoxLayout(whole)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(3 * GRID)
        fields.addLayout(self.form)
        fields.addWidget(self._keyring_note)
        fields.addLayout(test_row)
        return whole

    def _hear_edits(self) -> None:
        for line in (self.name, self.url, self.embeddings):
            line.textEdited.connect(lambda _: self._edit())
        for box in (self.window_tokens, self.reserve, self.price_in, self.price_out):
            box.valueChanged.connect(lambda _: self._edit())
        self.model.editTextChanged.connect(lambda _: self._edit())
        self.vision.currentIndexChanged.connect(lambda _: self._edit())
        self.key.textEdited.connect(lambda _: self._edit(key=True))

    # --- the list ------------------------------------------------------------------------------------------

    def add(self, profile: EndpointProfile) -> None:
        """Add an endpoint and choose it."""
        self.drafts.append(Draft(profile))
        self._list(len(self.drafts) - 1)
        (self.url if not profile.base_url else self.model).setFocus()
        self.edited.emit()

    def add_empty(self) -> None:
        """Add an endpoint that is still to be named and addressed."""
        self.add(EndpointProfile(self._free_name(self.tr("Endpoint")), "", ""))

    def _remove(self) -> None:
        if self._current():
            del self.drafts[self.list.currentRow()]
            self._list(min(self.list.currentRow(), len(self.drafts) - 1))
            self.edited.emit()

    def _list(self, row: int = 0) -> None:
        self.list.clear()
        for draft in self.drafts:
            QListWidgetItem(icon("engine", "muted"), draft.profile.name, self.list)
        self.list.setVisible(bool(self.drafts))
        rows = min(4, len(self.drafts))
        self.list.setFixedHeight(rows * max(1, self.list.sizeHintForRow(0)) + 3 * GRID)
        self.list.setCurrentRow(row if self.drafts else -1)
        self._fill(self.list.currentRow())

    def _current(self) -> Draft | None:
        row = self.list.currentRow()
        return self.drafts[row] if 0 <= row < len(self.drafts) else None

    def _free_name(self, wanted: str) -> str:
        names = {draft.profile.name for draft in self.drafts}
        number = 2
        name = wanted
        while name in names:
            name, number = f"{wanted} {number}", number + 1
        return name

    def _fill(self, row: int) -> None:
        draft = self._current()
        self._fields.setVisible(draft is not None)
        self.remove_button.setEnabled(draft is not None)
        if draft is None:
            return
        profile = draft.profile
        self._filling = True
        self.name.setText(profile.name)
        self.url.setText(profile.base_url)
        self.model.clear()
        self.model.setEditText(profile.model)
        self.key.setText(draft.key or "")
        stays, needless = self.tr("Empty: the key stays as it is"), self.tr("Only where the endpoint asks for one")
        self.key.setPlaceholderText(stays if draft.was else needless)
        self.window_tokens.setValue(profile.window)
        self.reserve.setValue(profile.answer_reserve)
        self.embeddings.setText(profile.embeddings_model)
        self.vision.setCurrentIndex(max(0, self.vision.findData(profile.vision)))
        for box, price in ((self.price_in, profile.price_in), (self.price_out, profile.price_out)):
            box.setValue(_UNPRICED if price is None else price)
        self._filling = False

    def _edit(self, *, key: bool = False) -> None:
        draft = self._current()
        if self._filling or draft is None:
            return
        draft.profile = replace(
            draft.profile,
            name=self.name.text().strip(),
            base_url=self.url.text().strip(),
            model=self.model.currentText().strip(),
            window=self.window_tokens.value(),
            answer_reserve=self.reserve.value(),
            embeddings_model=self.embeddings.text().strip(),
            vision=self.vision.currentData(),
            price_in=_price_of(self.price_in),
            price_out=_price_of(self.price_out),
        )
        if key:
            draft.key = self.key.text().strip()
        item = self.list.currentItem()
        if item:
            item.setText(draft.profile.name)
        self.edited.emit()

    def problem(self) -> str:
        """Why these endpoints can't be saved, in words; empty when they can."""
        names = [draft.profile.name for draft in self.drafts]
        for draft in self.drafts:
            profile = draft.profile
            if not (profile.name and profile.base_url and profile.model):
                return self.tr("“{name}” still needs a name, a base URL and a model.").format(name=profile.name)
            if profile.window <= profile.answer_reserve:
                return self.tr("“{name}” keeps more for the answer than its window holds.").format(
                    name=profile.name
                )
        if len(set(names)) < len(names):
            return self.tr("Two endpoints have the same name. Give each its own.")
        return ""

    # --- what is asked of servers --------------------------------------------------------------------------

    def test(self) -> None:
        """Really ask the model something."""
        draft = self._current()
        if draft is None:
            return
        profile, key, services = draft.profile, draft.key, self._services
        self._tell(self.tr("Asking {model}…").format(model=profile.model or profile.base_url))

        def work(cancel: CancelToken) -> Generator[None, None, tuple[str, float]]:
            began = time.monotonic()
            engine = services.make_engine(profile, services.key(profile.base_url, key))
            text = ""
            for event in engine.stream(_test_context(profile), cancel):
                yield
                if isinstance(event, Delta):
                    text += event.text
                if len(text) > _ENOUGH:
                    break
            return text.strip(), time.monotonic() - began

        self._job = jobs.run(
            work, owner=self, on_result=self._tested, on_error=self._tell_error, replaces=self._job
        )

    def _tested(self, answer: tuple[str, float]) -> None:
        text, seconds = answer
        shown = text if len(text) <= 80 else text[:79] + "…"
        self._tell(self.tr("It answered in {seconds} s: “{text}”").format(seconds=f"{seconds:.1f}", text=shown))

    def list_models(self) -> None:
        """Ask the endpoint which models it has."""
        draft = self._current()
        if draft is None:
            return
        url, key, services = draft.profile.base_url, draft.key, self._services
        self._tell(self.tr("Asking for the models…"))
        self._job = jobs.call(
            lambda: services.list_models(url, services.key(url, key)),
            owner=self,
            on_result=self._models,
            on_error=self._tell_error,
            replaces=self._job,
        )

    def _models(self, models: tuple[str, ...]) -> None:
        chosen = self.model.currentText()
        self._filling = True
        self.model.clear()
        self.model.addItems(list(models))
        self.model.setEditText(chosen or (models[0] if models else ""))
        self._filling = False
        self._edit()
        self._clear_said()
        if not models:
            self._tell(
                self.tr("The endpoint answers but names no models. Write the model's name yourself."), tone="warn"
            )
        elif len(models) > 1:
            self.model.showPopup()

    def find_local(self) -> None:
        """Look for model servers on this computer; only ever because the person asked."""
        self._tell(self.tr("Looking on this computer…"))
        self._job = jobs.call(
            self._services.find_local_servers,
            owner=self,
            on_result=self._found,
            on_error=self._tell_error,
            replaces=self._job,
        )

    def _found(self, servers: tuple[LocalServer, ...]) -> None:
        known = {draft.profile.base_url for draft in self.drafts}
        new = [server for server in servers if server.base_url not in known]
        for server in new:
            model = server.models[0] if server.models else ""
            self.add(EndpointProfile(self._free_name(server.name), server.base_url, model))
        if not servers:
            self._tell(
                self.tr("No server answers on the usual ports. Start Ollama, LM Studio, llama.cpp or vLLM first."),
                tone="warn",
            )
        elif not new:
            self._tell(self.tr("Only servers that are in the list already."))
        else:
            self._tell(self.tr("Found: {names}").format(names=", ".join(server.name for server in new)))

    # --- what is said --------------------------------------------------------------------------------------

    @property
    def said_text(self) -> str:
        """What the form last said about a server."""
        item = self.said.itemAt(self.said.count() - 1) if self.said.count() else None
        widget = item.widget() if item else None
        return f"{widget.message} {widget.hint}".strip() if isinstance(widget, Notice) else ""

    def _clear_said(self) -> None:
        while (item := self.said.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _tell(self, text: str, hint: str = "", tone: str = "info") -> None:
        self._clear_said()
        self.said.addWidget(Notice(text, hint, tone=tone))

    def _tell_error(self, error: Exception) -> None:
        self._tell(*words(error), tone="bad")

    def _keyring(self, notice: str) -> None:
        if notice:
            self._keyring_note.setText(said(notice))
            self._keyring_note.show()


def _tokens(least: int, most: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(least, most)
    box.setSingleStep(1_024)
    box.setGroupSeparatorShown(True)
    box.setSuffix(" " + QCoreApplication.translate("EndpointForm", "tokens"))
    box.setAlignment(Qt.AlignmentFlag.AlignLeading)
    box.lineEdit().setTextMargins(2 * GRID, 0, 2 * GRID, 0)  # the style sheet's padding does not reach it
    return box


def _price(unknown: str) -> QDoubleSpinBox:
    """A price in the currency of the person's bill; below nought is none given, which reads `unknown`."""
    box = QDoubleSpinBox()
    box.setRange(_UNPRICED, 10_000)
    box.setDecimals(2)
    box.setSingleStep(0.25)
    box.setSpecialValueText(unknown)
    box.setAlignment(Qt.AlignmentFlag.AlignLeading)
    box.lineEdit().setTextMargins(2 * GRID, 0, 2 * GRID, 0)
    return box


def _price_of(box: QDoubleSpinBox) -> float | None:
    return None if box.value() < 0 else box.value()


def _test_context(profile: EndpointProfile) -> PackedContext:
    """One short question without a document."""
    use = TokenUse(answer_reserve=min(64, profile.answer_reserve))
    report = ContextReport(Mode.WHOLE, profile.window, use, (), ())
    return PackedContext(_TEST, (Message("user", _TEST),), (), report)


def keep_keys(drafts: list[Draft], secrets: Secrets) -> None:
    """Put the keys that were written into the keyring. Off the GUI thread. Raises SecretsUnavailable."""
    for draft in drafts:
        if draft.key:
            secrets.set(draft.profile.base_url, draft.key)
        elif draft.key is not None:
            secrets.delete(draft.profile.base_url)
