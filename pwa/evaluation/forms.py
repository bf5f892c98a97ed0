"""What comes beside the answers when a phone sends them from its queue."""

from wtforms import StringField, validators

from pwa.web.forms import SentForm

_MAX_TOKEN = 500


class LateForm(SentForm):
    """The phone's id of a sending, and the token of the page that asked.

    It has no CSRF token, because it may be sent days later; `refuse_foreign_origin` checks the
    origin instead.
    """

    class Meta:
        csrf = False

    uid = StringField(validators=[validators.InputRequired(), validators.UUID()])
    reply_to = StringField(
        validators=[validators.InputRequired(), validators.Length(max=_MAX_TOKEN)]
    )
