"""What a child process gives up before it looks at a file that somebody uploaded."""

import resource
from pathlib import Path
from typing import Final

# What reading may take on top of what the process has once its modules are loaded.
MORE_MEMORY_BYTES: Final = 200 * 2**20
# The parent ends it much sooner (parent.py); this is for a child whose parent was killed.
CPU_SECONDS: Final = 120


def give_up_rights() -> None:
    """Limit memory and time, and open no file, socket or process from here on."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    used = pages * resource.getpagesize()
    for limit, value in (
        (resource.RLIMIT_AS, used + MORE_MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(limit, (value, value))
