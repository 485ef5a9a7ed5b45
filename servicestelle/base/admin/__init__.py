"""The admin's floor: guarded writes with audit log, and the admin of the floor's records."""

from . import grundlagen, konten  # noqa: F401 - registers the floor's records
from .guarded import Guarded, GuardedAdmin, GuardedInline, GuardedTable, ReadOnlyAdmin

__all__ = ["Guarded", "GuardedAdmin", "GuardedInline", "GuardedTable", "ReadOnlyAdmin"]
