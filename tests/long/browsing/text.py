"""Text browsers in a terminal: keys go in, and what they ask for is seen at the relay. Each goes from thing to thing in the order of the
page, which is known from the page that the relay handed over."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import threading
import time

from browsing.page import number_of
from ground import Violation, expect, until

# So large that no page has to be scrolled.
ROWS, COLUMNS = 500, 120
ENTER, DOWN, TAB = b"\r", b"\x1b[B", b"\t"
CLEAR, RELOAD = b"\x15", b"\x12"
# A browser draws within this time; one that is told more in between may miss a key.
QUIET = 0.12


class Text:
    """What all four do alike."""

    has_script = with_pictures = False
    # It keeps its cookies in memory, or writes them only where it ends by a key that a field would take for a letter.
    stays = False

    def __init__(self, relay, folder, wrap, certificate):
        self.relay, self.wrap, self.folder, self.certificate = relay, wrap, folder, certificate
        self.home = folder / self.name
        self.home.mkdir()
        self.configure()
        self.child = self.terminal = None
        self.at = -1

    def configure(self):
        """Writes what it reads at its start."""

    def open(self, address):
        mark = len(self.relay.exchanges)
        if self.child and self.stays:
            self.keys(b"g")
            self.keys(CLEAR + address.encode() + ENTER)
            # What it has, it shows without asking.
            if not self.relay.since(mark):
                self.keys(RELOAD)
            return self._arrive(mark)
        self.end()
        self.terminal, end = pty.openpty()
        fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        environment = {"HOME": str(self.home), "TERM": "xterm", "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        self.child = subprocess.Popen(
            self.wrap(["setpriv", "--pdeathsig", "KILL", *self.command(address)]), stdin=end, stdout=end, stderr=end,
            env=environment | self.environment(), start_new_session=True, cwd=self.home)
        os.close(end)
        self.drawn, self.last = b"", time.monotonic()
        threading.Thread(target=self._watch, args=(self.terminal,), daemon=True).start()
        self._arrive(mark)

    def environment(self):
        return {}

    def _watch(self, terminal):
        while True:
            try:
                part = os.read(terminal, 65536)
            except OSError:
                return
            self.drawn, self.last = (self.drawn + part)[-400_000:], time.monotonic()

    def _settle(self):
        until(lambda: time.monotonic() - self.last > QUIET, f"{self.name} has drawn", 20, 0.02)

    def _arrive(self, mark):
        def shown():
            new = self.relay.since(mark)
            return new and all(exchange.status for exchange in new) and new[-1].status != 303
        until(shown, f"{self.name} shows a page: {self.shows()[-600:]}")
        time.sleep(QUIET)
        self._settle()
        self.at = self.first

    def keys(self, keys):
        os.write(self.terminal, keys)
        self.last = time.monotonic()
        self._settle()

    def go_to(self, wanted):
        """Moves to a thing of the page."""
        page = self.relay.last_page()
        number = number_of(page.answer, wanted, self.with_pictures)
        if number is None:
            raise Violation(f"{self.name}: {wanted} is not on the page of {page}")
        expect(number >= self.at, f"{self.name}: {wanted} stands before")
        for _ in range(number - self.at):
            self.keys(self.next)
        self.at = number

    def fill(self, wanted, text):
        self.go_to(wanted)
        self.type(text)

    def tick(self, wanted):
        self.go_to(wanted)
        self.keys(ENTER)

    def press(self, wanted):
        self.go_to(wanted)
        mark = len(self.relay.exchanges)
        self.keys(ENTER)
        self.confirm()
        self._arrive(mark)

    def confirm(self):
        """Some ask once more before they send a form."""

    def shows(self):
        text = re.sub(rb"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>78]", b" ", self.drawn)
        return re.sub(r"\s+", " ", text.decode(errors="replace"))

    def forget(self):
        self.end()
        for file in self.home.rglob("*ookie*"):
            if file.is_file() and file.name not in self.kept:
                file.unlink()

    kept = ()

    def end(self):
        if not self.child:
            return
        self.leave()
        try:
            self.child.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.child.pid, signal.SIGKILL)
            self.child.wait(10)
        os.close(self.terminal)
        self.child = None

    def leave(self):
        """In order, so that it writes its cookies down."""
        self.write(b"q")

    def write(self, keys):
        try:
            os.write(self.terminal, keys)
        except OSError:
            pass


class W3m(Text):
    name, next, first = "w3m", TAB, 0

    def configure(self):
        (self.home / ".w3m").mkdir()
        (self.home / ".w3m/config").write_text(
            f"use_cookie 1\naccept_cookie 1\nssl_ca_file {self.certificate}\nconfirm_qq 0\nshow_cookie 0\nuse_mouse 0\n")

    def command(self, address):
        return ["w3m", address]

    def type(self, text):
        self.keys(ENTER)
        self.keys(CLEAR + text.encode() + ENTER)


class Lynx(Text):
    name, next, first, stays = "lynx", DOWN, 0, True

    def command(self, address):
        return ["lynx", "-accept_all_cookies", "-nopause", "-tlog", address]

    def environment(self):
        return {"SSL_CERT_FILE": self.certificate}

    def type(self, text):
        self.keys(CLEAR + text.encode())

    def leave(self):
        self.child.terminate()


class Links(Text):
    name, next, first, with_pictures, stays = "links2", DOWN, 0, True, True

    def configure(self):
        # Without a folder of its own it greets the person first.
        (self.home / ".links2").mkdir()
        (self.home / ".links2/links.cfg").touch()

    def command(self, address):
        return ["links2", "-ssl.certificates", "0", "-http.do-not-track", "0", address]

    def type(self, text):
        self.keys(text.encode())

    def leave(self):
        self.write(b"\x1b")
        self.child.terminate()


class Elinks(Text):
    name, next, first, with_pictures, stays = "elinks", DOWN, 0, True, True

    def configure(self):
        (self.home / ".elinks").mkdir()
        (self.home / ".elinks/elinks.conf").write_text(
            "set connection.ssl.cert_verify = 0\nset cookies.accept_policy = 2\nset cookies.save = 1\nset cookies.resave = 1\n"
            "set document.browse.forms.confirm_submit = 0\n"
            "set document.browse.links.wraparound = 0\n")

    def command(self, address):
        return ["elinks", "-no-connect", "1", "-no-home", "0", address]

    def type(self, text):
        # Enter begins and ends to edit.
        self.keys(ENTER)
        self.keys(text.encode() + DOWN)
        self.at += 1

    def leave(self):
        self.child.terminate()
