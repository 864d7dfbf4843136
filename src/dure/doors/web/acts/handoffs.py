"""Acts on handoffs: handing a voice to a team, and the team's answer."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.doors.web.acts.act import Act, ActForm, Moment, OneOf, words_field
from dure.records.handoffs.actions import accept_handoff, bounce_handoff, hand_off


class Handing(ActForm):
    to_team = OneOf("teams", label=_("To which team"))
    ask = words_field(_("What we ask of them"))
    from_team = OneOf("teams", label=_("From which team"), required=False)
    due_at = Moment(label=_("Needed by"), required=False)


class Accepting(ActForm):
    why = words_field(_("What is asked, in your own words"), rows=2)


class Bouncing(ActForm):
    why = words_field(_("Why it comes back: what is missing, or whose it is"), rows=2)


ANSWERS = (
    Act(
        name="hand-off",
        title=_("Hand off"),
        do=hand_off,
        form=Handing,
        says=lambda voice: _(
            "The team sees it among its unanswered handoffs and is to accept it or send it back."
        ),
        done=_("Handed off."),
    ),
)
ACTS = (
    Act(
        name="accept",
        title=_("Accept"),
        do=accept_handoff,
        form=Accepting,
        says=lambda handoff: format_lazy(_("{team} takes it on."), team=handoff.to_team),
        done=_("The handoff is accepted."),
    ),
    Act(
        name="bounce",
        title=_("Send back"),
        do=bounce_handoff,
        form=Bouncing,
        says=lambda handoff: format_lazy(
            _("It goes back to {team}, with the reason."),
            team=handoff.from_team or _("those who handed it off"),
        ),
        done=_("The handoff is sent back."),
        is_ending=True,
    ),
)
