"""What an archive's database holds, row by row as it was stored, in the memory of one row."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Protocol

from .. import postgresql
from .tables import Migration


@dataclass(frozen=True)
class Table:
    """`rows` are read before the next table is asked for."""

    name: str
    columns: list[str]
    rows: Iterator[tuple]


class Source(Protocol):
    # The highest key each table ever gave, by its name; complete after the last table.
    counters: dict[str, int]

    def migrations(self) -> set[Migration]: ...

    def tables(self) -> AbstractContextManager[Iterator[Table]]: ...


class SqliteFile:
    def __init__(self, path: Path) -> None:
        self._connect = partial(sqlite3.connect, f"file:{path}?mode=ro", uri=True)
        self.counters: dict[str, int] = {}

    def migrations(self) -> set[Migration]:
        with closing(self._connect()) as file:
            return set(file.execute("SELECT app, name FROM django_migrations"))

    @contextmanager
    def tables(self) -> Iterator[Iterator[Table]]:
        with closing(self._connect()) as file:
            self.counters = dict(file.execute("SELECT name, seq FROM sqlite_sequence"))
            names = file.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'"
                " ESCAPE '\\'"
            ).fetchall()
            yield (self._table(file, name) for (name,) in names)

    def _table(self, file: sqlite3.Connection, name: str) -> Table:
        rows = file.execute(f'SELECT * FROM "{name}"')  # noqa: S608  (as the file itself calls it)
        return Table(name, [column[0] for column in rows.description], rows)


# What pg_dump writes
COPY = re.compile(r'COPY \S+?\."?(\w+)"? \((.*)\) FROM stdin;\n')
IDENTITY = re.compile(r'ALTER TABLE \S+?\."?(\w+)"? ALTER COLUMN \S+ ADD GENERATED .* \(\n')
SEQUENCE_NAME = re.compile(r' *SEQUENCE NAME \S+?\."?(\w+)"?\n')
OWNED_SEQUENCE = re.compile(r'ALTER SEQUENCE \S+?\."?(\w+)"? OWNED BY \S+?\."?(\w+)"?\.\S+;\n')
COUNTER = re.compile(r"SELECT pg_catalog\.setval\('\S+?\.\"?(\w+)\"?', (\d+), true\);\n")
END_OF_COPY = "\\.\n"
ESCAPE = re.compile(r"\\(.)")
ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


@dataclass
class PostgresqlDump:
    path: Path
    counters: dict[str, int] = field(default_factory=dict)
    _tables_of_sequences: dict[str, str] = field(default_factory=dict)

    def migrations(self) -> set[Migration]:
        options = ("--data-only", "--table=django_migrations")
        with postgresql.script(self.path, *options) as lines:
            return {
                (row[table.columns.index("app")], row[table.columns.index("name")])
                for table in self._read(lines)
                for row in table.rows
            }

    @contextmanager
    def tables(self) -> Iterator[Iterator[Table]]:
        with postgresql.script(self.path) as lines:
            yield self._read(lines)

    def _read(self, lines: Iterator[str]) -> Iterator[Table]:
        for line in lines:
            if match := COPY.fullmatch(line):
                columns = [column.strip('"') for column in match[2].split(", ")]
                yield Table(match[1], columns, map(_row, takewhile(_is_row, lines)))
            elif match := IDENTITY.fullmatch(line):
                if name := SEQUENCE_NAME.fullmatch(next(lines)):
                    self._tables_of_sequences[name[1]] = match[1]
            elif match := OWNED_SEQUENCE.fullmatch(line):
                self._tables_of_sequences[match[1]] = match[2]
            elif (match := COUNTER.fullmatch(line)) and match[1] in self._tables_of_sequences:
                self.counters[self._tables_of_sequences[match[1]]] = int(match[2])


def _is_row(line: str) -> bool:
    return line != END_OF_COPY


def _row(line: str) -> tuple[str | None, ...]:
    return tuple(map(_value, line[:-1].split("\t")))


def _value(text: str) -> str | None:
    if text == r"\N":
        return None
    if "\\" not in text:
        return text
    return ESCAPE.sub(lambda match: ESCAPED.get(match[1], match[1]), text)
