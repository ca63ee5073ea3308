"""What Prometheus reads: requests, their duration and bytes, frames, rulings, alarms. Nothing about persons."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

BUCKETS: Final = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
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

    def text(self) -> bytes:
        """All figures as Prometheus reads them."""
        return generate_latest(self._registry)
