"""Watches the running parts: a part that dies is started again, one that keeps dying ends the run with the reason."""

import signal
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from . import interrupts
from .parts import Part
from .speech import Refusal, last_lines, say

TOO_OFTEN = 4  # deaths …
WITHIN = 60  # … in so many seconds
LOOK_EVERY = 0.5


@dataclass
class Supervisor:
    """Parts in starting order; they are ended in the reverse one."""

    parts: list[Part] = field(default_factory=list)
    starters: dict[str, Callable[[], None]] = field(default_factory=dict)
    deaths: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def take(self, part: Part, start: Callable[[], None] | None = None) -> None:
        """Start a part and look after it from now on."""
        self.parts.append(part)
        self.starters[part.key] = start or part.start
        self.starters[part.key]()

    def watch(self) -> None:
        """Never returns by itself: Stopped when somebody ends us, Refusal when a part cannot live."""
        while True:
            interrupts.check()
            for part in self.parts:
                if not part.is_running():
                    self.revive(part)
            interrupts.pause(LOOK_EVERY)

    def revive(self, part: Part) -> None:
        code = part.process.poll() if part.process else None
        part.end()  # what it has started goes with it
        deaths = self.note_death(part)
        if deaths >= TOO_OFTEN:
            raise Refusal(
                f"{part.title} fällt immer wieder aus ({deaths}-mal in einer Minute). Zuletzt:\n{last_lines(part.log)}"
            )
        say(f"{part.title} ist ausgefallen ({reason(code)}) und wird neu gestartet.")
        self.wait_before(deaths)
        self.starters[part.key]()

    def note_death(self, part: Part) -> int:
        now = time.monotonic()
        self.deaths[part.key] = [then for then in self.deaths[part.key] if now - then < WITHIN] + [now]
        return len(self.deaths[part.key])

    def wait_before(self, deaths: int) -> None:
        deadline = time.monotonic() + deaths - 1
        while (rest := deadline - time.monotonic()) > 0:
            interrupts.check()
            interrupts.pause(rest)

    def end_all(self) -> None:
        """Ask all but the database at once, then end one after the other; the database goes last."""
        if not self.parts:
            return
        say("Das Portal wird beendet. Laufende Arbeit darf fertig werden; noch einmal Strg-C bricht sie ab.")
        for part in self.parts[1:]:
            part.ask()
        for part in reversed(self.parts):
            part.end()
        say("Alles ist beendet.")


def reason(code: int | None) -> str:
    if code is None:
        return "unbekannt"
    if code < 0:
        return f"Signal {signal.Signals(-code).name}"
    return f"Code {code}"
