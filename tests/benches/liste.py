"""The list of sites, uncached, beside a bare Django view of 20 KB: same server, same client, alternating rounds."""

import os
import statistics
import sys

import django

ROUNDS, SECONDS, WORKERS, CONNECTIONS = 5, 3, 2, 16
PATH = "/standorte/"


def main():
    django.setup()
    from tests.portal import free_port, running_portal, web_command
    from tests.processes import Process

    port = free_port()
    with running_portal(
        "bench_liste", f"{os.environ['REDIS_URL'].rpartition('/')[0]}/15", with_worker=False, web_workers=WORKERS
    ) as portal:
        floor = Process(
            "floor", web_command(port, "tests.benches.floor:application", WORKERS), "Started worker-2", portal.env
        )
        try:
            ours, reference = measure([(portal.web, portal.port, PATH), (floor, port, "/")])
        finally:
            floor.stop()
    print(line(ours, reference))
    return 0


def measure(targets):
    """Alternate between the targets; per target (req/s, CPU ms per request, p50 ms, p99 ms) as medians of the rounds."""
    from tests.benches.load import cpu_seconds, hammer

    rounds = [[] for _ in targets]
    for number in range(-1, ROUNDS):  # round -1 warms up
        for results, (server, port, path) in zip(rounds, targets, strict=True):
            before = cpu_seconds(server.popen.pid)
            times = hammer(port, path, seconds=SECONDS if number >= 0 else 1, connections=CONNECTIONS)
            spent = cpu_seconds(server.popen.pid) - before
            if number >= 0:
                results.append(
                    (
                        len(times) / SECONDS,
                        1000 * spent / len(times),
                        1000 * times[len(times) // 2],
                        1000 * times[int(len(times) * 0.99)],
                    )
                )
    return [[statistics.median(column) for column in zip(*results, strict=True)] for results in rounds]


def line(ours, reference):
    names = ("", "_cpu_ms", "_p50_ms", "_p99_ms")
    figures = [f"ours{name}={value:.2f}" for name, value in zip(names, ours, strict=True)]
    figures += [f"reference{name}={value:.2f}" for name, value in zip(names, reference, strict=True)]
    return f"bench liste {' '.join(figures)} ratio={ours[0] / reference[0]:.3f} cpu_ratio={ours[1] / reference[1]:.1f}"


if __name__ == "__main__":
    sys.exit(main())
