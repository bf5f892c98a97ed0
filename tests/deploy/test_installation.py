"""Follow `deploy/README.md` word by word: the practice works, is upgraded, and is restored."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

import pytest
from alembic.script import ScriptDirectory
from flask.testing import FlaskClient

from tests.deploy.machine import ROOT, SITE, Machine, new_machine, pack_release
from tests.deploy.page import STEPS, lines_of
from tests.pages.checked import open_page
from tests.people.founder import DETAILS, PERSON, Founder
from tests.people.logins import give_password
from tests.people.stories import STORY_A, Login, log_in, share
from tests.people.team import enrol

pytestmark = [pytest.mark.on_one_database, pytest.mark.timeout(400)]

SLUG = str(DETAILS["slug"])


# A migration as the next version might have it. It changes only a table's comment, so the
# application still runs on the tables.
NEWER = """
from alembic import op

revision = "newer"
down_revision = "{newest}"


def upgrade():
    op.execute("COMMENT ON TABLE practice IS 'newer'")
"""


@dataclass
class Installed:
    """A machine on which all steps of `deploy/README.md` were done.

    Attributes:
        said: what each step printed, by the step's title.
        login: of the first person of the first practice.
        first_code: a code of the second factor, used at its setup.
        code: the code of the list that a patient shared.
    """

    machine: Machine
    said: dict[str, str]
    login: Login
    first_code: str
    code: str

    def visitor(self) -> FlaskClient:
        # Werkzeug's client, typed as Flask's for the shared helpers: they use only what both have.
        return cast(FlaskClient, self.machine.visitor())

    def coming_back(self, code: str) -> int:
        return self.visitor().post("/nl/open", data={"code": code}).status_code


def follow(machine: Machine) -> dict[str, str]:
    """Run all steps; give what each printed, by title.

    A step that asks (`read -p`) gets the public key of the backups that an earlier step printed.
    """
    said: dict[str, str] = {}
    for block in STEPS:
        asks = "read -p" in block.lines
        typed = re.findall(r"age1\w+", said[STEPS[3].title])[-1] if asks else ""
        printed = machine.run(block.lines, typed=f"{typed}\n")
        said[block.title] = said.get(block.title, "") + printed
    return said


def set_up(client: FlaskClient, link: str) -> Login:
    founder = Founder(client, link).begins().tells()
    founder.types(founder.prints())
    founder.finishes()
    email = str(PERSON["email"])
    give_password(client, Login(email, "", ""), str(PERSON["password"]))
    return enrol(client, email, str(PERSON["password"]))


Check = Callable[[Installed], None]
CHECKS: list[Check] = []


def check(work: Check) -> Check:
    """Add a check to `CHECKS`. They run in the order of this file, as some change the machine."""
    CHECKS.append(work)
    return work


@pytest.fixture
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    folder = tmp_path_factory.mktemp("machine")
    with new_machine(folder) as machine:
        pack_release(machine.path("/root/mijn-gesprek.tar.gz"))
        said = follow(machine)
        client = cast(FlaskClient, machine.visitor())
        (link,) = re.findall(rf"{SITE}/practice/setup#\S+", said["9. The first practice"])
        login = set_up(client, link)
        first_code = login.second_factor()
        receipt = share(cast(FlaskClient, machine.visitor()), SLUG, STORY_A)
        assert receipt["link"].startswith(f"{SITE}/nl/open#")
        yield Installed(machine, said, login, first_code, receipt["code"])


@check
def every_step_of_the_page_is_followed(installed: Installed) -> None:
    assert {block.title[0] for block in STEPS} == set("123456789")
    assert installed.said["7. Server and timers"].strip().endswith("ready")


@check
def the_units_are_right(installed: Installed) -> None:
    said = installed.machine.run(
        "systemd-analyze verify --man=no /etc/systemd/system/mijn-gesprek*"
    )

    assert [line for line in said.splitlines() if "mijn-gesprek" in line] == []


@check
def a_patient_comes_back_and_prints_the_card(installed: Installed) -> None:
    client = installed.visitor()
    share(client, SLUG, STORY_A)

    card = client.get("/nl/card.pdf")

    assert card.data.startswith(b"%PDF")
    assert installed.coming_back(installed.code) == 303
    assert "max-age" in card.headers["Strict-Transport-Security"]


@check
def a_phone_asks_for_the_worker_each_time(installed: Installed) -> None:
    answer = installed.visitor().get("/sw.js")

    assert "no-cache" in answer.headers["Cache-Control"]


@check
def too_large_a_body_is_told_in_words(installed: Installed) -> None:
    client, path = installed.visitor(), f"/tr/check/{SLUG}"
    for size in (70_000, 400_000, 900_000):
        fields = {"own_words": "x" * size}
        for _ in range(10):
            answer = client.post(path, data=fields, headers={"Accept": "application/json"})
            assert answer.status_code == 413, size
            assert answer.json is not None
            assert "Yazı" in answer.json["errors"]["form"], "in the language of the address"
        page = client.post(path, data=fields)
        assert page.status_code == 413, size
        assert 'lang="tr"' in page.text


@check
def a_visitor_does_not_choose_the_own_address(installed: Installed) -> None:
    client, statuses = installed.visitor(), []
    for number in range(7):
        told = {"X-Forwarded-For": f"192.0.2.{number}", "Forwarded": f"for=192.0.2.{number}"}
        fields = {"link": f"{number}" * 21 + "A"}
        statuses.append(client.post("/nl/open", data=fields, headers=told).status_code)

    assert statuses == [404] * 5 + [429] * 2


@check
def plain_http_leads_to_the_lock_and_another_name_nowhere(installed: Installed) -> None:
    def ask(host: str) -> str:
        with installed.machine.connect(80) as line:
            line.sendall(f"GET /nl/ HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            return line.recv(4000).decode()

    assert f"Location: {SITE}/nl/\r\n" in ask("gesprek.example")
    assert ask("elsewhere.example") == ""


@check
def only_this_machine_sees_whether_it_is_well(installed: Installed) -> None:
    as_stranger = "--interface 127.0.0.9 --insecure"
    for path in ("healthz", "readyz", "metrics"):
        asked = f"curl -s -o /dev/null -w '%{{http_code}}' {as_stranger} {SITE}/{path}"
        assert installed.machine.run(asked).endswith("403")
    assert installed.machine.run(f"curl -s --insecure {SITE}/readyz") == "ready\n"


@check
def no_log_holds_an_address(installed: Installed) -> None:
    log = installed.machine.run("cat /var/log/nginx/mijn-gesprek.log")

    assert "127.0.0.0 [" in log
    for name in ("nginx/mijn-gesprek.log", "nginx/mijn-gesprek-error.log", "units.log"):
        assert "127.0.0.1 " not in installed.machine.run(f"cat /var/log/{name}"), name


@check
def no_log_holds_the_code_of_a_typed_address(installed: Installed) -> None:
    installed.visitor().get(f"/p/{SLUG}/K7QM-4T2X-9HDF")

    log = installed.machine.run("cat /var/log/nginx/mijn-gesprek.log")

    assert f"GET /p/{SLUG}/- 303" in log
    assert "9HDF" not in log


@check
def the_server_holds_no_strong_role_and_writes_nowhere_else(installed: Installed) -> None:
    server = "$(pgrep --oldest --uid mijn-gesprek gunicorn)"
    environ = installed.machine.run(f"tr '\\0' '\\n' < /proc/{server}/environ")
    assert "GESPREK_DATABASE_URL" in environ
    assert "GESPREK_OWNER_DATABASE_URL" not in environ

    tried = "/etc/mijn-gesprek/keys /opt/mijn-gesprek /srv/mijn-gesprek/backups /var/log /root"
    tries = f"for each in {tried}; do touch $each/mark 2>/dev/null && echo $each; done; true"
    as_server = f"nsenter --target {server} --mount setpriv --reuid=mijn-gesprek --clear-groups"
    assert installed.machine.run(f"{as_server} sh -c '{tries}'") == ""
    mine = "/var/lib/mijn-gesprek/mark /srv/mijn-gesprek/journal/mark /tmp/mark"
    installed.machine.run(f"{as_server} touch {mine}")


@check
def limits_are_counted_in_redis(installed: Installed) -> None:
    assert int(installed.machine.run("redis-cli --raw dbsize")) > 0


@check
def a_gp_logs_in_and_finds_the_list(installed: Installed) -> None:
    client = installed.visitor()
    # A TOTP code works only once, and `first_code` was used at the setup: wait for the next code.
    login = installed.login
    while login.second_factor() == installed.first_code:
        time.sleep(0.5)
    log_in(client, login)

    assert str(STORY_A["reason"]) not in open_page(client, "/practice/").text
    assert installed.code[:4] in open_page(client, "/practice/").text


@check
def an_upgrade_brings_older_tables_up_and_loses_nothing(installed: Installed) -> None:
    run, ready = (
        installed.machine.run,
        "until curl -s http://127.0.0.1:8000/readyz; do sleep .1; done",
    )
    unpack, upgrade, rest = lines_of("A new version").partition("gesprek db upgrade\n")
    (newest,) = ScriptDirectory(str(ROOT / "migrations")).get_heads()
    newer = NEWER.format(newest=newest)
    pack_release(installed.machine.path("/root/mijn-gesprek.tar.gz"), newer=newer)

    run(unpack)
    # The new version runs on the old version's tables, so it must not be ready.
    assert (
        run(f"systemctl start mijn-gesprek\n{ready}\nsystemctl stop mijn-gesprek") == "not ready\n"
    )
    run(f"cd /opt/mijn-gesprek\n{upgrade}{rest}")

    assert run(ready) == "ready\n"
    words = "SELECT obj_description('practice'::regclass)"
    assert run(f'cd /; runuser -u postgres -- psql -At -c "{words}" gesprek') == "newer\n"
    assert installed.coming_back(installed.code) == 303


@check
def after_a_loss_what_was_taken_back_stays_gone(installed: Installed) -> None:
    owner = installed.visitor()
    taken_back = share(owner, SLUG, STORY_A)["code"]
    installed.machine.run("systemctl start mijn-gesprek-backup")
    assert owner.post("/nl/mine/withdraw", data={}).status_code == 303
    too_late = share(installed.visitor(), SLUG, STORY_A)["code"]

    said = installed.machine.run(lines_of("After a loss"))
    installed.machine.run(
        "curl -s --fail --retry 20 --retry-all-errors http://127.0.0.1:8000/readyz"
    )

    assert "Restored /srv/mijn-gesprek/backups/gesprek-" in said
    assert "1 lists began after the backup and are lost" in said
    codes = (installed.code, taken_back, too_late)
    assert [installed.coming_back(code) for code in codes] == [303, 410, 410]
    assert not installed.machine.path("/run/backup-identity").exists()


def test_the_page_leads_to_a_practice_that_works_and_comes_back(
    installed: Installed, subtests: pytest.Subtests
) -> None:
    """Run all checks as one test.

    Separate tests could run in several processes: each would install, and checks would run during
    the upgrade.
    """
    for look in CHECKS:
        with subtests.test(look.__name__):
            look(installed)
