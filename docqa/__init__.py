"""docqa: ask long documents questions and get answers that can be checked, page by page."""

__version__ = "0.1.0"
