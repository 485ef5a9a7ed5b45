"""From which state a row may go to which: the tables of the services are the database's too."""

import pgtrigger


def keep_ways(*tables):
    """The trigger `wege`: `status` moves only as one of `tables` {old: new ones} says, whoever moves it.

    A new row may begin in any state.
    """
    ways = {(old.value, new.value) for table in tables for old, news in table.items() for new in news}
    return pgtrigger.FSM(name="wege", field="status", transitions=sorted(ways))
