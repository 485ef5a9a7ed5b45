"""What the office lists share: filters that ignore unknown values with a note."""

PER_PAGE = 25


def choice_of(request, name, choices):
    """The value of the parameter `name` when it is one of `choices`, and a note when it is not."""
    return choice_in(request.GET, name, choices)


def choice_in(values, name, choices):
    """The same from any mapping, for instance a stored query."""
    value = values.get(name, "")
    if not value or value in choices:
        return value, None
    return "", f"Den Filter „{name}“ gibt es mit diesem Wert nicht; er wurde weggelassen."


def text_of(request, name="q", limit=100):
    """What was typed into the search field: one line, no control characters, not longer than `limit`."""
    return text_in(request.GET, name, limit)


def text_in(values, name="q", limit=100):
    """The same from any mapping, for instance a stored query."""
    text = "".join(char for char in values.get(name, "")[: limit * 4] if char.isprintable())
    return " ".join(text.split())[:limit]
