"""From which state a row may go to which: the same table for the service, the button and the database."""

import pgtrigger


def keep_ways(table):
    """The trigger `wege`: `status` moves only as `table` {old: new ones} says, whoever writes."""
    ways = sorted((old.value, new.value) for old, news in table.items() for new in news)
    return pgtrigger.FSM(name="wege", field="status", transitions=ways)
