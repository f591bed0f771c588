"""Two hosts with the kernel's own TCP, and the wire between them in this program's hands.

Each host is a network namespace with one TUN device. Whatever a host sends is reported and goes no further; whatever is
handed in arrives. One thread does all of it, and the kernel takes a packet within the write() that hands it in, so that
the order of the reports is the order of events.

Spoken to in JSON lines. In: {"n": 1, "do": "boot", ...}. Out: {"left": HOST, "packet": HEX} for each packet that leaves;
{"begun": 1} when a command is about to be done and everything that left before it has been reported; and
{"reply": 1, "value": ...} or {"reply": 1, "error": NAME} when it is done and everything it made leave at once has been
reported.
"""

import ctypes
import errno
import fcntl
import json
import os
import select
import socket
import struct
import subprocess
import sys

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000

libc = ctypes.CDLL(None, use_errno=True)


def checked(status):
    if status != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def report(line):
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def is_tcp(packet):
    return packet[0] >> 4 == 4 and packet[9] == socket.IPPROTO_TCP


class Host:
    """A namespace of its own that ends with this object, or with this program."""

    def __init__(self, name, address, sysctl):
        self.name = name
        self.address = address
        checked(libc.unshare(CLONE_NEWNET))
        self.namespace = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        for key, value in sysctl.items():
            with open("/proc/sys/net/" + key, "w") as setting:
                setting.write(str(value))
        self.tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(self.tun, TUNSETIFF, struct.pack("16sH22x", b"wire", IFF_TUN | IFF_NO_PI))
        setup = f"link set lo up\naddress add {address}/24 dev wire\nlink set wire up\n"
        subprocess.run(["ip", "-batch", "-"], input=setup.encode(), check=True)

    def enter(self):
        checked(libc.setns(self.namespace, CLONE_NEWNET))

    def drain(self):
        """What has left since the last time. Only TCP over IPv4 is of interest."""
        packets = []
        while True:
            try:
                packets.append(os.read(self.tun, 65536))
            except BlockingIOError:
                return [(self.name, packet) for packet in packets if is_tcp(packet)]

    def run(self, command):
        self.enter()
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def halt(self):
        """Cuts the host off the wire for good. What it still has to say, nobody hears."""
        os.close(self.tun)
        os.close(self.namespace)


hosts = {}
sockets = {}


def boot(command):
    name = command["host"]
    if name in hosts:
        hosts.pop(name).halt()
    hosts[name] = Host(name, command["address"], command["sysctl"])


def open_socket(command):
    hosts[command["host"]].enter()
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    opened.setblocking(False)
    sockets[command["socket"]] = opened


def accept(command):
    accepted, _ = sockets[command["listener"]].accept()
    accepted.setblocking(False)
    sockets[command["socket"]] = accepted


def option(command):
    level, name, value = command["option"]
    sockets[command["socket"]].setsockopt(level, name, value if isinstance(value, int) else bytes.fromhex(value))


def bind(command):
    sockets[command["socket"]].bind(tuple(command["to"]))


def listen(command):
    sockets[command["socket"]].listen(command["backlog"])


def connect(command):
    status = sockets[command["socket"]].connect_ex(tuple(command["to"]))
    if status not in (0, errno.EINPROGRESS):
        raise OSError(status, os.strerror(status))


def send(command):
    """The number of octets taken. With `to`, Fast Open."""
    data = b"x" * command["octets"]
    if "to" in command:
        try:
            return sockets[command["socket"]].sendto(data, command["flags"], tuple(command["to"]))
        except BlockingIOError:
            # The SYN has left without the data, for want of a cookie.
            return 0
    return sockets[command["socket"]].send(data, command["flags"])


def receive(command):
    """The number of octets read; 0 at the end of the stream."""
    return len(sockets[command["socket"]].recv(command["octets"]))


def shutdown(command):
    sockets[command["socket"]].shutdown(socket.SHUT_RDWR if command["both"] else socket.SHUT_WR)


def close(command):
    sockets.pop(command["socket"]).close()


def deliver(command):
    os.write(hosts[command["host"]].tun, command["packet"])


def run(command):
    return hosts[command["host"]].run(command["command"])


def states(command):
    return {name: host.run(["ss", "-tanH"]) for name, host in hosts.items()}


COMMANDS = {
    "boot": boot,
    "socket": open_socket,
    "accept": accept,
    "option": option,
    "bind": bind,
    "listen": listen,
    "connect": connect,
    "send": send,
    "receive": receive,
    "shutdown": shutdown,
    "close": close,
    "deliver": deliver,
    "run": run,
    "states": states,
}


def drain():
    return [left for host in hosts.values() for left in host.drain()]


def report_left(lefts):
    for name, packet in lefts:
        report({"left": name, "packet": packet.hex()})


def obey(line):
    command = json.loads(line)
    if "packet" in command:
        command["packet"] = bytes.fromhex(command["packet"])
    # Next to nothing may come between these two lines: a timer that makes a packet leave there tells the wrong story.
    before = drain()
    answer = done(command)
    after = drain()
    report_left(before)
    report({"begun": command["n"]})
    report_left(after)
    report(answer)


def done(command):
    try:
        return {"reply": command["n"], "value": COMMANDS[command["do"]](command)}
    except OSError as error:
        return {"reply": command["n"], "error": errno.errorcode.get(error.errno, str(error))}
    except subprocess.CalledProcessError as error:
        return {"reply": command["n"], "error": error.stderr or str(error)}


def main():
    try:
        # Ahead of whatever else runs on this machine: it is little work, and the order of events depends on it.
        os.sched_setscheduler(0, os.SCHED_FIFO | os.SCHED_RESET_ON_FORK, os.sched_param(1))
    except OSError:
        pass
    unread = b""
    while True:
        waiting = [0] + [host.tun for host in hosts.values()]
        ready, _, _ = select.select(waiting, [], [])
        report_left(drain())
        if 0 not in ready:
            continue
        chunk = os.read(0, 65536)
        if not chunk:
            return
        *lines, unread = (unread + chunk).split(b"\n")
        for line in lines:
            obey(line)


main()
