"""Values nobody expects: broken texts, markup, odd numbers and dates, things that mean something elsewhere."""

CANARY = "window.__x=1"
MARKUP = [
    f"<script>{CANARY}</script>", f"<img src=x onerror={CANARY}>", f"<svg/onload={CANARY}>", f'"><script>{CANARY}</script>',
    f"'><img src=x onerror={CANARY}>", f"<a href=javascript:{CANARY}>x</a>", f"[x](javascript:{CANARY})",
    f"![x](x\" onerror=\"{CANARY})", f"</textarea><script>{CANARY}</script>", f"</title><svg onload={CANARY}>",
    f"<iframe srcdoc='<script>parent.{CANARY}</script>'>", f"<math><mi//xlink:href='data:x,<script>{CANARY}</script>'>",
    f"<details open ontoggle={CANARY}>", f"javascript:{CANARY}", f"<style>@import 'javascript:{CANARY}'</style>",
    f"-->{CANARY}<!--", f"]]><script>{CANARY}</script>", f"<scr<script>ipt>{CANARY}</scr</script>ipt>",
    f"<input autofocus onfocus={CANARY}>", f"&lt;script&gt;{CANARY}&lt;/script&gt;", f"\\u003cscript\\u003e{CANARY}",
    f"<x-kanarie onclick={CANARY}>", f"[x]: javascript:{CANARY}\n\n[x]", "<base href=//fremd.example><script src=x></script>",
]  # fmt: skip
TEXTS = [
    "", " ", "\0", "a\0b", "\x01\x02\x1b[31m", "\r\n\r\n", "a\r\nSet-Cookie: x=1", "\u202eabc", "\u200b", "\ufeff", "\ufffd",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "e\u0301" * 50, "ﬀ" * 20, "ẞßİı", "ä" * 300, "x" * 5000, "9" * 400, "ا" * 100,
    "a\u0300" * 1000, "\U0010ffff", "None", "null", "undefined", "true", "[]", "{}", '{"a": 1}', "[1, 2", "{{ 7*7 }}", "{% load x %}",
    "${7*7}", "%s%s%n", "%(x)s", "{0.__class__}", "../../../../etc/passwd", "..\\..\\x", "file:///etc/passwd", "//fremd.example",
    "https://fremd.example/", "mailto:a@b", "a@b", "a@b.de\nBcc: c@d.de", "' OR 1=1 --", "'; DROP TABLE base_user; --", "\\", "\\'",
    "%", "_", "*", "\"", "a & b | !c", ":*", "<->", "(((((", "|||", "&&&", "!!", "=cmd|' /C calc'!A0", "+1", "@SUM(1)",
]  # fmt: skip
NUMBERS = [
    "0", "-1", "-0", "1", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
    "1e400", "1E9999", "NaN", "Infinity", "-inf", "1,5", "1.5", "1.234,56", "1_000", "0x10", "०१२", "１２", "²", "10" * 30,
    "0.000000000001", "+7", "1 000",
]  # fmt: skip
DATES = [
    "01.02.2026", "2026-02-01", "31.02.2026", "00.00.0000", "29.02.2023", "01.01.0001", "31.12.9999", "01.01.10000", "9999-12-31",
    "0001-01-01", "2026-02-30T25:61", "24:00", "12:00", "99.99.99", "heute", "1.1.26", "2026-W01", "20260201",
]  # fmt: skip
LINKS = [
    "javascript:alert(1)", "data:text/html,x", "http://[::1", "http://a" + "b" * 3000, "http://\x00", "http://ä.example/ö",
    "ftp://x", "http:x", "//", "http://1.2.3.4:99999/",
]  # fmt: skip
IDS = [
    "00000000-0000-0000-0000-000000000000", "gibt-es-nicht", "1;2", "1,2", "on", "off", "-veroeffentlichen", "id__gt", "password",
    "user__password__startswith", "entwurf", "veroeffentlicht",
]  # fmt: skip
RAW = [b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"a\xf0\x9f", b"%zz"]  # no valid UTF-8, or no valid escape


def _mixed(*shelves):
    """From every shelf in turn, so that a short run has something of each."""
    shelves = [list(shelf) for shelf in shelves]
    while any(shelves):
        yield from (shelf.pop(0) for shelf in shelves if shelf)


ALL = [
    value if isinstance(value, bytes) else value.encode()
    for value in _mixed(TEXTS, MARKUP, NUMBERS, DATES, LINKS, IDS, RAW)
]
assert len(ALL) >= 150, len(ALL)
