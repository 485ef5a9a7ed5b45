"""Opens a page that shows stored markup and says whether any of it came alive: run, refused by the policy, or injected."""

import contextlib

from .looking import EAR, PATIENCE
from .storing import WORD

CANARY_SET = "() => window.__x !== undefined"
# What the portal never writes itself: handlers, scripts and styles in the page, foreign elements and addresses.
INJECTED = """() => {
    const faults = [];
    for (const node of document.querySelectorAll('*')) {
        for (const {name, value} of node.attributes) {
            if (name.startsWith('on')) faults.push(`${node.tagName} ${name}`);
            if (['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'srcdoc'].includes(name)
                && /^\\s*(javascript|vbscript|data:(?!image\\/))/i.test(value)) faults.push(`${node.tagName} ${name}=${value.slice(0, 40)}`);
        }
        if (/^(X-KANARIE|IFRAME|OBJECT|EMBED|BASE|STYLE|MATH|MI)$/i.test(node.tagName)) faults.push(`<${node.tagName}>`);
        if (node.hasAttribute('style') && node.getAttribute('style').includes('position:fixed')) faults.push('style=position:fixed');
        if (node.tagName === 'SCRIPT' && !node.src && node.type !== 'application/json') faults.push('<script> mit Inhalt');
        if (node.tagName === 'LINK' && /fremd\\.example/.test(node.href)) faults.push('<link> zu Fremden');
    }
    return [...new Set(faults)];
}"""
REFUSED = "() => window.__refused || []"
TEXT = "() => document.body ? document.body.textContent : ''"
SAFE, UNGUARDED = {}, {"bypass_csp": True}  # once with the policy, once as if there were none: escaping alone must do


class Judge:
    """A browser of one person that opens pages with and without the policy."""

    def __init__(self, browser, address, cookies=None):
        self.address, self.windows, self.stack = address, [], contextlib.ExitStack()
        for options in (SAFE, UNGUARDED):
            context = browser.new_context(base_url=address, locale="de-DE", **options)
            self.stack.callback(context.close)
            context.set_default_timeout(PATIENCE)
            context.add_cookies(
                [{"name": key, "value": value, "url": address} for key, value in (cookies or {}).items()]
            )
            context.add_init_script(EAR)
            page = context.new_page()
            heard = []
            page.on("dialog", lambda dialog, heard=heard: (heard.append(f"Dialog {dialog.message}"), dialog.dismiss()))
            page.on("request", lambda request, heard=heard: self._notice(request, heard))
            self.windows.append((page, heard))

    def _notice(self, request, heard):
        if not request.url.startswith((self.address + "/", "data:", "blob:", "about:")):
            heard.append(f"Abruf bei Fremden: {request.url[:80]}")

    def judge(self, path):
        """What came alive on the page at `path`, in words."""
        return [fault for page, heard in self.windows for fault in self._open(page, heard, page.goto, path)]

    def judge_html(self, html):
        """The same for HTML that stands nowhere, as a mail does; there is no policy in a mail program."""
        page, heard = self.windows[1]
        page.goto("/robots.txt")
        return self._open(page, heard, page.set_content, html)

    def _open(self, page, heard, go, what):
        heard.clear()
        go(what)
        found = list(heard)
        found += ["die Marke ist gesetzt"] if page.evaluate(CANARY_SET) else []
        found += page.evaluate(INJECTED)
        found += [f"von der CSP verhindert: {each}" for each in page.evaluate(REFUSED)]
        return found + (["eine Vorlage wurde ausgeführt"] if WORD in page.evaluate(TEXT) else [])

    def answer_instead(self, path, body, headers):
        """Serve `body` at `path`, for the control."""
        for page, _ in self.windows:
            page.context.route(f"**{path}", lambda route: route.fulfill(status=200, headers=headers, body=body))

    def close(self):
        self.stack.close()
