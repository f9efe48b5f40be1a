"""What the long parts of tests/faults stand on: a folder, processes that end with the part, Doorpost, PostgreSQL and a mail server."""

import atexit
import collections
import email
import email.policy
import glob
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("DOORPOST", str(REPOSITORY / "target/debug/doorpost"))
IS_ROOT = os.geteuid() == 0
KEYRING = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
APPROVE = {"decision": "approve"}

began = time.monotonic()
_started = []
_nodes = []


class Violation(Exception):
    """Something promised does not hold."""


def begin(longest):
    """A folder of this part, which ends with it; after so many seconds it all ends."""
    made = pathlib.Path(tempfile.mkdtemp(prefix="doorpost-long-"))
    # Databases and poolers run as somebody else.
    made.chmod(0o711)
    atexit.register(_end, made)

    def over(*_):
        raise Violation(f"it takes longer than {longest} s, or was ended")

    signal.signal(signal.SIGALRM, over)
    signal.signal(signal.SIGTERM, over)
    signal.alarm(longest)
    return made


def _end(made):
    for child in reversed(_started):
        if child.poll() is None:
            child.send_signal(child.last)
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
    shutil.rmtree(made, ignore_errors=True)


def finish(part):
    """Runs a part, and ends with its outcome."""
    try:
        part()
    except Violation as violation:
        say(f"VIOLATION: {violation}")
        for node in _nodes[-2:]:
            print(f"  {node.log_file.stem}:", *node.troubles()[-20:], sep="\n    ", flush=True)
        sys.exit(1)
    say("all of it holds")


def say(words):
    print(f"{time.monotonic() - began:7.1f} s  {words}", flush=True)


def expect(holds, words):
    if not holds:
        raise Violation(words)


def until(question, words, longest=30, pause=0.05, log=None):
    """Waits until something is so, and returns what it is. What a log says is told if it never is."""
    end = time.monotonic() + longest
    while time.monotonic() < end:
        if answer := question():
            return answer
        time.sleep(pause)
    said = log.read_text(errors="replace") if log and log.exists() else ""
    raise Violation(f"not within {longest} s: {words} {said}")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def as_other(user="postgres"):
    """PostgreSQL and PgBouncer do not run as root."""
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if IS_ROOT else []


def home_of(folder, name, user="postgres"):
    made = folder / name
    made.mkdir()
    if IS_ROOT:
        shutil.chown(made, user)
    return made


def start(command, log, last=signal.SIGTERM, **more):
    """A process that ends with this one. `last` is what ends it."""
    # A child dies with the thread that made it; this is the main one.
    wrapped = ["setpriv", "--pdeathsig", "KILL", *command] if command[0] != "setpriv" else command
    with open(log, "ab") as output:
        child = subprocess.Popen(wrapped, stdout=output, stderr=output, stdin=subprocess.DEVNULL, **more)
    child.last = last
    _started.append(child)
    return child


def run(command, longest=120, **more):
    """A command that has to succeed, and what it printed."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=longest, **more)
    expect(done.returncode == 0, f"{command[0]} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def unpack(folder, name, packages, options=()):
    """Debian's packages, unpacked and not installed."""
    packed, root = folder / f"{name}-packages", folder / name
    packed.mkdir()
    run(["apt-get", "-qq", *options, "-o", "APT::Sandbox::User=root", "download", *packages], cwd=packed)
    for package in sorted(packed.glob("*.deb")):
        run(["dpkg", "-x", str(package), str(root)])
    return root


class Reply:
    def __init__(self, status, headers, text):
        self.status, self.headers, self.text = status, headers, text

    def json(self):
        return json.loads(self.text)

    def expect(self, status):
        expect(self.status == status, f"{status} expected, {self.status} seen: {self.text[:300]}")
        return self


