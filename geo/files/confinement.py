"""A process that shuts itself in before it reads a stranger's file: no network, no other files, no more than allowed.

On Linux only, and there as far as the kernel allows each step; elsewhere nothing happens.
"""

import ctypes
import math
import os
import platform
import struct
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from geo.files.read_limits import ReadLimits

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000

# prctl
_DIE_WITH_PARENT, _NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 1, 38, 22, 2
_KILL: Final = 9

# setrlimit, as Linux numbers them
_CPU, _FILE_SIZE, _DATA, _STACK, _CORE = 0, 1, 2, 3, 4
_STACK_BYTES: Final = 4 << 20

# Landlock: its calls have the same numbers on every processor
_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION_ONLY, _BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
#: Version of Landlock -> rights over files that it knows: all of them are taken away.
_FILE_RIGHTS: Final = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_BIND_AND_CONNECT, _SINCE_NETWORK = 3, 4
_SIGNALS_AND_SOCKETS, _SINCE_SCOPES = 3, 6

#: Calls of x86-64 that reading a file never needs: sockets, other programs and processes, what gets around this filter.
_REFUSED: Final = {
    "socket": 41, "connect": 42, "bind": 49, "listen": 50, "fork": 57, "vfork": 58, "execve": 59, "kill": 62,
    "ptrace": 101, "mount": 165, "add_key": 248, "request_key": 249, "keyctl": 250, "unshare": 272,
    "perf_event_open": 298, "open_by_handle_at": 304, "setns": 308, "process_vm_readv": 310, "process_vm_writev": 311,
    "bpf": 321, "execveat": 322, "userfaultfd": 323, "io_uring_setup": 425, "pidfd_open": 434, "pidfd_getfd": 438,
}  # fmt: skip
_X86_64, _X32 = 0xC000003E, 0x40000000
_CLONE, _CLONE3, _CLONE_THREAD = 56, 435, 0x00010000
_ALLOW, _DENY, _UNKNOWN, _END = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38, 0x80000000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def leave_network(*, keep_rights: bool) -> None:
    """Move this process where there is no network; while it has one thread.

    Parameters
    ----------
    keep_rights
        Whether the superuser goes on reading what belongs to others.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    alone, with_user = _NEW_NETWORK, _NEW_NETWORK | _NEW_USER
    for flags in (alone, with_user) if keep_rights else (with_user, alone):
        if libc.unshare(flags) == 0:
            break
    libc.prctl(_DIE_WITH_PARENT, _KILL, 0, 0, 0)  # a new user namespace would undo it


def confine(readable: Iterable[Path], limits: ReadLimits | None) -> None:
    """Take away from this process what reading a file does not need; there is no way back.

    Parameters
    ----------
    readable
        Files and folders that stay readable.
    limits
        Of memory and processor time; None sets none.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    _limit(libc, limits)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _restrict_files(libc, readable)
    if platform.machine() == "x86_64":
        _refuse_calls(libc)


def _limit(libc: ctypes.CDLL, limits: ReadLimits | None) -> None:
    most = {_FILE_SIZE: (0, 0), _CORE: (0, 0), _STACK: (_STACK_BYTES, _STACK_BYTES)}
    if limits is not None:
        used_s = math.ceil(time.process_time())
        most[_CPU] = (used_s + limits.processor_s, used_s + limits.processor_s + 1)
        most[_DATA] = (limits.memory_bytes, limits.memory_bytes)
    for which, (soft, hard) in most.items():
        libc.setrlimit(which, (ctypes.c_ulong * 2)(soft, hard))


def _restrict_files(libc: ctypes.CDLL, readable: Iterable[Path]) -> None:
    version = libc.syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_ONLY))
    if version < 1:
        return
    rights = _FILE_RIGHTS[max(known for known in _FILE_RIGHTS if known <= version)]
    network = _BIND_AND_CONNECT if version >= _SINCE_NETWORK else 0
    scopes = _SIGNALS_AND_SOCKETS if version >= _SINCE_SCOPES else 0
    attributes = struct.pack("=QQQ", rights, network, scopes)
    rules = libc.syscall(_CREATE, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0))
    if rules < 0:
        return
    for path in readable:
        _allow(libc, rules, path, _READ_FILE | (_READ_DIR if path.is_dir() else 0))
    _allow(libc, rules, Path(os.devnull), _READ_FILE | _WRITE_FILE)
    libc.syscall(_RESTRICT, ctypes.c_int(rules), ctypes.c_uint32(0))
    os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # not on this system
        return
    libc.syscall(
        _ADD_RULE, ctypes.c_int(rules), ctypes.c_int(_BENEATH), struct.pack("=Qi", rights, place), ctypes.c_uint32(0)
    )
    os.close(place)


def _refuse_calls(libc: ctypes.CDLL) -> None:
    """Install a filter (seccomp) that answers the calls of :data:`_REFUSED` with EPERM."""
    n = len(_REFUSED)
    steps = [
        (_LOAD, 0, 0, 4),  # which processor the call is made for
        (_EQUAL, 1, 0, _X86_64),
        (_RETURN, 0, 0, _END),
        (_LOAD, 0, 0, 0),  # its number
        (_AT_LEAST, n + 3, 0, _X32),
        (_EQUAL, n + 3, 0, _CLONE3),  # its flags cannot be seen; the library makes do with clone
        *((_EQUAL, n + 1 - at, 0, number) for at, number in enumerate(_REFUSED.values())),
        (_EQUAL, 3, 0, _CLONE),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _DENY),
        (_RETURN, 0, 0, _UNKNOWN),
        (_LOAD, 0, 0, 16),  # the flags of clone: a thread of this process is no new process
        (_ANY_BIT, 0, 1, _CLONE_THREAD),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _DENY),
    ]
    packed = b"".join(struct.pack("=HBBI", *step) for step in steps)
    program = _Program(len(steps), packed)
    libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)
