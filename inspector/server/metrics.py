"""What Prometheus reads: requests, their duration and bytes, frames, rulings, alarms. Nothing about persons."""

import os
from collections.abc import Mapping
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

BUCKETS: Final = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
SHARED_FIGURES: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable that names a folder where several workers add up their figures."""
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The figures of one application; a registry of its own, so that several live in one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        all_ = self._registry
        self.requests = Counter("inspector_requests", "Requests", ["route", "status"], registry=all_)
        self.seconds = Histogram("inspector_request_seconds", "Time", ["route"], buckets=BUCKETS, registry=all_)
        self.received = Counter("inspector_received_bytes", "Bytes received", ["route"], registry=all_)
        self.sent = Counter("inspector_sent_bytes", "Bytes sent", ["route"], registry=all_)
        self.frames = Counter("inspector_frames", "Frames pushed, by what became of them", ["status"], registry=all_)
        self.rulings = Counter("inspector_rulings", "Events ruled out, by code", ["code"], registry=all_)

    def text(self, now: Mapping[str, int]) -> bytes:
        """All figures as Prometheus reads them, those of every worker; `now`: figures of the whole server."""
        registry = self._registry
        if os.environ.get(SHARED_FIGURES):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # without types
        told = "".join(f"# TYPE inspector_{name} gauge\ninspector_{name} {value}\n" for name, value in now.items())
        return generate_latest(registry) + told.encode()
