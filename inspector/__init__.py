"""Offline-first safety inspection of large power customers' substations (大客户用电安全检查)."""

__version__ = "0.1.0"
