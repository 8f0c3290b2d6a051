"""docqa: ask long documents questions and get answers that can be checked, page by page.

The story, in the order of its rooms: `reading` makes a Document of a file; `packing` chooses what of it fits the
window; `engines` answer; `grounding` looks the answer up in the document; `library` keeps it; `desk` and `cli`
show it. `asking` tells it from question to checked answer, `deepread` for all of a long document, `batch` for many
questions.
"""

__version__ = "0.1.0"
