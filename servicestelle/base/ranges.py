"""Ranges of days in the rules of the database."""

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Func


class DateRange(Func):
    """`daterange(von, bis, '[]')`: both days belong to it, empty means open."""

    function = "daterange"
    output_field = DateRangeField()
