"""Looks beyond light and dark: forced colours, text at twice its size, paper. Each returns what is wrong, in words."""

from .focus import FOCUS

DESK = {"width": 1280, "height": 900}
PAPER = {"width": 672, "height": 960}  # an A4 sheet less its margins
CONTRAST = """async () => (await axe.run({runOnly: ['color-contrast'], resultTypes: ['violations'], preload: false}))
    .violations.flatMap(rule => rule.nodes.map(node => `zu wenig Kontrast: ${node.html.slice(0, 120)}`))"""
SEEN = """const seen = node => node.checkVisibility({visibilityProperty: true, opacityProperty: true}) && node.clientWidth > 1
    && !node.closest('svg, .sg-vh, .visually-hidden, [aria-hidden=true]');
    const once = (kinds, node) => { const kind = node.tagName + node.className; return !kinds.has(kind) && kinds.add(kind); };
    const name = node => node.outerHTML.replace(/\\s+/g, ' ').slice(0, 120);"""
# In forced colours backgrounds and shadows go; a control needs a border, an underline or the look of the system.
CONTROLS = f"""() => {{ {SEEN}
    const kinds = new Set(), faults = [], canvas = getComputedStyle(document.body).backgroundColor;
    const lined = style => ['Top', 'Bottom', 'Left'].some(side => parseFloat(style[`border${{side}}Width`]) > 0
        && style[`border${{side}}Style`] !== 'none' && style[`border${{side}}Color`] !== canvas);
    for (const node of document.querySelectorAll('button, input:not([type=hidden]), select, textarea, [role=button], .sg-button')) {{
        if (!seen(node) || !once(kinds, node)) continue;
        const style = getComputedStyle(node);
        if (style.appearance === 'none' && !lined(style) && !node.textContent.trim()
            && !lined(getComputedStyle(node.parentElement))) faults.push(`ohne Rand: ${{name(node)}}`);
    }}
    for (const node of document.querySelectorAll('body *')) for (const part of [null, '::before', '::after']) {{
        const style = getComputedStyle(node, part);
        if (style.maskImage && style.maskImage !== 'none' && style.display !== 'none' && node.checkVisibility()
            && style.backgroundColor === canvas && once(kinds, node)) faults.push(`Zeichen verschwindet: ${{name(node)}}`);
    }}
    return faults;
}}"""
CUT = f"""scrolls => {{ {SEEN}
    const kinds = new Set(), faults = [], cuts = value => ['hidden', 'clip', ...scrolls].includes(value);
    for (const node of document.querySelectorAll('body *')) {{
        if (!seen(node) || ['TEXTAREA', 'SELECT', 'INPUT'].includes(node.tagName) || !node.textContent.trim()) continue;
        const style = getComputedStyle(node);
        const over = [cuts(style.overflowX) && node.scrollWidth - node.clientWidth,
                      cuts(style.overflowY) && node.scrollHeight - node.clientHeight];
        if (over.some(pixels => pixels > 2) && once(kinds, node)) faults.push(`abgeschnitten ${{over}}: ${{name(node)}}`);
    }}
    return faults;
}}"""
ENLARGED = f"""() => {{ {SEEN}
    const LARGE = 40; // headings stop growing where they are large already
    const texts = [...document.querySelectorAll('body *')].filter(node => seen(node)
        && [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()));
    const size = node => parseFloat(getComputedStyle(node).fontSize), before = texts.map(size), kinds = new Set();
    document.documentElement.style.fontSize = '200%';
    return texts.flatMap((node, place) => size(node) < Math.min(1.9 * before[place], LARGE) && once(kinds, node)
        ? [`wächst nicht mit (${{before[place]}} → ${{size(node)}} px): ${{name(node)}}`] : []);
}}"""
USUAL = "() => { document.documentElement.style.fontSize = ''; }"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
PRINTED = f"""() => {{ {SEEN}
    const faults = [], [h1] = document.querySelectorAll('h1'), paper = getComputedStyle(document.body).backgroundColor;
    if (!h1 || !seen(h1)) faults.push('Überschrift fehlt');
    if (!/^rgba?\\((255, 255, 255|0, 0, 0, 0)/.test(paper)) faults.push(`Papier ist nicht weiß: ${{paper}}`);
    for (const node of document.querySelectorAll('body *'))
        if (['fixed', 'sticky'].includes(getComputedStyle(node).position) && seen(node) && node.innerText?.trim())
            faults.push(`steht auf jedem Blatt: ${{name(node)}}`);
    for (const node of document.querySelectorAll('nav, .sg-skip')) if (seen(node)) faults.push(`Navigation auf dem Blatt: ${{name(node)}}`);
    return faults;
}}"""


def forced_colours(page):
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light", forced_colors="active")
    page.keyboard.press("Tab")
    faults = [*page.evaluate(CONTROLS), *(f"Fokus nicht zu sehen: {node}" for node in page.evaluate(FOCUS)[1])]
    page.emulate_media(forced_colors="none")
    return faults


def twice_the_size(page):
    page.set_viewport_size(DESK)
    faults = [*page.evaluate(ENLARGED), *page.evaluate(CUT, [])]
    if (over := page.evaluate(SIDEWAYS)) > 0:
        faults.append(f"{over} px zu breit")
    page.evaluate(USUAL)
    return faults


def on_paper(page):
    """Printed by someone who reads dark pages: still black on white, and nothing behind an edge."""
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print", color_scheme="dark")
    faults = [*page.evaluate(PRINTED), *page.evaluate(CUT, ["auto", "scroll"]), *page.evaluate(CONTRAST)]
    if (over := page.evaluate(SIDEWAYS)) > 0:
        faults.append(f"{over} px zu breit")
    page.emulate_media(media="screen")
    return faults


SPECIAL = {"Erzwungene Farben": forced_colours, "Doppelte Schrift": twice_the_size, "Druck": on_paper}
