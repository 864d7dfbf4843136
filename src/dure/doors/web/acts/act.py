"""An act as a page offers it: a record's action, with a button, a form and a sentence of what will happen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.doors.web.rights import PageRequest, refusal_text
from dure.facts.refusals import NotAllowed, Refused
from dure.facts.roles import Role
from dure.records.people.queries import colleagues, teams
from dure.records.work.queries import streams

Words = str | Promise


class Given:
    """What forms let one choose from: each list is read when the first form asks for it, and once.

    ``me`` is the person who looks, whom a promise is likely to be seen to by.
    """

    def __init__(self, me: int | None = None) -> None:
        self.me = me

    @cached_property
    def teams(self) -> list[tuple[Any, str]]:
        return [(team, team.name) for team in teams()]

    @cached_property
    def colleagues(self) -> list[tuple[Any, str]]:
        return [(person, person.name) for person in colleagues(timezone.localdate())]

    @cached_property
    def streams(self) -> list[tuple[Any, str]]:
        is_korean = (get_language() or "ko").startswith("ko")
        return [(stream, stream.name_ko if is_korean else stream.name_en) for stream in streams()]


class PlainSelect(forms.Select):
    """A select written at once. Django's own renders a template for each option: 3 ms for 79 teams, in form after form."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        about = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        chosen = str(value or "")
        options = [
            (key, mark_safe(" selected") if key == chosen else "", words) for key, words in self.choices
        ]
        listed = format_html_join("", '<option value="{}"{}>{}</option>', options)
        return format_html("<select{}>{}</select>", flatatt(about), listed)


class OneOf(forms.TypedChoiceField):
    """A choice of one team, colleague or stream; the rows come from :class:`Given`."""

    def __init__(self, rows: str, *, is_me: bool = False, **named: Any) -> None:
        super().__init__(empty_value=None, widget=PlainSelect, **named)
        self.rows, self.is_me = rows, is_me

    def fill(self, given: Given) -> None:
        """Takes the rows to choose from."""
        rows = getattr(given, self.rows)
        by_key = {str(thing.pk): thing for thing, _name in rows}
        self.choices = [("", "–"), *((str(thing.pk), name) for thing, name in rows)]
        self.coerce = by_key.__getitem__
        self.initial = given.me if self.is_me else self.initial


class Moment(forms.DateTimeField):
    """A moment to the minute, in the zone of the house."""

    class Box(forms.DateTimeInput):
        input_type = "datetime-local"

    def __init__(self, **named: Any) -> None:
        super().__init__(widget=self.Box(format="%Y-%m-%dT%H:%M"), **named)


class ActForm(forms.Form):
    """A form whose fields are the keywords of an action."""

    def __init__(self, *args: Any, given: Given, **named: Any) -> None:
        super().__init__(*args, **named)
        for one in self.fields.values():
            if isinstance(one, OneOf):
                one.fill(given)


class Happened(ActForm):
    """An act that may be noted after it happened."""

    at = Moment(label=_("When"), required=False, help_text=_("Leave it empty if it happened just now."))


def words_field(label: Any, *, rows: int = 3, **named: Any) -> forms.CharField:
    """A field for a few lines of words."""
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=10_000, **named
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. ``do`` is the record's action; it takes the thing, ``by`` and the form's fields as keywords.

    ``says`` tells, from the thing, what will happen and to whom, before it happens; ``done`` what has happened.
    """

    name: str
    title: Words
    do: Callable[..., Any]
    done: Words
    form: type[ActForm] = ActForm
    says: Callable[[Any], Words] | None = None
    is_ending: bool = False
    least: Role = Role.MEMBER
    #: A template shown above the fields, where the page has more to say than a sentence.
    beside: str = ""


@dataclass(slots=True, kw_only=True)
class Offer:
    """An act offered on one thing at one address, with its form."""

    act: Act
    thing: Any
    href: str
    form: ActForm
    is_next: bool = False
    is_open: bool = False
    fault: str = ""

    @property
    def key(self) -> str:
        return f"{self.act.name}-{self.thing.pk}"

    @property
    def says(self) -> Words:
        return self.act.says(self.thing) if self.act.says else ""


@dataclass(slots=True, kw_only=True)
class Group:
    """The acts on one thing, under its name."""

    title: Words
    key: str
    href: str = ""
    offers: list[Offer] = field(default_factory=list)


def offered(
    act: Act, thing: Any, *, href: str, given: Given, data: Any = None, is_next: bool = False
) -> Offer:
    """An act on a thing, its form empty or filled with ``data``."""
    key = f"{act.name}-{thing.pk}"
    form = act.form(data, given=given, auto_id=f"{key}-%s")
    return Offer(act=act, thing=thing, href=href, form=form, is_next=is_next)


def perform(request: PageRequest, *, offer: Offer) -> int:
    """Does what a filled form asks.

    Returns:
        The status of the answer: 200 when done, 422 when a field must be mended, 409 when the rules refuse; the
        reason then stands in the form, at its field where it has one.

    Raises:
        NotAllowed: the role is too low for it.
    """
    offer.is_open = True
    if not offer.form.is_valid():
        return 422
    try:
        offer.act.do(offer.thing, by=request.user.actor, **offer.form.cleaned_data)
    except NotAllowed:
        raise
    except Refused as refused:
        offer.fault = refusal_text(refused)
        offer.form.add_error(refused.field if refused.field in offer.form.fields else None, offer.fault)
        return 409
    return 200
