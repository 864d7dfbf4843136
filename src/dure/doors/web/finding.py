"""One answer of the quick search."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Found:
    """A page or a thing: what it is called, where it is, which kind it is, and a word to tell it apart."""

    title: str
    href: str
    kind: str | Promise = _("Page")
    detail: str = ""
