"""Listening sockets."""

import errno
import ipaddress
import socket

from launcher.messages import Failure


def listen(host: str, port: int) -> socket.socket:
    """Bind the web's address now, so that a taken port is known before anything is started.

    :raises Failure: the port is taken, not permitted, or the host is not of this machine.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        door = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise _no_such_host(host) from error
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind(address)
        door.listen(512)
    except OSError as error:
        door.close()
        raise _refused(error, host, port) from error
    door.setblocking(False)
    return door


def _refused(error: OSError, host: str, port: int) -> Failure:
    if error.errno == errno.EADDRINUSE:
        return Failure(
            f"Cổng {port} đang có chương trình khác dùng: hãy dừng chương trình đó, hoặc chọn cổng "
            f"khác, ví dụ --port {port + 1}.",
            f"port {port} is taken: stop the other program or choose another, "
            f"for example --port {port + 1}",
        )
    if error.errno == errno.EACCES:
        return Failure(
            f"Tài khoản này không được mở cổng {port}: hãy chọn cổng từ 1024 trở lên bằng --port.",
            f"this account may not open port {port}: choose one from 1024 up with --port",
        )
    return _no_such_host(host)


def _no_such_host(host: str) -> Failure:
    return Failure(
        f"Máy này không có địa chỉ {host}: hãy sửa --host (127.0.0.1 chỉ cho máy này, 0.0.0.0 cho "
        "mọi máy trong mạng).",
        f"{host} is no address of this machine: correct --host",
    )


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def own_names(host: str) -> list[str]:
    """Names under which browsers may address the web when it listens on ``host``."""
    names = ["127.0.0.1", "localhost", "[::1]"]
    if not loopback(host):
        names += [socket.gethostname(), socket.getfqdn(), _outward_address()]
        names += [host] if host not in {"0.0.0.0", "::", ""} else []  # noqa: S104 - compared only
    return list(dict.fromkeys(name for name in names if name))


def _outward_address() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address; nothing is sent
        except OSError:
            return ""
        return str(probe.getsockname()[0])
