# ruff: noqa: E501  # one attempt, one line
"""Escape attempts. Each sets `escaped` to something true when it got out; raising or dying is a failed attempt.

Prepared by the harness: `NR` (system call numbers), `CANARY` (a host file), `FOLDER` (its folder, writable), `PORT` and
`UDP` (listening on loopback), `UNIX` and `ABSTRACT` (listening unix sockets), `HOST_PID`, `VICTIM_PID`, `SECRET` is the name
of an environment variable of the host. `PRELUDE` removes the courtesies of Python's level, so that only the kernel refuses.
"""

PRELUDE = """
import builtins, ctypes, gc, importlib, os, sys
builtins.__import__ = importlib.__import__
for hints in [o for o in gc.get_objects() if type(o).__name__ == 'Hints']: hints._events.clear()
_libc = ctypes.CDLL(None, use_errno=True)
def sc(name, *args):
    if name not in NR: raise OSError(38, name)
    r = _libc.syscall(NR[name], *[a if not isinstance(a, int) else ctypes.c_long(a) for a in args])
    if r < 0: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()) + " " + name)
    return r
def raw_read(path, flags=0):
    fd = sc("openat", -100, path.encode(), flags, 0)
    return os.read(fd, 200)
escaped = None
"""

_SOCK = "AF, KIND = {af}, {kind}\nfd = sc('socket', AF, KIND, 0)\nescaped = fd"

