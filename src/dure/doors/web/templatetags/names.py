"""Kinds, channels and segments in the reader's language: thin over :mod:`dure.doors.web.names`."""

from django import template

from dure.doors.web import names

register = template.Library()


@register.filter
def waits_on(whom: str) -> names.Words:
    return names.WAITS_ON.get(whom, whom)


@register.filter
def work_kind(kind: str) -> names.Words:
    return names.WORK_KINDS.get(kind, kind)


@register.filter
def voice_kind(kind: str) -> names.Words:
    return names.VOICE_KINDS.get(kind, kind)


@register.filter
def channel(key: str) -> names.Words:
    return names.CHANNELS.get(key, key)


@register.filter
def segment(key: str) -> names.Words:
    return names.SEGMENTS.get(key, key)
