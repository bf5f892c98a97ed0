"""The questionnaire: what is asked, by codes that never change their meaning.

A code that was once in a questionnaire is never used again for anything else, because stored
answers and phones with an old page keep it. A text may be improved freely; a question or answer
that comes, goes or changes its meaning makes a new VERSION.

All texts are our own; no item of another instrument is used here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pwa.text import N_

VERSION = "1"


class LifeDomain(StrEnum):
    """The four domains of the 4D model (lichaam, geest, sociaal, maatschappelijk)."""

    BODY = "body"
    MIND = "mind"
    SOCIAL = "social"
    SOCIETY = "society"


class Amount(StrEnum):
    """How much somebody suffers from a topic; the same three answers everywhere."""

    NO = "no"
    SOME = "some"
    MUCH = "much"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a question, or one of the things it offers."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A thing that people may suffer from.

    Attributes:
        heading: what the patient reads above "Heeft u hier last van?".
        short: for the map, lists and the practice; never the opposite of what was answered.
    """

    code: str
    domain: LifeDomain
    heading: str
    short: str


@dataclass(frozen=True, slots=True)
class DomainText:
    """The names of a life domain: above its questions, in the patient's map, for the practice."""

    domain: LifeDomain
    heading: str
    short: str
    practice: str


OTHER = "other"
UNKNOWN = "unknown"
NOTHING = "nothing"
NOBODY = "nobody"

DOMAINS: tuple[DomainText, ...] = (
    DomainText(LifeDomain.BODY, N_("Your body"), N_("Body"), N_("Body")),
    # Translators: the practice reads "Geest"
    DomainText(LifeDomain.MIND, N_("Your mind and feelings"), N_("Mind, feelings"), N_("Mind")),
    # Translators: the practice reads "Sociaal"
    DomainText(LifeDomain.SOCIAL, N_("The people around you"), N_("People"), N_("Social")),
    # Translators: the practice reads "Maatschappelijk"
    DomainText(LifeDomain.SOCIETY, N_("Money, work, housing"), N_("Money, work"), N_("Society")),
)

STEM = N_("Does this bother you?")

AMOUNTS: tuple[Option, ...] = (
    Option(Amount.NO, N_("No")),
    Option(Amount.SOME, N_("A little")),
    Option(Amount.MUCH, N_("A lot")),
)

TOPICS: tuple[Topic, ...] = (
    Topic("pain", LifeDomain.BODY, N_("Pain"), N_("Pain")),
    Topic("tired", LifeDomain.BODY, N_("Being tired"), N_("Being tired")),
    Topic("sleep", LifeDomain.BODY, N_("Sleeping badly"), N_("Sleeping badly")),
    Topic("eating", LifeDomain.BODY, N_("Worries about eating or weight"), N_("Eating or weight")),
    Topic(
        "moving",
        LifeDomain.BODY,
        N_("Difficulty moving the body"),
        N_("Difficulty moving the body"),
    ),
    Topic("stress", LifeDomain.MIND, N_("Stress, thinking too much"), N_("Stress")),
    Topic(
        "low_mood", LifeDomain.MIND, N_("Being sad, not wanting to do anything"), N_("Feeling sad")
    ),
    Topic("anxious", LifeDomain.MIND, N_("Being afraid or restless"), N_("Afraid or restless")),
    Topic(
        "bad_memories",
        LifeDomain.MIND,
        N_("Thinking of bad things from the past"),
        N_("Bad things from the past"),
    ),
    Topic(
        "habits",
        LifeDomain.MIND,
        N_("Worries about smoking, alcohol, drugs or gambling"),
        N_("Smoking, alcohol, drugs, gambling"),
    ),
    Topic("lonely", LifeDomain.SOCIAL, N_("Being alone"), N_("Being alone")),
    Topic(
        "conflict",
        LifeDomain.SOCIAL,
        N_("Arguments or tension in the family"),
        N_("Arguments or tension"),
    ),
    Topic(
        "caring", LifeDomain.SOCIAL, N_("Caring for someone who is ill"), N_("Caring for someone")
    ),
    Topic(
        "children",
        LifeDomain.SOCIAL,
        N_("Worries about your children"),
        N_("Worries about children"),
    ),
    Topic(
        "support", LifeDomain.SOCIAL, N_("Too few people who help you"), N_("Too little support")
    ),
    Topic("money", LifeDomain.SOCIETY, N_("Too little money, or debts"), N_("Too little money")),
    Topic(
        "housing",
        LifeDomain.SOCIETY,
        N_("Problems with your home or area"),
        N_("Problems with housing"),
    ),
    Topic(
        "work", LifeDomain.SOCIETY, N_("Problems with work, or no work"), N_("Problems with work")
    ),
    Topic(
        "letters",
        LifeDomain.SOCIETY,
        N_("Trouble with letters, websites or Dutch"),
        N_("Letters and language"),
    ),
    Topic(
        "papers",
        LifeDomain.SOCIETY,
        N_("Worries about your stay in the Netherlands"),
        N_("Worries about your stay"),
    ),
)

