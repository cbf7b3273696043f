"""YAML with line numbers: PyYAML's safe loader stopped at its nodes, which know their place."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from ..files.exceptions import FolderRefusal


@dataclass(frozen=True)
class Field:
    """One value of a YAML file and where it stands."""

    node: yaml.Node
    name: str
    file: str
    offset: int = 0

    @property
    def line(self) -> int:
        return self.node.start_mark.line + 1 + self.offset

    def error(self, problem: str) -> FolderRefusal:
        return FolderRefusal(problem, file=self.file, line=self.line)

    @property
    def is_text(self) -> bool:
        return isinstance(self.node, yaml.ScalarNode)

    def text(self, *, limit: int | None = None) -> str:
        """The scalar as written, whatever type YAML would give it: `no` stays Norwegian."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.error(f"“{self.name}” must be a text")
        value = "" if self.node.tag.endswith(":null") else self.node.value.strip()
        if limit and len(value) > limit:
            raise self.error(f"“{self.name}” is longer than {limit} characters")
        return value

    def truth(self) -> bool:
        value = self.text().lower()
        if value not in {"true", "false", "yes", "no", "on", "off", ""}:
            raise self.error(f"“{self.name}” must be true or false")
        return value in {"true", "yes", "on"}

    def number(self) -> int | None:
        """A whole number of at least 1; None for 0, an empty value or no number at all."""
        value = self.text()
        if not value:
            return None
        if not value.isascii() or not value.isdigit() or len(value) > 5:
            raise self.error(f"“{self.name}” must be a whole number")
        return int(value) or None

    def items(self) -> list[Field]:
        if self.is_text and not self.text():
            return []
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.error(f"“{self.name}” must be a list")
        return [Field(node, self.name, self.file, self.offset) for node in self.node.value]

    def mapping(self) -> dict[str, Field]:
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error(f"“{self.name}” must be made of “name: value” lines")
        fields: dict[str, Field] = {}
        for key, value in self.node.value:
            name = Field(key, "a name", self.file, self.offset)
            if name.text() in fields:
                raise name.error(f"“{name.text()}” is given twice")
            fields[name.text()] = Field(value, name.text(), self.file, self.offset)
        return fields


def read_mapping(text: str, *, file: str, offset: int = 0) -> dict[str, Field]:
    """The top-level fields of a YAML text that starts `offset` lines into `file`."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = f"the YAML cannot be read: {error.problem or error.context}"
        raise FolderRefusal(problem, file=file, line=mark and mark.line + 1 + offset) from error
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1 + offset
        raise FolderRefusal("the YAML holds a control character", file=file, line=line) from error
    except RecursionError as error:
        raise FolderRefusal("the YAML is nested too deeply", file=file) from error
    return Field(node, "the file", file, offset).mapping() if node else {}
