"""A process that ends with the one that started it, also where that one is killed without notice."""

import os
import signal
import threading
import time
from multiprocessing import parent_process
from multiprocessing.connection import wait


def end_with_parent(grace_s: float) -> None:
    """End this process when its parent has ended; nothing where :mod:`multiprocessing` did not start it.

    Parameters
    ----------
    grace_s
        How long it may still work after it was asked to end [s]; then it is ended.

    Examples
    --------
    >>> end_with_parent(5.0)
    """
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(grace_s)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
