"""The networks this computer stands in, as the system tells."""

import ipaddress

from PySide6.QtNetwork import QAbstractSocket, QNetworkInterface


def here() -> tuple[str, ...]:
    """The networks (CIDR) of this computer's own addresses, those of IPv4 first; loopback and link-local left out."""
    flags = QNetworkInterface.InterfaceFlag
    found: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
    for interface in QNetworkInterface.allInterfaces():
        on = interface.flags()
        if not on & flags.IsUp or not on & flags.IsRunning or on & flags.IsLoopBack:
            continue
        for entry in interface.addressEntries():
            address, length = entry.ip(), entry.prefixLength()
            known = (
                QAbstractSocket.NetworkLayerProtocol.IPv4Protocol,
                QAbstractSocket.NetworkLayerProtocol.IPv6Protocol,
            )
            if length <= 0 or address.isLinkLocal() or address.protocol() not in known:
                continue
            network = ipaddress.ip_network(f"{address.toString().partition('%')[0]}/{length}", strict=False)
            if network not in found:
                found.append(network)
    return tuple(str(network) for network in sorted(found, key=lambda one: one.version))
