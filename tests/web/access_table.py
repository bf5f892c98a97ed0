"""Who may open what: a row for each address of the app and each method that it answers.

A route without a row fails the suite.
"""

from collections.abc import Mapping
from enum import Enum


class Visitor(Enum):
    """Somebody who tries every address."""

    ANONYMOUS = "nobody in particular"
    PATIENT = "a patient with a pass for the record"
    ASSISTANT = "an assistant of the practice"
    OTHER_GP = "a GP of another practice"
    GP = "a GP of the practice"


class Outcome(Enum):
    """What somebody meets."""

    OPEN = "it opens"
    LOGIN = "asked to log in"
    KEY = "asked for a code"
    REFUSED = "refused, 403"
    MISSING = "as if it did not exist, 404"


class Access(Enum):
    """What an address asks of its visitor: the outcome for each, in the order of `Visitor`."""

    EVERYBODY = (Outcome.OPEN,) * 5
    # Whoever leaves stands before the login again.
    LEAVING = (Outcome.LOGIN,) * 5
    # A pass is for one conversation; staff have none.
    PATIENT = (Outcome.KEY, Outcome.OPEN, Outcome.KEY, Outcome.KEY, Outcome.KEY)
    # Pages without a record: each sees those of the own practice.
    TEAM = (Outcome.LOGIN, Outcome.LOGIN, Outcome.OPEN, Outcome.OPEN, Outcome.OPEN)
    # A record: only who holds the practice's care key.
    RECORD = (Outcome.LOGIN, Outcome.LOGIN, Outcome.REFUSED, Outcome.MISSING, Outcome.OPEN)

    def outcome_for(self, visitor: Visitor) -> Outcome:
        return self.value[list(Visitor).index(visitor)]


# In this order each visitor goes through them, so what destroys comes last.
TABLE: Mapping[tuple[str, str], Access] = {
    ("GET", "pages.home"): Access.EVERYBODY,
    ("GET", "pages.favicon"): Access.EVERYBODY,
    ("GET", "pages.robots"): Access.EVERYBODY,
    ("GET", "static"): Access.EVERYBODY,
    ("GET", "selfcheck.start"): Access.EVERYBODY,
    ("GET", "selfcheck.check"): Access.EVERYBODY,
    ("GET", "selfcheck.form_again"): Access.EVERYBODY,
    ("POST", "selfcheck.form"): Access.EVERYBODY,
    ("POST", "conversation.review"): Access.EVERYBODY,
    ("GET", "directory.options"): Access.EVERYBODY,
    ("GET", "conversation.open_page"): Access.EVERYBODY,
    ("POST", "conversation.open_conversation"): Access.EVERYBODY,
    ("GET", "conversation.receipt"): Access.PATIENT,
    ("GET", "export.card_pdf"): Access.PATIENT,
    ("GET", "conversation.mine"): Access.PATIENT,
    ("GET", "plan.mine"): Access.PATIENT,
    ("GET", "export.my_plan_pdf"): Access.PATIENT,
    ("GET", "conversation.help_for_me"): Access.PATIENT,
    ("GET", "conversation.change"): Access.PATIENT,
    ("GET", "conversation.withdraw"): Access.PATIENT,
    ("GET", "practice.login"): Access.EVERYBODY,
    ("POST", "practice.login"): Access.EVERYBODY,
    # Between the two steps of a login; before the first one, everybody starts there.
    ("GET", "practice.two_factor_setup"): Access.TEAM,
    ("POST", "practice.two_factor_setup"): Access.TEAM,
    ("GET", "practice.two_factor_token_validation"): Access.TEAM,
    ("POST", "practice.two_factor_token_validation"): Access.TEAM,
    ("GET", "practice.mf_recovery"): Access.TEAM,
    ("POST", "practice.mf_recovery"): Access.TEAM,
    ("GET", "practice.two_factor_rescue"): Access.EVERYBODY,
    ("GET", "consult.today"): Access.TEAM,
    ("POST", "consult.open_by_code"): Access.TEAM,
    ("GET", "practice.recovery_codes"): Access.TEAM,
    ("POST", "practice.make_recovery_codes"): Access.TEAM,
    ("GET", "consult.overview"): Access.RECORD,
    ("POST", "consult.confirm"): Access.RECORD,
    ("GET", "consult.his"): Access.RECORD,
    ("GET", "plan.edit"): Access.RECORD,
    ("POST", "plan.save"): Access.RECORD,
    ("GET", "export.plan_pdf"): Access.RECORD,
    ("POST", "conversation.share"): Access.EVERYBODY,
    ("POST", "conversation.withdraw_now"): Access.PATIENT,
    ("GET", "pages.away"): Access.EVERYBODY,
    ("POST", "practice.logout"): Access.LEAVING,
}
