"""An OpenSSH server on the loopback interface, set up by the recipe of docs/ssh.md, and a guest who logs in."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from conftest import PROJECT
from terminal import Terminal

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
SSH = shutil.which("ssh")
_BLOCK = re.compile(r"^```sshd_config\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SEPARATION = Path("/run/sshd")  # sshd, started as root, wants this empty folder


def recipe(database: Path, home: Path) -> str:
    """Return the recipe of docs/ssh.md for this user, this Python and `database`."""
    block = _BLOCK.search((PROJECT / "docs" / "ssh.md").read_text(encoding="utf-8"))
    assert block, "docs/ssh.md has a block of sshd_config"
    text = block[1]
    for printed, here in {
        "pctui-guest": pwd.getpwuid(os.getuid()).pw_name,
        "/opt/pctui/bin/python": sys.executable,
        "/srv/pctui.db": str(database),
        '"$HOME"': str(home),  # a user who runs the tests has a home folder with files in it
    }.items():
        assert printed in text
        text = text.replace(printed, here)
    return text


class Server:
    """`sshd` with a configuration; it accepts every variable from a client, which is more than a careful host does."""

    def __init__(self, folder: Path, block: str) -> None:
        assert SSHD
        self.folder = folder
        self.key, host = folder / "key", folder / "host"
        for key in (self.key, host):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        config = folder / "sshd_config"
        config.write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {host}\nPidFile {folder / 'pid'}\n"
            f"AuthorizedKeysFile {self.key}.pub\nStrictModes no\nPermitRootLogin prohibit-password\n"
            "PasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\nPrintMotd no\nPrintLastLog no\n"
            f"AcceptEnv *\nSubsystem sftp internal-sftp\n{block}"
        )
        if os.getuid() == 0:
            _SEPARATION.mkdir(mode=0o755, exist_ok=True)
        log = folder / "log"
        self.process = subprocess.Popen([SSHD, "-D", "-E", log, "-f", config])
        end = time.monotonic() + 10
        while not self._answers():
            assert self.process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False

    def client(self, *options: str) -> list[str]:
        """Return the command line of a client that logs in with these options."""
        known = f"-oUserKnownHostsFile={self.folder / 'known'}"
        alone = ["-F", "none", "-i", str(self.key), "-oIdentitiesOnly=yes", "-oStrictHostKeyChecking=no", known]
        return [str(SSH), *alone, "-oLogLevel=ERROR", "-p", str(self.port), *options]

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()


class Guest(Terminal):
    """A guest's terminal, in which `ssh` runs."""

    def __init__(self, server: Server, *options: str, **environment: str) -> None:
        self.open(server.client("-tt", *options, "127.0.0.1"), **environment)