class Doorpost:
    """A node."""

    def __init__(self, folder, name, **settings):
        self.folder, self.log_file, self.settings = folder, folder / f"{name}.log", settings
        self.data = folder / f"{name}-data"
        self.child = self.port = self.address = None
        _nodes.append(self)

    def environment(self):
        given = {key.upper(): value for key, value in self.settings.items()}
        given = {"LISTEN": "127.0.0.1:0", "DATA_DIR": str(self.data), "KEYRING__SECRET": KEYRING} | given
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("DOORPOST_", "PG"))}
        return clean | {f"DOORPOST_{key}": value for key, value in given.items()}

    def launch(self):
        self.output = self.log_file.with_suffix(f".out{time.monotonic_ns()}")
        with open(self.output, "wb") as output, open(self.log_file, "ab") as log:
            command = ["setpriv", "--pdeathsig", "KILL", PROGRAM, "serve"]
            self.child = subprocess.Popen(command, env=self.environment(), stdout=output, stderr=log)
        self.child.last = signal.SIGTERM
        _started.append(self.child)
        return self

    def serve(self):
        self.launch()
        said = re.compile(r"listening on http://127\.0\.0\.1:(\d+)\n")

        def announced():
            expect(self.child.poll() is None, f"it does not start: {self.log()}")
            return said.search(self.output.read_text())

        self.port = int(until(announced, "the program listens").group(1))
        return self

    def stop(self):
        self.child.terminate()
        expect(self.child.wait(35) == 0, f"it does not end in peace: {self.log()}")

    def command(self, *arguments, longest=120):
        return subprocess.run(
            [PROGRAM, *arguments], env=self.environment(), capture_output=True, text=True, timeout=longest
        )

    def log(self):
        return self.log_file.read_text(errors="replace")

    def troubles(self):
        """Its warnings and errors."""
        return [line for line in self.log().splitlines() if '"level":"WARN"' in line or '"level":"ERROR"' in line]

    def send(self, method, path, token=None, body=None, form=None, longest=90):
        headers = {"Host": f"127.0.0.1:{self.port}"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        # As behind a trusted proxy, where one is played.
        if self.address:
            headers["X-Forwarded-For"] = self.address
        content = None
        if body is not None:
            content, headers["Content-Type"] = json.dumps(body), "application/json"
        if form is not None:
            content, headers["Content-Type"] = urllib.parse.urlencode(form), "application/x-www-form-urlencoded"
            headers["Sec-Fetch-Site"] = "same-origin"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=longest)
        try:
            connection.request(method, path, content, headers)
            answer = connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read().decode())
        finally:
            connection.close()

    def get(self, path, token=None, **more):
        return self.send("GET", path, token, **more)

    def register(self, username, address=None):
        body = {"username": username, "email": address, "session_platform": "long"}
        return self.send("POST", "/auth/registration", body=body)

    def login(self, username, address):
        body = {"username": username, "email": address, "session_platform": "long"}
        return self.send("POST", "/auth/login", body=body)

    def press(self, link, form=None):
        """Presses a button of a mailed link's page, of whichever node."""
        return self.send("POST", urllib.parse.urlsplit(link).path, form=form or APPROVE)


class Waiting:
    """A request that another thread makes, and how long it took."""

    def __init__(self, question):
        self.reply = self.error = self.seconds = None
        self._thread = threading.Thread(target=self._ask, args=(question,), daemon=True)
        self._thread.start()

    def _ask(self, question):
        asked = time.monotonic()
        try:
            self.reply = question()
        except Exception as error:  # Whatever it was is told to whoever waits.
            self.error = error
        self.ended = time.monotonic()
        self.seconds = self.ended - asked

    def is_over(self):
        return not self._thread.is_alive()

    def get(self, longest=90):
        self._thread.join(longest)
        expect(self.is_over(), f"no answer within {longest} s")
        expect(self.error is None, f"no answer: {self.error!r}")
        return self.reply


