"""What a person without JavaScript does at a public form: reads four words, writes four digits."""

import html
import re

WORDS = ["eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
DIGITS = {word: str(number) for number, word in enumerate(WORDS, start=1)}
QUESTION = re.compile(r"als Ziffern: ((?:\w+, ){3}\w+)")


def as_digits(words):
    return "".join(DIGITS[word] for word in words.split(", "))


def digits_in(page):
    """The digits the question on this page asks for; empty when the page asks nothing."""
    found = QUESTION.search(html.unescape(page))
    return as_digits(found[1]) if found else ""


def answered():
    """A fresh question with its right answer, as the form's fields."""
    from servicestelle.base import spamschutz

    signed = spamschutz.new_question()
    return {"aufgabe": signed, "antwort": as_digits(spamschutz.words_of(spamschutz.nonce_of_question(signed)))}
