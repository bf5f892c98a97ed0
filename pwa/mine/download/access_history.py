"""Who opened or changed what a patient shared, in the patient's words.

The practice's words for the same actions are others, in its own terms (`accesslog/actions.py`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Final

from sqlalchemy.orm import Session

from pwa.audit import AccessEvent, Actor, Outcome, events_of
from pwa.conversation.merging import merged_into
from pwa.conversation.models import Conversation
from pwa.locales import local_day
from pwa.staff.role_names import WHO_BY_ROLE
from pwa.text import N_

# Per conversation: enough for years; nobody reads more than that on a phone.
MOST_EVENTS = 500

# Translators: the patient; in a list of who did something
YOU = N_("You")
# Translators: something happened by itself; in a list of who did something
BY_ITSELF = N_("The computer")
# Translators: somebody outside the practice who was asked to help the patient; in a list of who did something
THE_RECEIVER = N_("The person who was asked to help you")
# Translators: in a list of who did something, when the role is not known
THE_PRACTICE = N_("The practice")

_WHO_BY_ACTOR: Final = {
    Actor.PATIENT: YOU,
    Actor.SYSTEM: BY_ITSELF,
    Actor.RECEIVER: THE_RECEIVER,
}

ACTIONS: Final[Mapping[str, str]] = {
    # Translators: what was done
    "check:share": N_("Answers shared"),
    # Translators: what was done, at the practice
    "check:enter": N_("Your list typed in from paper"),
    # Translators: what was done
    "check:withdraw": N_("Answers taken back and erased"),
    # Translators: what was done
    "check:expire": N_("Answers erased, because their time was over"),
    # Translators: what was done
    "check:start-together": N_("Answers filled in together"),
    # Translators: what was done
    "check:change-together": N_("Answers changed together"),
    # Translators: what was done
    "conversation:open": N_("Opened with your code or link"),
    # Translators: what was done
    "conversation:read": N_("Answers or plan read"),
    # Translators: what was done
    "conversation:copy": N_("Text made for your medical file"),
    # Translators: what was done
    "conversation:merge": N_("Two lists of yours put together"),
    # Translators: what was done
    "conversation:split": N_("Two lists taken apart again"),
    # Translators: what was done
    "conversation:export": N_("Everything saved on a phone or computer"),
    # Translators: what was done
    "conversation:keep": N_("Kept on a phone, to come back with"),
    # Translators: what was done, the practice did not know whose list it is
    "conversation:put-aside": N_("List put aside: the practice did not know whose it was"),
    # Translators: what was done, after a list was put aside
    "conversation:bring-back": N_("Your list brought back"),
    # Translators: what was done
    "plan:save": N_("Plan saved"),
    # Translators: what was done
    "plan:tick": N_("Filled in how a step goes"),
    # Translators: what was done
    "plan:print": N_("Plan printed"),
    # Translators: what was done
    "plan:erase": N_("Answers and plan erased"),
    # Translators: what was done
    "plan:expire": N_("Plan erased, because nobody used it any more"),
    # Translators: what was done, with somebody who helps outside of the practice
    "handover:agree": N_("Agreed who gets a letter about you"),
    # Translators: what was done
    "handover:letter": N_("Letter for a helper made"),
    # Translators: what was done
    "handover:tell": N_("The helper was told about you"),
    # Translators: what was done
    "handover:fail": N_("Noted: with the helper it did not work"),
    # Translators: what was done
    "handover:done": N_("Letter for a helper finished"),
    # Translators: what was done
    "handover:end": N_("Letter for a helper ended"),
    # Translators: what was done, by who was asked to help the patient
    "handover:open": N_("Letter about you opened"),
    # Translators: what was done, by who was asked to help the patient
    "handover:answer": N_("Letter about you answered"),
    # Translators: what was done, at the practice
    "handover:export": N_("Letter about you saved as a file"),
    # Translators: what was done, by the patient
    "handover:take-back": N_("Letter for a helper taken back"),
    # Translators: what was done
    "handover:expire": N_("Letter for a helper ended, because its time was over"),
    # Translators: what was done; face and amounts without words
    "then:keep": N_("Kept how you are, to see later what changed"),
    # Translators: what was done
    "then:erase": N_("Erased what was kept to compare"),
    # Translators: what was done; a sheet is one paper about the patient for a meeting
    "meeting:agree": N_("Sheet made for a meeting, because you agreed"),
    "meeting:expire": N_("Sheet for a meeting erased, a week after it"),
    "meeting:print": N_("Sheet for a meeting printed"),
    "meeting:read": N_("Sheet for a meeting read"),
    "meeting:remove": N_("Sheet for a meeting erased"),
    "meeting:withdraw": N_("Sheet for a meeting taken back and erased"),
    # Translators: what was done
    "code:renew": N_("New code made"),
    # Translators: what was done
    "code:print": N_("Card with the new code printed"),
}
# Translators: what was done, when there is no better word for it
SOMETHING = N_("Something else done with your data")


@dataclass(frozen=True, slots=True)
class Looked:
    """A line of the patient's view of the access log: who did what.

    Attributes:
        at: the last time, when it happened several times in a row on one day.
        who, what: source texts.
        action: the code of the action in the access log, as `subject:verb`.
        times: how often in a row.
        is_by_key: opened with the code or link, which somebody else than the patient may have.
    """

    at: datetime
    actor: str
    role: str | None
    who: str
    what: str
    action: str
    times: int
    is_by_key: bool


def find_looked(db: Session, conversation: Conversation) -> list[Looked]:
    """List who did what with a conversation and those merged into it, the newest first.

    Refused attempts and the present request are left out.
    """
    rows = (conversation, *merged_into(db, conversation))
    ids, most = [row.id for row in rows], MOST_EVENTS * len(rows)
    events = events_of(db, conversation.practice_id, *ids, most=most)
    return [_line(event) for event in events if event.outcome is not Outcome.REFUSED]


def count_repeats(lines: Iterable[Looked]) -> list[Looked]:
    """Replace equal lines in a row on one day by one line with their number."""
    counted = []
    for _, same in groupby(lines, key=lambda line: (line.who, line.action, local_day(line.at))):
        newest, *older = same
        counted.append(replace(newest, times=1 + len(older)))
    return counted


def by_day(lines: Sequence[Looked]) -> list[tuple[date, list[Looked]]]:
    """Group the lines by day in the practice's time zone, in the order of the lines."""
    days: dict[date, list[Looked]] = {}
    for line in lines:
        days.setdefault(local_day(line.at), []).append(line)
    return list(days.items())


def _line(event: AccessEvent) -> Looked:
    who = _WHO_BY_ACTOR.get(event.actor)
    return Looked(
        at=event.at,
        actor=str(event.actor),
        role=event.role,
        who=who or WHO_BY_ROLE.get(event.role or "", THE_PRACTICE),
        what=ACTIONS.get(event.action, SOMETHING),
        action=event.action,
        times=1,
        is_by_key=event.action == "conversation:open",
    )
