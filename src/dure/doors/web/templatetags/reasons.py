"""Why a row was kept aside, in the reader's language."""

from django import template

from dure.doors.web.templatetags.dure import language
from dure.sources.csv_file import in_korean

register = template.Library()


@register.filter
def reason(text: str) -> str:
    """A reason as the reader reads it."""
    return in_korean(text) if language() == "ko" else text
