"""The states of a message."""

from typing import Final

DRAFT: Final = "draft"
SENT: Final = "sent"
