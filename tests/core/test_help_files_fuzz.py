"""Whatever is changed in a file of help services, it is read or refused, and nothing else happens."""

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pwa.directory.exchange.files.core import FileRefused
from tests.inputs.help_files import a_service, a_zip, read_lines

_TABLES = {
    "datapackage.json": "{}",
    "services.csv": "id,organization_id,name\ns1,o1,Buurthuis\ns2,o1,Koor\n",
    "organizations.csv": "id,name\no1,Stichting\n",
    "phones.csv": "id,service_id,number\np1,s1,030 236 17 40\n",
    "attributes.csv": "id,link_id,taxonomy_term_id\na1,s1,t1\n",
    "taxonomy_terms.csv": "id,name\nt1,Dansen\n",
}
_SEEDS = (
    a_zip(_TABLES),
    json.dumps([a_service(1), a_service(2)]).encode(),
    json.dumps({"id": "o", "name": "Stichting", "services": [a_service()]}).encode(),
    b'naam;telefoon;openingstijden;adres\n"Huis";030 236 17 40;ma-vr 9-17;Straat 1, 3561 AB Utrecht\n',
)


def _read_or_refuse(data: bytes) -> None:
    try:
        read_lines(data)
    except FileRefused as refused:
        _ = refused.message % refused.values  # every placeholder has a value


@settings(max_examples=300)
@given(
    st.sampled_from(_SEEDS),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6)), max_size=4),
)
@example(_SEEDS[0], [(0.99609375, b"\x01")])  # the list of entries begins before the file
def test_changed_bytes_are_read_or_refused(seed: bytes, changes: list[tuple[float, bytes]]) -> None:
    data = bytearray(seed)
    for where, new in changes:
        place = int(where * len(data))
        data[place : place + len(new)] = new

    _read_or_refuse(bytes(data))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("id", "name", "services", "service", "contents", "phones", "status")),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(_JSON)
@example({"contents": {}})
@example({"contents": None})
@example({"services.csv": None})
@example({"services.csv": [{"id": [], "name": {}}], "phones.csv": [{"service_id": {}}]})
@example({"service": {}, "id": 1})
@example({"services": [None, [], {}]})
def test_any_json_is_read_or_refused(value: object) -> None:
    _read_or_refuse(json.dumps(value).encode())


@settings(max_examples=200)
@given(st.lists(st.lists(st.text(max_size=30), max_size=6), max_size=6))
def test_any_cells_are_read_or_refused(rows: list[list[str]]) -> None:
    text = "\n".join(";".join(row) for row in rows)

    _read_or_refuse(
        f"naam;telefoon;openingstijden;adres;talen;onderwerpen\n{text}".encode(errors="replace")
    )
