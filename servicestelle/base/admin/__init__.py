"""The admin's floor: guarded writes with audit log, and the admin of the floor's records."""

from . import grundlagen, konten, protokoll  # noqa: F401 - registers the floor's records
from .guarded import Guarded, GuardedAdmin, GuardedInline, GuardedTable, ReadOnlyAdmin
from .seiten import SeiteAdmin

__all__ = ["Guarded", "GuardedAdmin", "GuardedInline", "GuardedTable", "ReadOnlyAdmin", "SeiteAdmin"]
