from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, MetaData, Table, create_engine, insert, select
from sqlalchemy.exc import StatementError

from pwa.store.columns import UtcDateTime

MOMENTS = Table("moments", MetaData(), Column("at", UtcDateTime))
IN_TOKYO = datetime(2026, 11, 21, 18, 30, 1, 999, tzinfo=timezone(timedelta(hours=9)))


def stored(database_url: str, moment: datetime | None) -> datetime | None:
    engine = create_engine(database_url)
    try:
        with engine.begin() as connection:
            MOMENTS.create(connection)
            connection.execute(insert(MOMENTS).values(at=moment))
            return connection.scalar(select(MOMENTS.c.at))
    finally:
        engine.dispose()


def test_a_moment_comes_back_as_the_same_moment_in_utc(empty_database: str) -> None:
    moment = stored(empty_database, IN_TOKYO)

    assert moment == IN_TOKYO
    assert moment is not None
    assert moment.tzinfo is UTC


def test_no_moment_stays_no_moment(empty_database: str) -> None:
    assert stored(empty_database, None) is None


def test_a_moment_without_a_zone_is_refused(empty_database: str) -> None:
    with pytest.raises(StatementError, match="time zone"):
        stored(empty_database, IN_TOKYO.replace(tzinfo=None))


def test_moments_compare_in_the_database(empty_database: str) -> None:
    engine = create_engine(empty_database)
    with engine.begin() as connection:
        MOMENTS.create(connection)
        connection.execute(insert(MOMENTS).values(at=IN_TOKYO))
        later = select(MOMENTS).where(MOMENTS.c.at > IN_TOKYO - timedelta(microseconds=1))
        assert len(connection.execute(later).all()) == 1
    engine.dispose()
