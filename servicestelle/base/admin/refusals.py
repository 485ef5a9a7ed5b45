"""What the database refused, in words: the rule's own message, never a constraint's name alone."""

from django.apps import apps
from django.db import DataError, IntegrityError, InternalError, connection

REFUSED = (IntegrityError, InternalError, DataError)
FOREIGN_KEY, UNIQUE, NOT_NULL = "23503", "23505", "23502"
PLAIN = {
    FOREIGN_KEY: "Andere Einträge verweisen noch darauf, oder ein gewählter Eintrag wurde inzwischen gelöscht.",
    UNIQUE: "Einen Eintrag mit diesen Angaben gibt es schon.",
    NOT_NULL: "Eine Angabe, die sein muss, fehlt.",
}


def check_deferred_rules():
    """Check now what the database would check at commit; raises one of REFUSED."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def explain(error):
    """The reason of a refusal for the person: the constraint's message, the trigger's text, or the kind of rule."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is None:
        return "Die Datenbank hat das abgelehnt."
    own = message_of(diagnosis.constraint_name)
    if own:
        return own
    if diagnosis.source_function == "exec_stmt_raise":  # RAISE EXCEPTION of one of our triggers
        return text_of_trigger(diagnosis.message_primary)
    rule = f" (Regel {diagnosis.constraint_name})" if diagnosis.constraint_name else ""
    return PLAIN.get(diagnosis.sqlstate, "Eine Regel der Datenbank lässt diese Angaben nicht zu") + rule


def message_of(name):
    """The `violation_error_message` of the constraint called `name`, if it has its own."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if name and constraint.name == name:
                default = constraint.violation_error_message == constraint.default_violation_error_message
                return "" if default else str(constraint.violation_error_message)
    return ""


def text_of_trigger(text):
    if text.startswith("pgtrigger:"):
        return "Dieser Eintrag ist fest: Er lässt sich weder ändern noch löschen."
    return text
