"""List the routes of which the access log says nothing, beside those of `reading_table.py`."""

# Routes that show the staff no contents of a conversation, so they log nothing. The patient's own
# pages are here too: the log has one line for coming in with a key (`conversation:open`).
# `plan.phone` shows what an editor has typed, and opens nothing stored: the line of the editor stands.
# `under.page` asks this app for the pages that it joins, and they log what they log.
WITHOUT: frozenset[tuple[str, str]] = frozenset(
    (method, name if blueprint == "-" else f"{blueprint}.{name}")
    for line in """
GET site home favicon robots touch_icon worker manifest bundle offline by_ear away
GET - static metrics
GET health alive ready too_large
GET selfcheck short short_with_code start check form_again
POST selfcheck form
GET conversation open_page receipt mine help_for_me change withdraw
POST conversation open_conversation help_for_topic withdraw_now
POST appointments show
POST sharing review share
GET directory options short list_for_phone
POST directory find report
GET help_editing new edit
POST help_editing add save preview
POST plan phone
GET phrases overview new edit
POST phrases add change offer
GET help_files example
GET imports overview too_large choose_file show progress ask_terms
GET keeping history
POST keeping check hide show remove undo
POST imports upload choose tell_terms again publish undo drop
GET meetings overview
POST meetings make change cancel
POST sheets remove
POST taking_back withdraw_sheet
GET calendar plan_dates
GET own_phone lists
POST own_phone enable
GET export card_pdf my_plan_pdf recovery_key_pdf topic_posters
GET progress plan
GET evaluation ask
POST evaluation answer answer_late
GET figures overview export
POST figures add_up answer
GET then_and_now show again
POST then_and_now keep
POST progress tick
POST my_handover take_back
POST plan letter
GET record log download
GET setup start practice slug key check person own_account
POST setup begin save_practice check_key finish finish_with_account
GET practice login code recovery passkey help recovery_codes
POST practice give_password give_code give_recovery_code give_passkey make_codes logout
GET newcomer set_up new_passkey
POST newcomer show_app make_passkey
GET desk today lines invite
GET paper_list start
POST desk open_by_code create_invitation withdraw_invitation
GET uninvited fold aside
POST uninvited ask put bring
GET recordings overview language sentence sound
POST recordings upload check add_speaker withdraw remove
GET recording_exchange choose show
GET under page
POST under page
GET voice manifest sound
POST recording_exchange upload take_over drop
GET recording_guests begin
POST recording_guests invite end join leave
GET help_sets overview
GET handovers overview
GET receiver open_page letter
POST receiver leave
POST help_sets subscribe unsubscribe
GET settings overview tablet recovery_key paper check
POST settings renew_waiting_room save new_recovery_key check_key
GET checked overview
POST checked record take_back
GET account overview password practices confirm
POST account change_password end_session end_other_sessions switch hold_form confirm_now
GET factors app new_passkey passkey
POST factors set_up_app add_passkey rename_passkey remove_passkey
GET patients keys merge
POST patients find
GET joining begin
POST joining look join join_with_account set_password
GET team overview invite_page missing_key recovery_page waiting member
POST team invite recover give_keys change_role reset withdraw_link block let_in end
GET staff stay
GET consult whose
GET together start
POST together create
""".strip().splitlines()
    for method, blueprint, *names in [line.split()]
    for name in names
)
