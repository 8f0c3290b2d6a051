"""Names that several rooms know something by."""

BUILTIN = "builtin"
"""The name of the built-in reader among engines."""

STOPPED = "stopped"
"""The problem of an answer that the person stopped."""

CUT = "cut at the answer reserve"
"""The problem of an answer that was as long as its reserve of tokens."""
