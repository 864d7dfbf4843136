"""One folder = one page = its address: the pages are found on the disk, not listed."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, include, path

HOME = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Page:
    """A page folder: its name is the first step of its address."""

    name: str
    module: ModuleType

    @property
    def patterns(self) -> list[URLPattern]:
        return self.module.urlpatterns


@cache
def pages() -> tuple[Page, ...]:
    """Every folder that holds a ``page.py``, in the order of names.

    Raises:
        ImproperlyConfigured: a view has neither a least role nor the mark that it is public.
    """
    names = sorted(place.parent.name for place in HOME.glob("*/page.py"))
    found = tuple(Page(name, import_module(f"{__package__}.{name}.page")) for name in names)
    for one in found:
        for pattern in one.patterns:
            if not hasattr(pattern.callback, "least_role") and not hasattr(pattern.callback, "is_public"):
                place = f"{one.name}/page.py: {pattern.name}"
                raise ImproperlyConfigured(f"{place} has no right: mark it with @page, @act or @public")
    return found


def page_urls() -> list[URLResolver]:
    """The addresses of all pages, for ``urls.py``."""
    return [path(f"{one.name}/", include(one.patterns)) for one in pages()]