class Sink(socketserver.ThreadingTCPServer):
    """A mail server that takes everything and keeps it."""

    allow_reuse_address = daemon_threads = True
    request_queue_size = 100

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Dialogue)
        self.port = self.server_address[1]
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.mails = collections.defaultdict(list)
        self.changed = threading.Condition()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def take(self, recipient, text):
        mail = email.message_from_bytes(text, policy=email.policy.SMTP)
        words = mail.get_body(("plain",)).get_content()
        links = re.findall(r"https?://[^\s<>]+", words)
        with self.changed:
            self.mails[recipient].append((time.monotonic(), str(mail["Subject"]), links))
            self.changed.notify_all()

    def link(self, recipient, kind="/auth/confirm/", longest=30, number=1):
        """The link of this kind in the mail of this number to somebody, and when that came."""

        def found():
            mails = [(at, link) for at, _, links in self.mails[recipient] for link in links if kind in link]
            return mails[number - 1] if len(mails) >= number else None

        with self.changed:
            expect(self.changed.wait_for(found, longest), f"no mail to {recipient} within {longest} s")
            at, link = found()
        return link, at


    def code(self, recipient):
        """The code in the subject of the newest mail to somebody."""
        found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", self.mails[recipient][-1][1])
        expect(found, f"no code in {self.mails[recipient][-1][1]}")
        return found.group()


class _Dialogue(socketserver.StreamRequestHandler):
    timeout = 120

    def handle(self):
        self.say("220 mail.example.org ESMTP")
        recipient = ""
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"EHLO":
                self.say("250-mail.example.org\r\n250-PIPELINING\r\n250 8BITMIME")
            elif word == b"RCPT":
                recipient = re.search(rb"<([^>]*)>", line).group(1).decode()
                self.say("250 2.1.5 taken")
            elif word == b"DATA":
                self.say("354 go on")
                text = []
                while (part := self.rfile.readline()) not in (b".\r\n", b""):
                    text.append(part[1:] if part.startswith(b"..") else part)
                self.server.take(recipient, b"".join(text))
                self.say("250 2.0.0 taken")
            elif word == b"QUIT":
                return self.say("221 2.0.0 bye")
            else:
                self.say("250 2.0.0 well")

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class Postgres:
    """A cluster of its own, whose superuser is `postgres` and whose databases belong to `doorpost`."""

    def __init__(self, folder, name="postgres", programs=None, options=()):
        self.programs = programs or pathlib.Path(_newest("/usr/lib/postgresql/*/bin/initdb")).parent
        self.port, self.log_file = free_port(), folder / f"{name}.log"
        home = home_of(folder, name)
        data = str(home / "data")
        more = ["--no-sync", "--encoding=UTF8", "--locale=C"]
        run([*as_other(), str(self.programs / "initdb"), "-A", "trust", "-U", "postgres", *more, "-D", data], cwd="/")
        settings = ["fsync=off", "full_page_writes=off", "shared_buffers=64MB", "listen_addresses=127.0.0.1", *options]
        settings = [word for setting in settings for word in ("-c", setting)]
        command = [*as_other(), *([] if IS_ROOT else ["setpriv"]), "--pdeathsig", "QUIT", str(self.programs / "postgres")]
        command += ["-D", data, "-p", str(self.port), "-k", "", *settings]
        self.child = start(command, self.log_file, signal.SIGQUIT, cwd="/")
        until(lambda: listens(self.port), "PostgreSQL listens")
        until(lambda: self.ask("SELECT 1", database="postgres", fails=True) == "1", "PostgreSQL answers")
        self.ask("CREATE ROLE doorpost LOGIN", database="postgres")

    def create(self, name="doorpost"):
        self.ask(f"CREATE DATABASE {name} OWNER doorpost ENCODING 'UTF8' TEMPLATE template0", database="postgres")
        return self.url(name)

    def url(self, name="doorpost", port=None):
        return f"postgres://doorpost@127.0.0.1:{port or self.port}/{name}"

    def ask(self, statement, database="doorpost", fails=False):
        return ask(self.port, database, statement, fails=fails)


def ask(port, database, statement, user="postgres", longest=30, fails=False):
    """What a statement answers, by psql."""
    address = f"host=127.0.0.1 port={port} dbname={database} user={user} connect_timeout=5"
    command = [psql(), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement, address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=longest)
    expect(fails or done.returncode == 0, f"{statement}: {done.stderr}")
    return done.stdout.strip()


def psql():
    return shutil.which("psql") or _newest("/usr/lib/postgresql/*/bin/psql")


def _newest(pattern):
    found = sorted(glob.glob(pattern), key=lambda path: int(pathlib.Path(path).parts[-3]))
    if not found:
        sys.exit(f"tests/faults: {pattern} is not there: tests/run installs PostgreSQL")
    return found[-1]


def percentile(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("nan")
