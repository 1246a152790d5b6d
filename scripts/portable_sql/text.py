"""What the other files say to each other: a text that knows its lines, and a fault with a place."""

from dataclasses import dataclass, field


class Fault(Exception):
    """What stops the check, with a sentence that says what to do."""


@dataclass(frozen=True)
class Place:
    file: str
    line: int

    def __str__(self):
        return f"{self.file}:{self.line}"


@dataclass
class Text:
    """Characters, each with the line of the source that it comes from."""

    characters: str = ""
    lines: list = field(default_factory=list)

    def add(self, characters, line):
        self.characters += characters
        self.lines += [line] * len(characters)

    def __str__(self):
        return self.characters
