"""The help of a step: as it was agreed, and what has become of it in the directory since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pwa.directory.core import HelpOption
from pwa.plan.core import (
    MAX_HELP_LINE,
    MAX_HELP_NAME,
    MAX_HELP_PHONES,
    AgreedHelp,
    Plan,
    Step,
)
from pwa.text import clean_text, one_line


@dataclass(frozen=True, slots=True)
class StepHelp:
    """The help of a step.

    Attributes:
        agreed: name, numbers and address that were agreed on; without a name if nobody wrote them
            down and the directory does not know the option.
        option: what the directory says today; None if it does not know the option.
        is_gone: patients do not find it any more.
    """

    agreed: AgreedHelp
    option: HelpOption | None
    is_gone: bool

    @property
    def is_changed(self) -> bool:
        """Tell whether it has another name, number or address today."""
        return not self.is_gone and self.option is not None and agree(self.option) != self.agreed

    @property
    def now(self) -> AgreedHelp | None:
        """Give today's name, numbers and address, as far as they differ; None if there are none."""
        if not self.is_changed or self.option is None:
            return None
        today = agree(self.option)
        differs = AgreedHelp(
            name=today.name if today.name != self.agreed.name else "",
            phones=today.phones if today.phones != self.agreed.phones else (),
            address=today.address if today.address != self.agreed.address else "",
        )
        return None if differs == AgreedHelp("") else differs


def agree(option: HelpOption) -> AgreedHelp:
    """Write down what a plan keeps of a help option."""
    return AgreedHelp(
        name=one_line(clean_text(option.name), max_length=MAX_HELP_NAME),
        phones=tuple(_line(phone) for phone in option.phones[:MAX_HELP_PHONES]),
        address=_line(option.address.line) if option.address else "",
    )


def compare_help(
    agreed: AgreedHelp | None, option: HelpOption | None, *, is_listed: bool
) -> StepHelp:
    """Compare what was agreed on with the directory.

    Args:
        agreed: None in plans from before it was written down; then today's words stand in.
        option: what the directory says today, also of an option that patients do not find.
        is_listed: patients find it.
    """
    known = agreed or (agree(option) if option else AgreedHelp(""))
    return StepHelp(known, option, is_gone=option is None or not is_listed)


def keep_agreed(plan: Plan, earlier: Sequence[Plan], options: Mapping[str, HelpOption]) -> Plan:
    """Write down in each step what was agreed on of its help.

    What an earlier version says of the same option stays, whatever the directory says today.

    Args:
        earlier: versions of the plan, the newest first.
        options: id to option, as the directory has them today.
    """
    known = _known(step for version in reversed(earlier) for step in version.steps)
    today = {option_id: agree(option) for option_id, option in options.items()}
    return replace(plan, steps=tuple(_with_agreed(step, today | known) for step in plan.steps))


def _known(steps: Iterable[Step]) -> dict[str, AgreedHelp]:
    return {step.help_option: step.agreed for step in steps if step.help_option and step.agreed}


def _with_agreed(step: Step, known: Mapping[str, AgreedHelp]) -> Step:
    return replace(step, agreed=known.get(step.help_option or ""))


def _line(text: str) -> str:
    return one_line(clean_text(text), max_length=MAX_HELP_LINE)
