"""What the office lists share: filters that ignore unknown values with a note."""

PER_PAGE = 25


def choice_of(request, name, choices):
    """The value of the parameter `name` when it is one of `choices`, and a note when it is not."""
    value = request.GET.get(name, "")
    if not value or value in choices:
        return value, None
    return "", f"Den Filter „{name}“ gibt es mit diesem Wert nicht; er wurde weggelassen."


def text_of(request, name="q", limit=100):
    """What was typed into the search field: one line, no control characters, not longer than `limit`."""
    text = "".join(char for char in request.GET.get(name, "")[: limit * 4] if char.isprintable())
    return " ".join(text.split())[:limit]
