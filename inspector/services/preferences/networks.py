"""Networks in which a laptop may synchronise, as people write them. Pure."""

import ipaddress

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register

register(ProblemKind.INPUT, {"network_wrong": N_("“{text}” is no network. Write it like 10.20.0.0/16.")})


def network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    """The network that somebody wrote. Raises Problem network_wrong."""
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        raise Problem("network_wrong", text=text) from None