ATTEMPTS: dict[str, str] = {
    "inherited descriptors": """
import stat
found = []
for fd in range(3, 1024):
    try: mode = os.fstat(fd).st_mode
    except OSError: continue
    if not stat.S_ISFIFO(mode): found.append((fd, oct(mode)))
escaped = found
""",
    # files
    "open a host file": "escaped = open(CANARY).read()",
    "io.open past the hook": "import _io; escaped = _io.FileIO(CANARY).read()",
    "os.open": "escaped = os.read(os.open(CANARY, os.O_RDONLY), 10)",
    "raw openat": "escaped = raw_read(CANARY)",
    "raw open": "fd = sc('open', CANARY.encode(), 0, 0); escaped = os.read(fd, 10)",
    "openat2": "import struct; fd = sc('openat2', -100, CANARY.encode(), struct.pack('=QQQ', 0, 0, 0), 24); escaped = fd",
    "O_PATH and /proc/self/fd": "fd = sc('openat', -100, CANARY.encode(), 0o10000000, 0); escaped = raw_read(f'/proc/self/fd/{fd}')",
    "dot-dot from the prefix": "escaped = raw_read(os.__file__ + '/../../../../../../../..' + CANARY)",
    "relative after chdir": "os.chdir(os.path.dirname(os.__file__)); escaped = raw_read('../../../../../../../..' + CANARY)",
    "read /etc/passwd": "escaped = raw_read('/etc/passwd')",
    "read /etc/shadow": "escaped = raw_read('/etc/shadow')",
    "list the root's home": "escaped = [n for n in os.listdir('/root') if n not in ('.pyenv',)]",
    "raw getdents of the canary's folder": "fd = sc('openat', -100, FOLDER.encode(), 0o200000, 0); b = ctypes.create_string_buffer(1000); escaped = sc('getdents64', fd, b, 1000)",
    "write a host file": "fd = sc('openat', -100, CANARY.encode(), 1, 0); escaped = os.write(fd, b'x')",
    "create a file beside it": "escaped = sc('openat', -100, (FOLDER + '/new').encode(), 0o101, 0o644)",
    "create a file in /tmp": "escaped = sc('openat', -100, b'/tmp/jail-was-here', 0o101, 0o644)",
    "create a file in the root": "escaped = sc('openat', -100, b'/jail-was-here', 0o101, 0o644)",
    "O_TMPFILE": "escaped = sc('openat', -100, FOLDER.encode(), 0o20200002, 0o600)",
    "write into the standard library": "escaped = sc('openat', -100, os.__file__.encode(), 1, 0)",
    "write beside the standard library": "escaped = sc('openat', -100, (os.path.dirname(os.__file__) + '/evil.py').encode(), 0o101, 0o644)",
    "mkdir": "escaped = 1 + sc('mkdirat', -100, (FOLDER + '/d').encode(), 0o755)",
    "symlink to a host file": "sc('symlinkat', CANARY.encode(), -100, b'/tmp/jail-link'); escaped = raw_read('/tmp/jail-link')",
    "hard link": "escaped = 1 + sc('linkat', -100, CANARY.encode(), -100, (FOLDER + '/link').encode(), 0)",
    "unlink": "escaped = 1 + sc('unlinkat', -100, CANARY.encode(), 0)",
    "rename": "escaped = 1 + sc('renameat2', -100, CANARY.encode(), -100, (FOLDER + '/moved').encode(), 0)",
    "truncate": "escaped = 1 + sc('truncate', CANARY.encode(), 0)",
    "chmod": "escaped = 1 + sc('fchmodat', -100, CANARY.encode(), 0o777, 0)",
    "mmap a host file": "import mmap; fd = sc('openat', -100, CANARY.encode(), 0, 0); escaped = mmap.mmap(fd, 0, prot=1)[:]",
    "open_by_handle_at": "h = (ctypes.c_uint * 40)(128); m = ctypes.c_int(); sc('name_to_handle_at', -100, b'/', h, ctypes.byref(m), 0); escaped = sc('open_by_handle_at', 3, h, 0)",
    "dlopen a library beside the canary": "escaped = ctypes.CDLL(FOLDER + '/lib.so')",
    # environment, descriptors, /proc, /dev
    "the host's environment": "escaped = [v for v in os.environ if v == SECRET]",
    "environment by C": "f = _libc.getenv; f.restype = ctypes.c_char_p; escaped = f(SECRET.encode())",
    "environment on the stack": "escaped = SECRET.encode() in raw_read('/proc/self/environ')",
    "the host's environment by /proc": "escaped = raw_read(f'/proc/{HOST_PID}/environ')",
    "the parent's environment by /proc": "escaped = raw_read(f'/proc/{os.getppid()}/environ')",
    "the host's memory by /proc": "escaped = sc('openat', -100, f'/proc/{HOST_PID}/mem'.encode(), 2, 0)",
    "the victim's root by /proc": "escaped = raw_read(f'/proc/{VICTIM_PID}/root{CANARY}')",
    "the host's cwd by /proc": "escaped = raw_read(f'/proc/{HOST_PID}/cwd/pyproject.toml')",
    "own memory by /proc": "escaped = sc('openat', -100, b'/proc/self/mem', 2, 0)",
    "/proc/sys": "escaped = raw_read('/proc/sys/kernel/hostname') + raw_read('/proc/cmdline')",
    "read the host's standard input": "escaped = os.read(0, 10) if not os.set_blocking(0, False) else None",
    "/dev/kmsg": "escaped = raw_read('/dev/kmsg')",
    "/dev/mem": "escaped = raw_read('/dev/mem')",
    "/dev/vda": "escaped = raw_read('/dev/vda') or raw_read('/dev/sda')",
    "/dev/tty": "escaped = 1 + sc('openat', -100, b'/dev/tty', 2, 0)",
    "/dev/shm": "escaped = sc('openat', -100, b'/dev/shm/jail', 0o102, 0o600)",
    "TIOCSTI": "escaped = 1 + sc('ioctl', 0, 0x5412, b'x')",
    # network
    "TCP to loopback": "import socket; s = socket.create_connection(('127.0.0.1', PORT), 1); escaped = s",
    "raw TCP socket": _SOCK.format(af=2, kind=1),
    "raw TCP connect": "import struct; fd = sc('socket', 2, 1, 0); sc('connect', fd, struct.pack('=H', 2) + struct.pack('>HI8x', PORT, 0x7f000001), 16); escaped = fd",
    "UDP": _SOCK.format(af=2, kind=2),
    "raw IP": _SOCK.format(af=2, kind=3),
    "IPv6": _SOCK.format(af=10, kind=1),
    "netlink": _SOCK.format(af=16, kind=3),
    "packet": _SOCK.format(af=17, kind=3),
    "vsock": _SOCK.format(af=40, kind=1),
    "kernel crypto socket": _SOCK.format(af=38, kind=5),
    "unix socket": "import socket; s = socket.socket(socket.AF_UNIX); s.connect(UNIX); escaped = s",
    "abstract unix socket": "import socket; s = socket.socket(socket.AF_UNIX); s.connect('\\0' + ABSTRACT); escaped = s",
    "datagram pair sent elsewhere": "import struct; p = (ctypes.c_int * 2)(); sc('socketpair', 1, 2, 0, p); escaped = sc('sendto', p[0], b'x', 1, 0, struct.pack('=H', 1) + b'\\0' + ABSTRACT.encode() + b'-d', 5 + len(ABSTRACT))",
    "connect a stream pair elsewhere": "import socket; a, b = socket.socketpair(); escaped = not a.connect('\\0' + ABSTRACT)",
    "listen": "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(); escaped = s",
    "name resolution": "import socket; escaped = socket.getaddrinfo('localhost', 80, type=1) and sc('socket', 2, 2, 0)",
    # programs and processes
    "os.system": "import posix; escaped = posix.system('true') == 0",
    "libc system": "escaped = _libc.system(b'true') == 0",
    "subprocess": "import importlib; sp = importlib.import_module('subprocess'); escaped = sp.run(['/bin/true']).returncode == 0",
    "posix_spawn": "import posix; escaped = posix.posix_spawn('/bin/true', ['true'], {})",
    "fork": "import posix; pid = _libc.fork(); escaped = pid if pid >= 0 else None",
    "vfork number": "escaped = sc('vfork') + 1",
    "clone a process": "escaped = 1 + sc('clone', 17, 0, 0, 0, 0)",
    "clone sharing memory": "escaped = 1 + sc('clone', 0x100 | 0x4000 | 17, 0, 0, 0, 0)",
    "clone3": "escaped = 1 + sc('clone3', (ctypes.c_ulong * 11)(0, 0, 0, 0, 17), 88)",
    "execve": "arg = (ctypes.c_char_p * 2)(b'/bin/true', None); sc('execve', b'/bin/true', arg, 0); escaped = 1",
    "execve the own interpreter": "arg = (ctypes.c_char_p * 2)(b'python', None); sc('execve', sys.executable.encode(), arg, 0); escaped = 1",
    "the loader as an interpreter": "arg = (ctypes.c_char_p * 3)(b'ld.so', b'/bin/true', None); sc('execve', b'/lib64/ld-linux-x86-64.so.2', arg, 0); escaped = 1",
    "execveat a memfd": "fd = sc('memfd_create', b'x', 0); os.write(fd, b'#!/bin/true\\n'); sc('execveat', fd, b'', 0, 0, 0x1000); escaped = fd",
    "memfd": "escaped = sc('memfd_create', b'x', 0)",
    "multiprocessing": "import importlib; m = importlib.import_module('multiprocessing'); p = m.get_context('fork').Process(target=print); p.start(); escaped = p.pid",
    "kill the host": "escaped = 1 + sc('kill', HOST_PID, 0)",
    "kill the parent": "escaped = 1 + sc('kill', os.getppid(), 0)",
    "kill the victim": "escaped = 1 + sc('kill', VICTIM_PID, 9)",
    "kill everything": "escaped = 1 + sc('kill', -1, 0)",
    "kill the group": "escaped = 1 + sc('kill', 0, 0)",
    "tgkill the victim": "escaped = 1 + sc('tgkill', VICTIM_PID, VICTIM_PID, 9)",
    "tkill the victim": "escaped = 1 + sc('tkill', VICTIM_PID, 9)",
    "queue a signal": "escaped = 1 + sc('rt_sigqueueinfo', VICTIM_PID, 9, ctypes.create_string_buffer(128))",
    "pidfd signal": "fd = sc('pidfd_open', VICTIM_PID, 0); escaped = 1 + sc('pidfd_send_signal', fd, 9, 0, 0)",
    "SIGKILL by F_SETOWN": "r, w = os.pipe(); sc('fcntl', r, 8, VICTIM_PID); sc('fcntl', r, 10, 9); escaped = 1",
    "SIGIO by FIOSETOWN": "import struct; p = (ctypes.c_int * 2)(); sc('socketpair', 1, 1, 0, p); escaped = 1 + sc('ioctl', p[0], 0x8901, struct.pack('i', VICTIM_PID))",
    "ptrace the victim": "escaped = 1 + sc('ptrace', 16, VICTIM_PID, 0, 0)",
    "ptrace the host": "escaped = 1 + sc('ptrace', 0x4206, HOST_PID, 0, 0)",
    "ptrace traceme": "escaped = 1 + sc('ptrace', 0, 0, 0, 0)",
    "read the victim's memory": "escaped = 1 + sc('process_vm_readv', VICTIM_PID, 0, 0, 0, 0, 0)",
    "write the host's memory": "escaped = 1 + sc('process_vm_writev', HOST_PID, 0, 0, 0, 0, 0)",
    "steal a descriptor": "fd = sc('pidfd_open', HOST_PID, 0); escaped = sc('pidfd_getfd', fd, 0, 0)",
    "kcmp": "escaped = 1 + sc('kcmp', os.getpid(), HOST_PID, 0, 0, 0)",
    "the victim's limits": "import struct; escaped = 1 + sc('prlimit64', VICTIM_PID, 7, struct.pack('QQ', 0, 0), 0)",
    "raise own limits": "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20)); escaped = 1",
    "priorities of others": "escaped = 1 + sc('setpriority', 0, VICTIM_PID, 19)",
    "outlive the host": "escaped = 1 + sc('prctl', 1, 0, 0, 0, 0)",
    "leave the session": "escaped = 1 + sc('setsid')",
    "leave the group": "escaped = 1 + sc('setpgid', 0, 0)",
    # the kernel
    "mount": "escaped = 1 + sc('mount', b'none', b'/tmp', b'tmpfs', 0, 0)",
    "remount writable": "escaped = 1 + sc('mount', b'', b'/', b'', 32, 0)",
    "umount": "escaped = 1 + sc('umount2', b'/usr/lib', 2)",
    "new mount API": "escaped = 1 + sc('fsopen', b'tmpfs', 0)",
    "open_tree": "escaped = 1 + sc('open_tree', -100, b'/', 1)",
    "pivot_root": "escaped = 1 + sc('pivot_root', b'/', b'/')",
    "chroot": "escaped = 1 + sc('chroot', b'/')",
    "user namespace": "escaped = 1 + sc('unshare', 0x10000000)",
    "mount namespace": "escaped = 1 + sc('unshare', 0x00020000)",
    "clone a user namespace": "escaped = 1 + sc('clone', 0x10000000 | 17, 0, 0, 0, 0)",
    "thread in a new namespace": "escaped = 1 + sc('clone', 0x10000 | 0x100 | 0x800 | 0x40000000, 0, 0, 0, 0)",
    "setns": "escaped = 1 + sc('setns', 0, 0)",
    "keyring": "escaped = sc('keyctl', 0, -3, 1)",
    "add a key": "escaped = sc('add_key', b'user', b'x', b'y', 1, -4)",
    "io_uring": "escaped = 1 + sc('io_uring_setup', 4, ctypes.create_string_buffer(200))",
    "bpf": "escaped = 1 + sc('bpf', 0, ctypes.create_string_buffer(128), 128)",
    "perf": "escaped = 1 + sc('perf_event_open', ctypes.create_string_buffer(128), 0, -1, -1, 0)",
    "userfaultfd": "escaped = 1 + sc('userfaultfd', 1)",
    "shared memory": "escaped = 1 + sc('shmget', 0, 4096, 0o1600)",
    "message queue": "escaped = 1 + sc('msgget', 0x1234, 0o1600)",
    "semaphores": "escaped = 1 + sc('semget', 0x1234, 1, 0o1600)",
    "posix message queue": "escaped = 1 + sc('mq_open', b'jail', 0o102, 0o600, 0)",
    "become root": "escaped = 1 + sc('setresuid', 0, 0, 0)",
    "gain capabilities": "import struct; escaped = 1 + sc('capset', struct.pack('=Ii', 0x20080522, 0), struct.pack('=6I', *[0xffffffff] * 6))",
    "hold capabilities": "import struct; b = ctypes.create_string_buffer(24); sc('capget', struct.pack('=Ii', 0x20080522, 0), b); escaped = any(b.raw)",
    "personality": "escaped = 1 + sc('personality', 0x0040000)",
    "a second seccomp filter": "escaped = 1 + sc('seccomp', 1, 8, 0)",
    "hostname": "escaped = 1 + sc('sethostname', b'x', 1)",
    "clock": "escaped = 1 + sc('settimeofday', ctypes.create_string_buffer(16), 0)",
    "syslog": "escaped = 1 + sc('syslog', 3, ctypes.create_string_buffer(64), 64)",
    "core pattern": "escaped = sc('openat', -100, b'/proc/sys/kernel/core_pattern', 1, 0)",
    "x32 numbers": "escaped = 1 + _libc.syscall(ctypes.c_long(0x40000000 + 39))",
    "32-bit system calls": """
import mmap, platform
assert platform.machine() == 'x86_64'
code = bytes.fromhex('b814000000cd80c3')  # mov eax, 20 (getpid); int 0x80; ret
page = mmap.mmap(-1, 4096, prot=7)
page.write(code)
call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
escaped = call()
""",
    # the host's trust
    "call a tool that was not offered": "from agent_runtime.jail import child; import gc; j = next(o for o in gc.get_objects() if isinstance(o, sys.modules['agent_runtime.jail.child'].Jail)); escaped = j.call('secret_tool', {})",
    "forge the step": "import gc; j = next(o for o in gc.get_objects() if type(o).__name__ == 'Jail'); j.channel.write(op='final', step=999, value='forged'); escaped = None",
    "forge an answer to a call": "import gc; j = next(o for o in gc.get_objects() if type(o).__name__ == 'Jail'); j.channel.write(op='result', call=1, status='ok', value=1)",
    "pickle on the wire": "import gc, pickle; j = next(o for o in gc.get_objects() if type(o).__name__ == 'Jail'); os.write(j.channel._sink, (200).to_bytes(4, 'big') + pickle.dumps(print).ljust(200))",
    "a lying str as an argument": """
class Lie(str):
    def startswith(self, *a): return True
    def __eq__(self, o): return True
    __hash__ = str.__hash__
escaped = echo(Lie('truth')) != 'truth' or None
""",
    "a lying dict as an argument": """
class Lie(dict):
    def items(self): return [('a', 'changed')]
answer = echo(Lie(a=1))
escaped = isinstance(answer, Lie) or answer not in ({'a': 1}, {'a': 'changed'}) or None
""",
    "tool internals": "escaped = [n for n in ('__wrapped__', '__self__') if hasattr(echo, n)]",
}
