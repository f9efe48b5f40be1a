"""Two nodes on a database that grants 25 connections in all, under sign-ins from 32 clients for a minute: not one 503, with
`database.connections` as the documentation says (10 each), and with 20 each, which is more than there are.

Takes some 3 minutes. Needs the machine's PostgreSQL. SECONDS=… is for how long each load goes on.
"""

import collections
import os
import pathlib
import threading
import time
import urllib.parse

from ground import Doorpost, Postgres, Sink, begin, expect, finish, percentile, say

CLIENTS = 32
SECONDS = int(os.environ.get("SECONDS", "60"))
GRANTED = 25
# Three are for superusers, as PostgreSQL has it by default.
OPTIONS = [f"max_connections={GRANTED + 3}", "superuser_reserved_connections=3"]
FEWER = "grants fewer connections"


def main():
    folder = begin(3 * SECONDS + 300)
    cluster = Postgres(folder, options=OPTIONS)
    for name, connections, is_short in [("ten", "10", False), ("twenty", None, True)]:
        sink = Sink()
        settings = {"database_url": cluster.create(name), "mail__url": sink.url, "mail__from": "no-reply@example.org"}
        if connections:
            settings["database__connections"] = connections
        nodes = [Doorpost(folder, f"{name}-{letter}", **settings).serve() for letter in "ab"]
        load = Load(nodes, sink, cluster)
        load.run()
        load.burst()
        load.report(f"database.connections {connections or '20, the default'}")
        warned = [node.log().count(FEWER) for node in nodes]
        if is_short:
            expect(sum(warned) > 0, "nobody says that fewer connections are granted")
            expect(load.most >= GRANTED - 1, f"{load.most} of {GRANTED} connections are used")
        else:
            expect(sum(warned) == 0, "22 connections are said to be too many for 25")
        say(f"warnings that fewer are granted: {warned[0]} and {warned[1]}")
        for node in nodes:
            errors = [line for line in node.troubles() if FEWER not in line]
            expect(not errors, f"troubles in the log: {errors[:5]}")
            node.stop()


class Load:
    def __init__(self, nodes, sink, cluster):
        self.nodes, self.sink, self.cluster = nodes, sink, cluster
        self.seconds, self.statuses = collections.defaultdict(list), collections.Counter()
        self.failures, self.signed_in, self.most, self.over = [], 0, 0, False
        self.lock = threading.Lock()

    def run(self):
        self.end = time.monotonic() + SECONDS
        threads = [threading.Thread(target=self.client, args=(number,), daemon=True) for number in range(CLIENTS)]
        watcher = threading.Thread(target=self.watch, daemon=True)
        for thread in [watcher, *threads]:
            thread.start()
        for thread in threads:
            thread.join(SECONDS + 90)
            expect(not thread.is_alive(), "a client hangs")

    def client(self, number):
        turn = 0
        while time.monotonic() < self.end:
            turn += 1
            try:
                self.sign_in(f"c{number}t{turn}", self.nodes[turn % 2], self.nodes[(turn + 1) % 2])
            except Exception as error:  # It is counted, and told at the end.
                with self.lock:
                    self.failures.append(repr(error))

    def sign_in(self, name, asked, pressed):
        address = f"{name}@example.org"
        body = {"username": name, "email": address, "session_platform": "long"}
        self.ask("registration", asked, "POST", "/auth/registration", body=body)
        began = time.monotonic()
        auth_id = self.ask("login", asked, "POST", "/auth/login", body=body)["auth_id"]
        link, came = self.sink.link(address, longest=60)
        self.note("mail, after its login was asked for", came - began)
        poll = Poll(self, asked, auth_id)
        self.ask("link's page", pressed, "GET", urllib.parse.urlsplit(link).path, page=True)
        self.ask("approval", pressed, "POST", urllib.parse.urlsplit(link).path, form={"decision": "approve"}, page=True)
        approved = time.monotonic()
        token = poll.token()
        self.note("poll, after its approval", poll.ended - approved)
        who = self.ask("whoami", pressed, "GET", "/auth/whoami", token=token)
        expect(who["username"] == name, f"{who} for {name}")
        with self.lock:
            self.signed_in += 1

    def ask(self, what, node, method, path, page=False, **more):
        began = time.monotonic()
        reply = node.send(method, path, **more)
        self.note(what, time.monotonic() - began)
        with self.lock:
            self.statuses[reply.status] += 1
        expect(reply.status == 200, f"{what}: {reply.status} {reply.text[:200]}")
        return reply.text if page else reply.json()

    def note(self, what, seconds):
        with self.lock:
            self.seconds[what].append(seconds)

    def watch(self):
        """The most connections that there were, by PostgreSQL's processes: to ask it would take one."""
        while not self.over:
            self.most = max(self.most, connections(self.cluster.child.pid))
            time.sleep(0.2)

    def burst(self):
        """More at once than there are connections, of both nodes."""
        self.end = time.monotonic() + 10

        def many(number):
            turn = 0
            while time.monotonic() < self.end:
                turn += 1
                body = {"username": f"b{number}t{turn}", "session_platform": "long"}
                try:
                    made = self.ask("registration in a burst", self.nodes[number % 2], "POST", "/auth/registration", body=body)
                    self.ask("list in a burst", self.nodes[turn % 2], "GET", "/auth/sessions", token=made["session_token"])
                except Exception as error:
                    with self.lock:
                        self.failures.append(repr(error))

        threads = [threading.Thread(target=many, args=(number,), daemon=True) for number in range(100)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
            expect(not thread.is_alive(), "a client hangs")
        self.over = True

    def report(self, title):
        say(f"{title}: {self.signed_in} sign-ins in {SECONDS} s from {CLIENTS} clients, then 100 clients for 10 s")
        print(f"  answers: {dict(self.statuses)}; at most {self.most} of {GRANTED} connections in use")
        print(f"  {'milliseconds':38} {'count':>6} {'median':>7} {'95 %':>7} {'99 %':>7} {'most':>7}")
        for what, seconds in self.seconds.items():
            figures = [1000 * percentile(seconds, part) for part in (0.5, 0.95, 0.99, 1)]
            print(f"  {what:38} {len(seconds):6} " + " ".join(f"{figure:7.0f}" for figure in figures), flush=True)
        expect(not self.failures, f"{len(self.failures)} failures, such as {self.failures[:3]}")
        expect(set(self.statuses) == {200}, f"answers: {dict(self.statuses)}")
        expect(self.signed_in > CLIENTS, "hardly anybody signs in")


class Poll:
    """A poll that waits in a thread of its own."""

    def __init__(self, load, node, auth_id):
        self.path, self.load, self.node, self.reply = f"/auth/session/{auth_id}?wait=60", load, node, None
        self.thread = threading.Thread(target=self.wait, daemon=True)
        self.thread.start()

    def wait(self):
        self.reply = self.node.get(self.path)
        self.ended = time.monotonic()

    def token(self):
        self.thread.join(70)
        expect(self.reply is not None, "a poll gets no answer")
        with self.load.lock:
            self.load.statuses[self.reply.status] += 1
        return self.reply.expect(200).json()["session_token"]


def connections(server):
    """How many of its processes serve Doorpost's role."""
    found = 0
    for process in pathlib.Path(f"/proc/{server}/task/{server}/children").read_text().split():
        try:
            title = pathlib.Path(f"/proc/{process}/cmdline").read_bytes()
        except OSError:
            continue
        found += title.startswith(b"postgres: doorpost ")
    return found


if __name__ == "__main__":
    finish(main)
