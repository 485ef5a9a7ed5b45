"""Does every kind of control show that it has the focus?"""

# After one press of Tab the browser shows the ring for focus by script as well. The ring may be drawn by the element
# itself, by its card, or by the circle in the map.
FOCUS = """() => {
    const able = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
    const look = each => { const style = getComputedStyle(each);
        return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.stroke, style.strokeWidth,
                style.borderColor].join(); };
    const around = node => [node.parentElement, node.closest('.sg-card'), node.nextElementSibling].filter(Boolean);
    const drawn = node => [node, ...around(node), ...node.querySelectorAll('*')].map(look).join(';');
    const seen = new Set(), faults = [];
    let looked = 0;
    for (const node of document.querySelectorAll(able)) {
        const kind = node.tagName + node.className + (node.type || '');
        if (seen.has(kind) || node.disabled || node.tabIndex < 0 || !node.checkVisibility({visibilityProperty: true})) continue;
        seen.add(kind);
        node.blur();
        const before = drawn(node);
        node.focus();
        looked += 1;
        if (document.activeElement !== node || drawn(node) === before) faults.push(node.outerHTML.slice(0, 120));
    }
    return [looked, faults];
}"""
