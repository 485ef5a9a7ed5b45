"""The control of the walk: one page with planted faults; every check must find its own."""

from .documents import foreign_faults, header_faults, html_faults, inline_faults, structure_faults
from .looking import ALL_LOOKS, Watcher
from .special import SPECIAL
from .tally import Tally
from .visiting import Answer

PLANTED = """<h1>Zweite Überschrift</h1><img src="https://fremd.example/bild.png"><script>window.boese = 1</script>
<p style="width: 2000px">breit</p><a href="/" class="ohne-rahmen">Ohne sichtbaren Fokus</a>
<p class="starr">Wächst nicht mit</p><p class="zu-breit">Hinter dem Blattrand</p><input class="ohne-rahmen" aria-label="Feld"></main>"""
STYLE = """.ohne-rahmen, .ohne-rahmen:focus-visible { outline: none !important; border: 0 !important; appearance: none }
.starr { font-size: 15px } .zu-breit { width: 5px; overflow: auto }"""
MUST_FIND = {
    "axe", "HTML", "Aufbau", "Fokus sichtbar", "Verstöße gegen die CSP", "Fehler in der Konsole", "Abrufe bei Fremden",
    "Fremde Adressen", "Inline", "Kopfzeilen", "Passt in 320 Pixel", *SPECIAL,
}  # fmt: skip


def overlooked(browser, address, answer):
    """Names of the checks that did not find what was planted into `answer`, a page in order."""
    tally = Tally()
    body = answer.body.decode().replace("</main>", PLANTED)
    bad = Answer("/kontrolle/", 200, {"content-type": "text/html"}, body.encode(), "Kontrolle")
    for check, faults in {
        "Kopfzeilen": header_faults(bad), "Aufbau": structure_faults(bad), "Fremde Adressen": foreign_faults(bad),
        "Inline": inline_faults(bad), "HTML": [fault for _, fault in html_faults([bad])[1]],
    }.items():  # fmt: skip
        tally.note(check, bad.path, faults)
    policy = answer.headers["content-security-policy"]
    _open(browser, address, tally, body, {"Content-Security-Policy": policy})
    _open(browser, address, tally, body.replace("</head>", f"<style>{STYLE}</style></head>"), {})
    return MUST_FIND - {check for check, found in tally.faults.items() if found}


def _open(browser, address, tally, body, headers):
    watcher = Watcher(browser, address, tally, name="Kontrolle")
    watcher.context.route(
        "**/kontrolle/",
        lambda route: route.fulfill(status=200, content_type="text/html; charset=utf-8", headers=headers, body=body),
    )
    watcher.open("/kontrolle/", ALL_LOOKS, special=True)
    watcher.close()
