"""Stages and states in the reader's language, and their tone."""

from django import template

from dure.doors.web import states

register = template.Library()


@register.filter
def loop_name(stage: str) -> states.Words:
    return states.LOOP_NAMES.get(stage, stage)


@register.filter
def flow_name(state: str) -> states.Words:
    return states.FLOW_NAMES.get(state, state)


@register.filter
def promise_name(stage: str) -> states.Words:
    return states.PROMISE_NAMES.get(stage, stage)


@register.filter
def handoff_name(stage: str) -> states.Words:
    return states.HANDOFF_NAMES.get(stage, stage)


@register.filter
def waits_on_name(whom: str) -> states.Words:
    return states.WAITS_ON_NAMES.get(whom, whom)


@register.filter
def work_kind_name(kind: str) -> states.Words:
    return states.WORK_KIND_NAMES.get(kind, kind)


@register.filter
def voice_kind_name(kind: str) -> states.Words:
    return states.VOICE_KIND_NAMES.get(kind, kind)


@register.filter
def channel_name(channel: str) -> states.Words:
    return states.CHANNEL_NAMES.get(channel, channel)


@register.filter
def segment_name(segment: str) -> states.Words:
    return states.SEGMENT_NAMES.get(segment, segment)


@register.filter
def tone(stage: str) -> str:
    return states.tone_of(stage)