TOPIC_BY_CODE: dict[str, Topic] = {topic.code: topic for topic in TOPICS}
DOMAIN_BY_CODE: dict[LifeDomain, DomainText] = {text.domain: text for text in DOMAINS}


def topics_of(domain: LifeDomain) -> Iterator[Topic]:
    """Give the topics of a domain in the order in which they are asked."""
    return (topic for topic in TOPICS if topic.domain is domain)


FILLED_BY: tuple[Option, ...] = (
    Option("self", N_("Myself")),
    Option("together", N_("Together with someone")),
    Option("other", N_("Someone else fills it in for me")),
)

FEELINGS: tuple[Option, ...] = (
    # Translators: how somebody feels
    Option("good", N_("Good")),
    # Translators: how somebody feels
    Option("okay", N_("All right")),
    # Translators: how somebody feels
    Option("not_so_good", N_("Not so good")),
    # Translators: how somebody feels
    Option("bad", N_("Bad")),
)

STRENGTHS: tuple[Option, ...] = (
    Option("children", N_("My children")),
    Option("family", N_("Family")),
    Option("friends", N_("Friends or neighbours")),
    Option("faith", N_("Faith")),
    Option("work", N_("Work or volunteering")),
    Option("exercise", N_("Sport, walking")),
    Option("cooking", N_("Cooking")),
    Option("creating", N_("Music, making things, garden")),
    Option("rest", N_("Peace and quiet")),
    Option("asking_help", N_("I ask for help")),
    Option(OTHER, N_("Something else")),
    Option(UNKNOWN, N_("I don't know now")),
)

HELP_WISHES: tuple[Option, ...] = (
    # Translators: answer to "Wilt u hier hulp bij?"
    Option("yes", N_("Yes")),
    Option("self", N_("I'll do it myself")),
    Option("not_now", N_("Not now")),
    Option("rather_not", N_("I'd rather not talk about it")),
)

# Offered beside the patient's own topics under "Waardoor wordt dit erger?".
WORSE_BY_OTHERWISE: tuple[Option, ...] = (
    Option(NOTHING, N_("Nothing")),
    Option(UNKNOWN, N_("I don't know")),
)

HELPERS: tuple[Option, ...] = (
    Option("family", N_("Family or friends")),
    Option("neighbourhood_team", N_("Neighbourhood team")),
    Option("district_nurse", N_("District nurse")),
    Option("mental_health", N_("Psychologist or mental health care")),
    Option("hospital", N_("Hospital")),
    Option("school", N_("School")),
    Option(OTHER, N_("Someone else")),
    Option(NOBODY, N_("Nobody")),
)

WANTS: tuple[Option, ...] = (
    Option("know", N_("To know what I have")),
    Option("explain", N_("An explanation")),
    Option("think_together", N_("To think together")),
    Option("local_help", N_("Help nearby")),
    Option("tell_story", N_("To tell my story")),
    Option(UNKNOWN, N_("I don't know")),
)

# Answers that say there is nothing to add, so they stand alone.
EXCLUSIVE = frozenset({NOTHING, UNKNOWN, NOBODY})

MAX_REASON = 200
MAX_OWN_WORDS = 1000
MAX_KNOWN_AS = 60
MAX_OTHER = 60
MAX_WANTS = 2
MAX_PRIORITIES = 2
MAX_WORSE_BY = 3


def codes_of(options: tuple[Option, ...]) -> frozenset[str]:
    """Give the codes that a question offers."""
    return frozenset(option.code for option in options)


def text_of(options: tuple[Option, ...], code: str) -> str:
    """Give the source text of an answer.

    Raises:
        KeyError: the question does not offer this code.
    """
    for option in options:
        if option.code == code:
            return option.text
    raise KeyError(code)
