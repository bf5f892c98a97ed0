"""List who may open what: one row for each address of the app and each method that it answers.

`test_access.py` fails for a route without a row, and for a row without a route.
"""

from collections.abc import Mapping
from enum import Enum, StrEnum


class Visitor(Enum):
    """The kinds of visitors; a test tries every address as each of them."""

    ANONYMOUS = "nobody in particular"
    PATIENT = "a patient with a pass for the record"
    DISABLED = "a GP of the practice whose account was disabled"
    OTHER_GP = "a GP of another practice"
    ASSISTANT = "an assistant of the practice"
    MANAGER = "the manager of the practice"
    SOCIAL_WORKER = "a social worker of the practice"
    POH = "a practice nurse of the practice"
    GP = "a GP of the practice"


class Outcome(Enum):
    """How the app answers a visitor's request."""

    OPEN = "it opens"
    LOGIN = "asked to log in"
    KEY = "asked for a code"
    REFUSED = "refused, 403"
    MISSING = "as if it did not exist, 404"


class Access(StrEnum):
    """What a visitor needs so that an address opens."""

    EVERYBODY = "nothing"
    NOBODY = "a token of those who run the server, which no visitor has"
    LINK = "the link of an invitation, which no visitor has"
    LEAVING = "nothing; whoever leaves stands before the login again"
    PATIENT = "a patient's pass, which is for one conversation"
    # Permissions of staff. Written by hand: a table copied from the code would test nothing.
    TEAM = "to work in a practice"
    INVITE = "to invite patients"
    ENTER = "to type in lists from paper"
    ASIDE = "to put lists of nobody's patients aside"
    CONTENTS = "to read what patients answer"
    HANDOVERS = "to see the open handovers"
    GIVE_KEYS = "to give colleagues their keys again"
    HOUSE = "to run the practice"
    FIGURES = "to see the figures of the practice"
    # Permissions for addresses that hold the id of something of this practice.
    INVITED = "to invite patients of this practice"
    ENTERED = "to type in lists from paper in this practice"
    HANDED = "to see the open handovers of this practice"
    COLLEAGUE = "to run this practice"
    GIVEN = "to give keys in this practice"
    KEPT = "to work in this practice, which keeps this help"
    RECORD = "to hold the key of this patient's record"
    OWN = "to be whose it is, and it is none of these visitors'"


_ROLES = {Visitor.GP, Visitor.POH, Visitor.SOCIAL_WORKER, Visitor.ASSISTANT, Visitor.MANAGER}
_CARE = {Visitor.GP, Visitor.POH, Visitor.SOCIAL_WORKER}
_ALLOWED = {
    Access.TEAM: _ROLES,
    Access.INVITE: _ROLES - {Visitor.MANAGER},
    Access.INVITED: _ROLES - {Visitor.MANAGER},
    Access.ENTER: _ROLES - {Visitor.MANAGER},
    Access.ENTERED: _ROLES - {Visitor.MANAGER},
    Access.ASIDE: _ROLES - {Visitor.MANAGER},
    Access.HANDOVERS: _ROLES - {Visitor.MANAGER},
    Access.HANDED: _ROLES - {Visitor.MANAGER},
    Access.CONTENTS: _CARE,
    Access.GIVE_KEYS: _ROLES - {Visitor.ASSISTANT},
    Access.GIVEN: _ROLES - {Visitor.ASSISTANT},
    Access.HOUSE: {Visitor.GP, Visitor.MANAGER},
    Access.FIGURES: _ROLES - {Visitor.ASSISTANT},
    Access.COLLEAGUE: {Visitor.GP, Visitor.MANAGER},
    Access.KEPT: _ROLES,
    Access.RECORD: _CARE,
}
_OF_THIS_PRACTICE = {
    Access.INVITED,
    Access.ENTERED,
    Access.HANDED,
    Access.COLLEAGUE,
    Access.GIVEN,
    Access.KEPT,
    Access.RECORD,
}


def outcome_for(access: Access, visitor: Visitor) -> Outcome:
    """Say how the app should answer a visitor."""
    if access is Access.EVERYBODY:
        return Outcome.OPEN
    if access in (Access.NOBODY, Access.LINK):
        return Outcome.MISSING
    if access is Access.PATIENT:
        return Outcome.OPEN if visitor is Visitor.PATIENT else Outcome.KEY
    if access is Access.LEAVING or visitor not in _ROLES | {Visitor.OTHER_GP}:
        return Outcome.LOGIN
    if access is Access.OWN:
        return Outcome.MISSING
    if visitor is Visitor.OTHER_GP:
        return Outcome.MISSING if access in _OF_THIS_PRACTICE else Outcome.OPEN
    return Outcome.OPEN if visitor in _ALLOWED[access] else Outcome.REFUSED


