"""A small HTTP client for benches: keep-alive connections in processes of their own, answers read whole."""

import multiprocessing
import selectors
import socket
import time


def hammer(port, path, *, seconds, connections=16):
    """Ask `path` over `connections` connections for `seconds`; return sorted latencies in seconds."""
    line = multiprocessing.get_context("fork").SimpleQueue()
    child = multiprocessing.get_context("fork").Process(target=_run, args=(port, path, seconds, connections, line))
    child.start()
    latencies = line.get()
    child.join()
    return sorted(latencies)


def _run(port, path, seconds, connections, line):
    ask = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    chooser, latencies = selectors.DefaultSelector(), []
    for _ in range(connections):
        open_one(port, ask, chooser)
    end = time.perf_counter() + seconds
    while (now := time.perf_counter()) < end:
        for key, _ in chooser.select(timeout=1):
            state = key.data
            state["got"] += key.fileobj.recv(1 << 18)
            if is_whole(state):
                if not state["got"].startswith(b"HTTP/1.1 200"):
                    raise SystemExit(f"{path}: {bytes(state['got'][:80])}")
                latencies.append(time.perf_counter() - state["asked"])
                state.update(got=bytearray(), need=0, asked=time.perf_counter())
                key.fileobj.send(ask)
    del now
    line.put(latencies)


def open_one(port, ask, chooser):
    sock = socket.create_connection(("127.0.0.1", port))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    chooser.register(sock, selectors.EVENT_READ, {"got": bytearray(), "need": 0, "asked": time.perf_counter()})
    sock.send(ask)


def is_whole(state):
    """True when head and body have arrived; the length is read once per answer."""
    got = state["got"]
    if not state["need"]:
        head = got.find(b"\r\n\r\n")
        if head < 0:
            return False
        fields = bytes(got[:head]).lower()
        state["need"] = head + 4 + int(fields.split(b"content-length:")[1].split(b"\r\n")[0])
    return len(got) >= state["need"]


def cpu_seconds(group):
    """CPU seconds that all living processes of a process group have used so far."""
    import os
    from pathlib import Path

    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
