"""Files as people and attackers send them, over HTTP with a virus scanner: hostile released 0, honest refused 0.

The control judges the hostile ones in this process with the inspection of contents switched off: then they pass.
"""

import html
import re
import uuid
from functools import partial

import django

from tests.clamd import clamd
from tests.drills._portal import Portal, print_result, together, wait_until
from tests.files import EICAR, honest, hostile
from tests.walk.visiting import Visitor

AT_ONCE, OF_ONE_MESSAGE = 6, 5  # hostile posts at one moment; honest files of one message
REASON = re.compile(r"„[^“]*“ (lässt|ist|enthält|hat|heißt|entpackt|führt|holt) .{8,}\.")
NUMBER = re.compile(r'name="nummer" value="([^"]+)"')
STATES = "SELECT status, count(*) FROM base_datei GROUP BY status"
AWAKE, AGAIN = 120, 240  # seconds: until the worker has scanned all; until the sweep has asked a scanner that came back


def main():
    django.setup()
    bad, good = list(hostile()), list(honest())
    with clamd() as scanner, Portal("dateien", environ={"CLAMD_URL": scanner.url}) as portal:
        door = Door(portal)
        wrong = [f"released {label}" for label in not_refused(door, bad)]
        wrong += [f"refused {label}" for label in not_taken(door, good)]
        wrong += [] if friendly_when_too_large(door) else ["no friendly page for too large a body"]
        wrong += scanned(portal, scanner, door, honest_ones=len(good))
    for each in wrong:
        print(f"  {each}")
    control = passing_without_inspection(bad)
    figures = {"hostile": len(bad), "honest": len(good), "control_passed": control}
    tried = len(bad) + len(good) + 5
    worst = f"{len(wrong)}files"
    return print_result("dateien", tried=tried, failed=len(wrong), worst=worst, control=control >= 100, **figures)


class Door:
    """A member of a Jugendamt who writes to the office about the demo's request."""

    def __init__(self, portal):
        self.visitor = Visitor(portal.port, "bearbeitung").login(portal.env["DEMO_PASSWORD"])
        [(number,)] = portal.ask("SELECT nummer FROM beratung_anfrage WHERE jugendamt_id = '00000001' LIMIT 1")
        self.path = f"/mein/anfragen/{number}/"

    def open(self):
        """A page of its own: the number that makes a message count once."""
        return html.unescape(NUMBER.findall(self.visitor.get(self.path).body.decode())[0])

    def send(self, *files, number=None):
        """One message with these files, from a page of its own or from the one of `number`."""
        fields = {"text": "Anbei.", "nummer": number or self.open()}
        fields["csrfmiddlewaretoken"] = self.visitor.cookies.get("csrftoken", "")
        body, kind = multipart(fields, files)
        return self.visitor.ask("POST", f"{self.path}nachricht/", body, {"Content-Type": kind})


def multipart(fields, files):
    """The body of a form as a browser writes it, with names to the letter but for quotes and line ends."""
    mark = uuid.uuid4().hex
    parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    for name, content in files:
        written = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        head = f'name="dateien"; filename="{written}"\r\nContent-Type: application/pdf\r\n\r\n'
        parts.append(head.encode("utf-8", "surrogatepass") + content)
    lines = b"".join(b"--%s\r\nContent-Disposition: form-data; %s\r\n" % (mark.encode(), part) for part in parts)
    return lines + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def not_refused(door, bad):
    """Labels of the files the portal did not refuse with a reason. A refused page keeps its number: one serves all."""
    number = door.open()

    def is_refused(name, content):
        answer = door.send((name, content), number=number)
        return answer.status == 422 and bool(REASON.search(html.unescape(answer.body.decode())))

    for start in range(0, len(bad), AT_ONCE):
        some = bad[start : start + AT_ONCE]
        answers = together([partial(is_refused, name, content) for _, name, content in some])
        yield from (label for (label, _, _), said in zip(some, answers, strict=True) if said is not True)


def not_taken(door, good):
    """Labels of the honest files the portal did not take, five in one message; those of a refused one singly."""
    for start in range(0, len(good), OF_ONE_MESSAGE):
        some = good[start : start + OF_ONE_MESSAGE]
        if door.send(*((name, content) for _, name, content in some)).status != 302:
            yield from (label for label, name, content in some if door.send((name, content)).status != 302)


def friendly_when_too_large(door):
    """30 MB at once: the page with the limits, not a broken line."""
    answer = door.send(("gross.txt", b"x" * 30_000_000))
    return answer.status == 413 and "zu viel auf einmal" in answer.body.decode()


def scanned(portal, scanner, door, *, honest_ones):
    """What went wrong with the scanner: all honest ones released, a virus refused, nothing released while it is away."""
    wrong = []
    door.send(("brief.txt", EICAR))
    wait_until(lambda: not waiting(portal), AWAKE, pause=1)
    states = dict(portal.ask(STATES))
    if states != {"frei": honest_ones, "abgelehnt": 1}:
        wrong.append(f"states {states}")
    scanner.manner = "rude"
    door.send(("spaeter.txt", b"Guten Tag"))
    wait_until(lambda: dict(portal.ask(STATES)).get("quarantaene"), AWAKE, pause=1)
    if dict(portal.ask(STATES)).get("frei") != honest_ones:
        wrong.append("released without a verdict")
    scanner.manner = "good"
    if not wait_until(lambda: dict(portal.ask(STATES)).get("frei") == honest_ones + 1, AGAIN, pause=1):
        wrong.append("never released after the scanner came back")
    return wrong


def waiting(portal):
    states = dict(portal.ask(STATES))
    return states.get("in_pruefung", 0) + states.get("quarantaene", 0)


def passing_without_inspection(bad):
    """How many hostile files pass when their contents are not inspected."""
    from servicestelle.base.dateien import checking
    from servicestelle.base.dateien.faults import Fault

    checking._inspect_apart = lambda key, content: None
    passed = 0
    for _, name, content in bad:
        try:
            checking.check_file(name, content)
            passed += 1
        except Fault:
            continue
    return passed