# Each visitor tries the rows in this order, so the rows that destroy something come last.
TABLE: Mapping[tuple[str, str], Access] = {
    ("GET", "site.home"): Access.EVERYBODY,
    ("GET", "site.favicon"): Access.EVERYBODY,
    ("GET", "site.robots"): Access.EVERYBODY,
    ("GET", "site.touch_icon"): Access.EVERYBODY,
    ("GET", "site.worker"): Access.EVERYBODY,
    ("GET", "site.manifest"): Access.EVERYBODY,
    ("GET", "site.bundle"): Access.EVERYBODY,
    ("GET", "site.offline"): Access.EVERYBODY,
    ("GET", "site.by_ear"): Access.EVERYBODY,
    # Asks for the page itself as the same visitor; the table's values lead to the first page.
    ("GET", "under.page"): Access.EVERYBODY,
    ("POST", "under.page"): Access.EVERYBODY,
    ("GET", "static"): Access.EVERYBODY,
    ("GET", "metrics"): Access.NOBODY,
    ("GET", "health.alive"): Access.EVERYBODY,
    ("GET", "health.ready"): Access.EVERYBODY,
    ("GET", "health.too_large"): Access.EVERYBODY,
    ("GET", "selfcheck.short"): Access.EVERYBODY,
    ("GET", "selfcheck.short_with_code"): Access.EVERYBODY,
    ("GET", "selfcheck.start"): Access.EVERYBODY,
    ("GET", "selfcheck.check"): Access.EVERYBODY,
    ("GET", "selfcheck.form_again"): Access.EVERYBODY,
    ("POST", "selfcheck.form"): Access.EVERYBODY,
    ("POST", "appointments.show"): Access.LINK,
    ("POST", "sharing.review"): Access.EVERYBODY,
    ("GET", "directory.options"): Access.EVERYBODY,
    ("GET", "directory.short"): Access.EVERYBODY,
    ("GET", "directory.list_for_phone"): Access.EVERYBODY,
    ("POST", "directory.find"): Access.EVERYBODY,
    ("GET", "voice.manifest"): Access.EVERYBODY,
    ("GET", "voice.sound"): Access.EVERYBODY,
    ("POST", "directory.report"): Access.EVERYBODY,
    ("GET", "conversation.open_page"): Access.EVERYBODY,
    ("POST", "conversation.open_conversation"): Access.EVERYBODY,
    ("GET", "own_phone.lists"): Access.EVERYBODY,
    ("POST", "own_phone.enable"): Access.PATIENT,
    ("GET", "conversation.receipt"): Access.PATIENT,
    ("GET", "export.card_pdf"): Access.PATIENT,
    ("GET", "conversation.mine"): Access.PATIENT,
    ("GET", "progress.plan"): Access.PATIENT,
    ("GET", "evaluation.ask"): Access.PATIENT,
    ("POST", "evaluation.answer"): Access.PATIENT,
    ("GET", "then_and_now.show"): Access.PATIENT,
    ("GET", "then_and_now.again"): Access.PATIENT,
    ("POST", "then_and_now.keep"): Access.PATIENT,
    ("GET", "export.my_plan_pdf"): Access.PATIENT,
    ("GET", "calendar.plan_dates"): Access.PATIENT,
    ("POST", "taking_back.withdraw_sheet"): Access.PATIENT,
    ("POST", "my_handover.take_back"): Access.PATIENT,
    ("GET", "conversation.help_for_me"): Access.PATIENT,
    ("POST", "conversation.help_for_topic"): Access.PATIENT,
    ("GET", "conversation.change"): Access.PATIENT,
    ("GET", "conversation.withdraw"): Access.PATIENT,
    ("GET", "record.log"): Access.PATIENT,
    ("GET", "record.download"): Access.PATIENT,
    ("POST", "record.as_page"): Access.PATIENT,
    ("POST", "record.as_json"): Access.PATIENT,
    # Without an operator's link the pages of the setup redirect to `setup.start`.
    ("GET", "setup.start"): Access.EVERYBODY,
    ("POST", "setup.begin"): Access.EVERYBODY,
    ("GET", "setup.practice"): Access.EVERYBODY,
    ("POST", "setup.save_practice"): Access.EVERYBODY,
    ("GET", "setup.slug"): Access.EVERYBODY,
    ("GET", "setup.key"): Access.EVERYBODY,
    ("GET", "setup.check"): Access.EVERYBODY,
    ("POST", "setup.check_key"): Access.EVERYBODY,
    ("GET", "setup.person"): Access.EVERYBODY,
    ("POST", "setup.finish"): Access.EVERYBODY,
    ("GET", "setup.own_account"): Access.EVERYBODY,
    ("POST", "setup.finish_with_account"): Access.EVERYBODY,
    ("GET", "export.recovery_key_pdf"): Access.EVERYBODY,
    ("GET", "practice.login"): Access.EVERYBODY,
    ("POST", "practice.give_password"): Access.EVERYBODY,
    # Pages of the second step of a login; without the first step they redirect to the login.
    ("GET", "newcomer.set_up"): Access.TEAM,
    ("POST", "newcomer.show_app"): Access.TEAM,
    ("GET", "practice.code"): Access.TEAM,
    ("POST", "practice.give_code"): Access.TEAM,
    ("GET", "practice.recovery"): Access.TEAM,
    ("POST", "practice.give_recovery_code"): Access.TEAM,
    ("GET", "practice.passkey"): Access.TEAM,
    ("POST", "practice.give_passkey"): Access.TEAM,
    ("GET", "newcomer.new_passkey"): Access.TEAM,
    ("POST", "newcomer.make_passkey"): Access.TEAM,
    ("GET", "practice.help"): Access.EVERYBODY,
    ("GET", "desk.today"): Access.TEAM,
    ("GET", "desk.lines"): Access.TEAM,
    ("POST", "desk.open_by_code"): Access.TEAM,
    ("GET", "uninvited.fold"): Access.TEAM,
    ("POST", "uninvited.ask"): Access.ASIDE,
    ("POST", "uninvited.put"): Access.ASIDE,
    ("GET", "uninvited.aside"): Access.ASIDE,
    ("POST", "uninvited.bring"): Access.ASIDE,
    ("GET", "desk.invite"): Access.INVITE,
    ("POST", "desk.create_invitation"): Access.INVITE,
    ("GET", "desk.invitation"): Access.INVITED,
    ("GET", "export.invitation_card"): Access.INVITED,
    ("GET", "moving.edit"): Access.INVITED,
    ("POST", "moving.save"): Access.INVITED,
    ("POST", "desk.withdraw_invitation"): Access.INVITED,
    ("GET", "paper_list.start"): Access.ENTER,
    ("POST", "paper_list.enter"): Access.ENTER,
    ("GET", "help_editing.new"): Access.TEAM,
    ("POST", "help_editing.add"): Access.TEAM,
    ("GET", "help_editing.edit"): Access.KEPT,
    ("POST", "help_editing.save"): Access.KEPT,
    ("POST", "help_editing.preview"): Access.TEAM,
    ("GET", "settings.overview"): Access.HOUSE,
    ("POST", "settings.save"): Access.HOUSE,
    ("GET", "checked.overview"): Access.HOUSE,
    ("POST", "checked.record"): Access.HOUSE,
    ("POST", "checked.take_back"): Access.HOUSE,
    ("GET", "settings.tablet"): Access.TEAM,
    ("GET", "settings.recovery_key"): Access.HOUSE,
    ("POST", "settings.new_recovery_key"): Access.HOUSE,
    ("POST", "settings.renew_waiting_room"): Access.HOUSE,
    ("GET", "settings.paper"): Access.HOUSE,
    ("GET", "settings.check"): Access.HOUSE,
    ("POST", "settings.check_key"): Access.HOUSE,
    ("GET", "export.poster_pdf"): Access.TEAM,
    ("GET", "export.topic_posters"): Access.TEAM,
    ("GET", "export.topic_poster"): Access.TEAM,
    ("GET", "export.waiting_room"): Access.TEAM,
    ("GET", "export.paper_list"): Access.TEAM,
    ("GET", "practice.recovery_codes"): Access.TEAM,
    ("POST", "practice.make_codes"): Access.TEAM,
    ("GET", "account.overview"): Access.TEAM,
    ("GET", "account.password"): Access.TEAM,
    ("POST", "account.change_password"): Access.TEAM,
    ("POST", "account.end_session"): Access.OWN,
    ("POST", "account.end_other_sessions"): Access.TEAM,
    ("GET", "account.practices"): Access.TEAM,
    ("POST", "account.switch"): Access.OWN,
    ("GET", "factors.app"): Access.TEAM,
    ("POST", "factors.set_up_app"): Access.TEAM,
    ("GET", "factors.new_passkey"): Access.TEAM,
    ("POST", "factors.add_passkey"): Access.TEAM,
    ("GET", "factors.passkey"): Access.OWN,
    ("POST", "factors.rename_passkey"): Access.OWN,
    ("POST", "factors.remove_passkey"): Access.OWN,
    ("GET", "account.confirm"): Access.TEAM,
    ("POST", "account.hold_form"): Access.TEAM,
    ("POST", "account.confirm_now"): Access.TEAM,
    ("GET", "patients.keys"): Access.RECORD,
    ("POST", "patients.renew"): Access.RECORD,
    # Only with the secret of the link, which whoever handed the code over has.
    ("POST", "export.new_card_pdf"): Access.ENTERED,
    ("GET", "patients.merge"): Access.RECORD,
    ("POST", "patients.find"): Access.RECORD,
    ("POST", "patients.merge_now"): Access.RECORD,
    ("POST", "patients.split"): Access.RECORD,
    ("GET", "joining.begin"): Access.EVERYBODY,
    ("POST", "joining.look"): Access.EVERYBODY,
    ("POST", "joining.join"): Access.EVERYBODY,
    ("POST", "joining.join_with_account"): Access.EVERYBODY,
    ("POST", "joining.set_password"): Access.EVERYBODY,
    ("GET", "team.overview"): Access.HOUSE,
    ("GET", "team.invite_page"): Access.HOUSE,
    ("POST", "team.invite"): Access.HOUSE,
    ("GET", "team.missing_key"): Access.TEAM,
    ("GET", "team.recovery_page"): Access.TEAM,
    ("POST", "team.recover"): Access.TEAM,
    ("GET", "team.waiting"): Access.GIVE_KEYS,
    ("POST", "team.give_keys"): Access.GIVEN,
    ("GET", "team.member"): Access.COLLEAGUE,
    ("POST", "team.change_role"): Access.COLLEAGUE,
    ("POST", "team.reset"): Access.COLLEAGUE,
    ("POST", "team.withdraw_link"): Access.COLLEAGUE,
    ("POST", "team.block"): Access.COLLEAGUE,
    ("POST", "team.let_in"): Access.COLLEAGUE,
    ("POST", "team.end"): Access.COLLEAGUE,
    ("GET", "imports.too_large"): Access.EVERYBODY,
    ("GET", "imports.overview"): Access.HOUSE,
    ("GET", "imports.choose_file"): Access.HOUSE,
    ("POST", "imports.upload"): Access.HOUSE,
    ("GET", "imports.show"): Access.COLLEAGUE,
    ("GET", "imports.progress"): Access.COLLEAGUE,
    ("GET", "imports.ask_terms"): Access.COLLEAGUE,
    ("POST", "imports.choose"): Access.COLLEAGUE,
    ("POST", "imports.tell_terms"): Access.COLLEAGUE,
    ("POST", "imports.again"): Access.COLLEAGUE,
    ("POST", "imports.publish"): Access.COLLEAGUE,
    ("POST", "imports.undo"): Access.COLLEAGUE,
    ("POST", "imports.drop"): Access.COLLEAGUE,
    ("GET", "meetings.overview"): Access.CONTENTS,
    ("POST", "meetings.make"): Access.CONTENTS,
    ("GET", "meetings.show"): Access.RECORD,
    ("POST", "meetings.change"): Access.RECORD,
    ("POST", "meetings.cancel"): Access.RECORD,
    # Before the list is confirmed, so that these redirect: there is no sheet of that id.
    ("GET", "sheets.overview"): Access.RECORD,
    ("POST", "sheets.ask"): Access.RECORD,
    ("POST", "sheets.outcome"): Access.RECORD,
    ("POST", "sheets.remove"): Access.RECORD,
    ("GET", "export.meeting_sheet"): Access.RECORD,
    ("GET", "consult.overview"): Access.RECORD,
    ("GET", "consult.whose"): Access.RECORD,
    ("POST", "consult.confirm"): Access.RECORD,
    ("GET", "consult.his"): Access.RECORD,
    ("GET", "staff.stay"): Access.TEAM,
    ("GET", "keeping.overview"): Access.TEAM,
    ("GET", "keeping.history"): Access.KEPT,
    ("POST", "keeping.check"): Access.KEPT,
    ("POST", "keeping.hide"): Access.KEPT,
    ("POST", "keeping.show"): Access.KEPT,
    ("POST", "keeping.undo"): Access.KEPT,
    ("POST", "keeping.remove"): Access.KEPT,
    ("GET", "together.start"): Access.CONTENTS,
    ("POST", "together.create"): Access.CONTENTS,
    ("GET", "together.edit"): Access.RECORD,
    ("POST", "together.save"): Access.RECORD,
    ("GET", "plan.edit"): Access.RECORD,
    ("POST", "plan.save"): Access.RECORD,
    ("POST", "plan.phone"): Access.RECORD,
    ("POST", "plan.letter"): Access.RECORD,
    ("GET", "phrases.overview"): Access.CONTENTS,
    ("GET", "phrases.new"): Access.CONTENTS,
    ("POST", "phrases.add"): Access.CONTENTS,
    ("GET", "phrases.edit"): Access.RECORD,
    ("POST", "phrases.change"): Access.RECORD,
    ("POST", "phrases.offer"): Access.RECORD,
    ("GET", "export.plan_pdf"): Access.RECORD,
    # Without link and digits the pages of a receiver redirect to `receiver.open_page`.
    ("GET", "receiver.open_page"): Access.EVERYBODY,
    ("POST", "receiver.open_letter"): Access.EVERYBODY,
    ("GET", "receiver.letter"): Access.EVERYBODY,
    ("POST", "receiver.answer"): Access.EVERYBODY,
    ("POST", "receiver.leave"): Access.EVERYBODY,
    ("GET", "handovers.overview"): Access.HANDOVERS,
    ("POST", "handovers.change"): Access.HANDED,
    ("GET", "handovers.as_fhir"): Access.RECORD,
    ("GET", "handover.step"): Access.RECORD,
    ("POST", "handover.agree"): Access.RECORD,
    ("POST", "export.handover_letter"): Access.RECORD,
    ("GET", "help_export.download"): Access.HOUSE,
    ("GET", "help_files.example"): Access.HOUSE,
    ("GET", "help_sets.overview"): Access.HOUSE,
    ("POST", "help_sets.subscribe"): Access.HOUSE,
    ("POST", "help_sets.unsubscribe"): Access.HOUSE,
    # A guest's link opens them too (test_recording_guests.py).
    ("GET", "recordings.overview"): Access.HOUSE,
    ("GET", "recordings.language"): Access.HOUSE,
    ("GET", "recordings.sentence"): Access.HOUSE,
    ("GET", "recordings.sound"): Access.COLLEAGUE,
    ("POST", "recordings.upload"): Access.HOUSE,
    ("POST", "recordings.check"): Access.HOUSE,
    ("POST", "recordings.add_speaker"): Access.HOUSE,
    ("POST", "recordings.remove"): Access.COLLEAGUE,
    ("POST", "recordings.withdraw"): Access.COLLEAGUE,
    ("GET", "recording_exchange.export"): Access.HOUSE,
    ("GET", "recording_exchange.choose"): Access.HOUSE,
    ("POST", "recording_exchange.upload"): Access.HOUSE,
    ("GET", "recording_exchange.show"): Access.COLLEAGUE,
    ("POST", "recording_exchange.take_over"): Access.COLLEAGUE,
    ("POST", "recording_exchange.drop"): Access.HOUSE,
    ("GET", "recording_guests.begin"): Access.EVERYBODY,
    ("POST", "recording_guests.join"): Access.EVERYBODY,
    ("POST", "recording_guests.leave"): Access.EVERYBODY,
    ("POST", "recording_guests.invite"): Access.HOUSE,
    ("POST", "recording_guests.end"): Access.COLLEAGUE,
    ("GET", "figures.overview"): Access.FIGURES,
    ("GET", "figures.export"): Access.FIGURES,
    ("POST", "figures.add_up"): Access.CONTENTS,
    ("POST", "figures.answer"): Access.RECORD,
    ("GET", "accesslog.overview"): Access.HOUSE,
    ("POST", "accesslog.find"): Access.HOUSE,
    ("GET", "accesslog.export"): Access.HOUSE,
    ("POST", "sharing.share"): Access.EVERYBODY,
    ("POST", "progress.tick"): Access.EVERYBODY,
    ("POST", "evaluation.answer_late"): Access.EVERYBODY,
    ("POST", "conversation.withdraw_now"): Access.PATIENT,
    ("GET", "site.away"): Access.EVERYBODY,
    ("POST", "practice.logout"): Access.LEAVING,
}
