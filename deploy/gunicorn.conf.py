"""How gunicorn serves the app: `gunicorn --config deploy/gunicorn.conf.py wsgi:app`.

Each setting can be overruled on gunicorn's command line or by `GUNICORN_CMD_ARGS`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from typing import Any

# Loopback only: nginx in front of it has the certificate, and waits for slow clients.
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"

# Two processes for two cores; while a thread waits, e.g. for the database, others go on.
worker_class = "gthread"
workers = 2
threads = 4

# The PDF engine and the texts are loaded once and shared by the workers.
preload_app = True

# A worker is renewed now and then, so that memory cannot grow for weeks; not all at once.
max_requests = 20_000
max_requests_jitter = 2_000

# The folder in which each worker has its own files of counters; /metrics adds them up.
_METRICS = "PROMETHEUS_MULTIPROC_DIR"
_OWN_METRICS = None if _METRICS in os.environ else tempfile.mkdtemp(prefix="gesprek-metrics-")
os.environ.setdefault(_METRICS, _OWN_METRICS or "")

timeout = 30
graceful_timeout = 20
keepalive = 5

# The body limit is 64 kB; a request line never needs more than this.
limit_request_line = 2_048
limit_request_fields = 50

# No access log: it would hold addresses of people and when they asked for help.
accesslog = None
errorlog = "-"
loglevel = "warning"


def child_exit(_server: object, worker: Any) -> None:
    """Tell prometheus_client that a worker ended: its live gauges go, its counters still count."""
    # Imported late: at its import prometheus_client reads the variable of the folder.
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(_server: object) -> None:
    """Delete the folder of counters, if it was made here."""
    if _OWN_METRICS:
        shutil.rmtree(_OWN_METRICS, ignore_errors=True)


def when_ready(_server: object) -> None:
    """Print address and login of the example practice, once the server answers, for `make run`."""
    if os.environ.get("GESPREK_SAY_WHEN_READY"):
        subprocess.run([sys.executable, "scripts/welcome.py"], check=True)
