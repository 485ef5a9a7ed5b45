"""Loaded into a worker with `-I`: it stands still at a named point of storing a PDF, once, to be killed there for certain.

The product knows nothing of it: Python itself announces each rename and each opened path to an audit hook.
"""

import os
import sys
import time

from django.conf import settings

FOLDER = str(settings.VAR_DIR / "ablage" / "dokumente")
# What Python is about to do when the point is reached.
POINTS = {
    "file written before rename": lambda event, path: event == "os.rename" and path.startswith(f"{FOLDER}/"),
    "file renamed before row": lambda event, path: event == "open" and path == FOLDER,  # to sync the new name
}


def stand_still(event, arguments):
    if event not in {"os.rename", "open"} or not POINTS[os.environ["STAND_AT"]](event, str(arguments[0])):
        return
    with open(os.environ["STAND_FILE"], "a+") as file:
        if file.tell():  # the next attempt goes through
            return
        file.write(str(os.getpid()))
    time.sleep(60)


sys.addaudithook(stand_still)
