"""Redis is stopped, paused, flushed, cut off while people send forms: each is accepted quickly, each job ends."""

import signal
import threading
import time

from redis import Redis

from tests.drills._form import accepted, open_pages
from tests.drills._portal import Portal, amount, percentile, print_result, wait_until

QUICK = 2.0  # seconds a person waits at most (99 of 100)
PATIENCE = 120  # seconds until all jobs have ended once Redis is back
OPEN = "SELECT count(*) FROM base_auftrag WHERE status IN ('wartend', 'laufend')"


def main():
    posts = amount("REDIS", 200) // 4
    with Portal("redis") as portal:
        seconds_until_done(portal)  # the demo writes mails of its own
        own = done_so_far(portal)
        pages = open_pages(portal.port, 4 * posts)
        before, waited, answers, late = portal.processes(), [], [], 0
        for number, outage in enumerate((stopped, paused, flushed, cut_off)):
            with_outage(portal, outage, pages[number * posts : (number + 1) * posts], answers)
            waited.append(seconds_until_done(portal))
            late += waited[-1] is None
        p99 = percentile([answer[2] for answer in answers if not isinstance(answer, Exception)], 0.99)
        refused = sum(not accepted(answer) for answer in answers)
        wrong = refused + late + (p99 > QUICK) + (portal.processes() != before) + not_once(portal, own, len(answers))
        control = control_without_the_sweep(portal)
    worst = max((seconds if seconds is not None else PATIENCE for seconds in waited), default=0)
    return print_result(
        "redis", tried=len(answers), failed=wrong, worst=f"{worst:.1f}s", control=control,
        p99=f"{p99:.2f}s", refused=refused, late=late,
    )  # fmt: skip


def with_outage(portal, outage, pages, answers):
    """Send the pages evenly over the outage, each in a thread of its own, so that a slow answer hides no other."""
    over = threading.Event()
    trouble = threading.Thread(target=lambda: (outage(portal), over.set()))
    trouble.start()
    time.sleep(0.5)
    senders = []
    for page in pages:
        sender = threading.Thread(target=send, args=(page, f"{outage.__name__} {len(answers)} {id(page)}", answers))
        sender.start()
        senders.append(sender)
        time.sleep(outage.seconds / (len(pages) + 1))
    for thread in (*senders, trouble):
        thread.join()


def send(page, text, answers):
    try:
        answers.append(page.send(text))
    except Exception as error:
        answers.append(error)


def lasting(seconds):
    def mark(outage):
        outage.seconds = seconds
        return outage

    return mark


@lasting(60)
def stopped(portal):
    portal.redis.part.end()
    time.sleep(60)
    portal.redis.part.start()


@lasting(30)
def paused(portal):
    identity = portal.redis.part.process
    identity.send_signal(signal.SIGSTOP)
    time.sleep(30)
    identity.send_signal(signal.SIGCONT)


@lasting(10)
def flushed(portal):
    for _ in range(20):
        Redis.from_url(portal.redis.url).flushall()
        time.sleep(0.5)


@lasting(10)
def cut_off(portal):
    """Every connection but our own is reset, again and again."""
    with Redis.from_url(portal.redis.url) as line:
        for _ in range(20):
            line.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
            line.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
            time.sleep(0.5)


def seconds_until_done(portal):
    began = time.monotonic()
    done = wait_until(lambda: portal.ask(OPEN) == [(0,)], PATIENCE, pause=0.5)
    return time.monotonic() - began if done else None


def done_so_far(portal):
    """(mails sent, jobs of mails that ended well)"""
    [(sent,)] = portal.ask("SELECT count(*) FROM base_mail WHERE sent_at IS NOT NULL")
    [(ended,)] = portal.ask("SELECT count(*) FROM base_auftrag WHERE kind = 'base.mail_senden' AND status = 'fertig'")
    return sent, ended


def not_once(portal, before, wanted):
    """How many of `wanted` messages have not exactly one mail that was sent by a job that ended well."""
    return sum(abs(wanted - (now - then)) for now, then in zip(done_so_far(portal), before, strict=True))


def control_without_the_sweep(portal):
    """With the schedule held still, a flushed hint is lost and its job stays: the judge must see it."""
    page = open_pages(portal.port, 1)[0]
    held = [portal.parts["beat"].process, portal.parts["worker"].process]
    for process in held:
        process.send_signal(signal.SIGSTOP)
    time.sleep(3)  # until then Redis still hands a hint to the worker that waits for one
    page.send("Probe ohne Nachsenden")
    time.sleep(1)
    Redis.from_url(portal.redis.url).flushall()
    held[1].send_signal(signal.SIGCONT)
    lost = not wait_until(lambda: portal.ask(OPEN) == [(0,)], 45, pause=1)
    held[0].send_signal(signal.SIGCONT)
    return lost and seconds_until_done(portal) is not None
