"""Drafting words to a person, and telling them."""

from collections.abc import Iterable

from dure.facts.loop import TOLD
from dure.facts.refusals import Refused, gettext_noop
from dure.facts.roles import Role
from dure.records.changes.actions import announce
from dure.records.changes.models import Change
from dure.records.ledger.actions import Doing, act, enter, hold
from dure.records.messages.models import Message, MessageState
from dure.records.messages.rules import DRAFT, SENT, checked_message
from dure.records.voices.actions import advance
from dure.records.voices.models import Voice


@act("messages.draft", least=Role.MEMBER)
def draft(doing: Doing, voice: Voice, *, words: str, channel: str = "mail") -> Message:
    """Writes a draft; nobody outside sees it."""
    return _drafted(doing, voice, words=words, channel=channel)


@act("messages.draft_notices", least=Role.MEMBER)
def draft_notices(doing: Doing, change: Change, *, notices: Iterable[tuple[Voice, str]]) -> list[Message]:
    """Drafts the notice of a change to everybody whose voice it answers; a person reads and sends each.

    Raises:
        Refused: somebody who must agree has not (004-03), or no voice is tied to the change.
    """
    announce(doing, change)
    drafts = [_drafted(doing, voice, words=words) for voice, words in notices]
    if not drafts:
        raise Refused(gettext_noop("No voice is tied to this change: copy the notice and send it yourself."))
    doing.about("change", change.pk)
    return drafts


def _drafted(doing: Doing, voice: Voice, *, words: str, channel: str = "mail") -> Message:
    message = Message.objects.create(
        voice=voice, to=voice.person, words=checked_message(words), channel=channel, source=voice.source
    )
    _enter(doing, message, stage=DRAFT, current=None)
    return message


@act("messages.tell", least=Role.MEMBER)
def tell(doing: Doing, message: Message) -> Message:
    """Notes that a person told the customer in these words. The customer's clock stops here.

    dure itself sends nothing yet: a person has said or sent the words through ``message.channel``.
    """
    hold(message)
    current = MessageState.objects.get(message=message, left_at__isnull=True)
    if current.stage == SENT:
        raise Refused(gettext_noop("This message has already been sent."))
    _enter(doing, message, stage=SENT, current=current)
    voice = message.voice
    advance(doing, voice, stage=TOLD)
    if message.to_id and doing.by.person_id:
        doing.note(
            "contacts",
            from_id=doing.by.person_id,
            to_id=message.to_id,
            account_id=voice.account_id,
            channel=message.channel,
            source=message.source,
        )
    return message


def _enter(doing: Doing, message: Message, *, stage: str, current: MessageState | None) -> None:
    enter(doing, current, MessageState(message=message, stage=stage))
    doing.about("message", message.pk)
    doing.note(
        "moves",
        thing="message",
        case_id=message.pk,
        stage=stage,
        account_id=message.voice.account_id,
        by_id=doing.by.person_id,
        source=message.source,
    )
