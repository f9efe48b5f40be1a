"""PgBouncer of Debian 13, which knows prepared statements in transaction mode, in place of the machine's own: nothing is lost in session
mode, whatever happens to the pooler; nothing is begun in the others; and a mode that comes later is noticed.

Takes some 3 minutes. Needs the machine's PostgreSQL, and apt-get, which fetches the package and its libraries from Debian's archive into a
folder of this part. The steps `modes`, `later`, `pause`, `restart` and `reconnect` run alone when they are named.
"""

import re
import signal
import sys
import time

from ground import (
    Doorpost, Postgres, Sink, Waiting, as_other, ask, begin, expect, finish, free_port, home_of, listens, run, say,
    start, unpack, until,
)

PACKAGES = (
    "pgbouncer libc6 libcares2 libevent-2.1-7t64 libpam0g libssl3t64 libsystemd0 libaudit1 libcap-ng0 libcap2 libzstd1 libgcc-s1 zlib1g"
).split()
SENTENCE = "pooler in transaction mode"
HEARS_AGAIN = "a session of its own again"
# What the documentation says for two nodes.
ROOM = "default_pool_size = 42"


def main():
    folder = begin(8 * 60)
    program = fetch(folder)
    sink, cluster = Sink(), Postgres(folder)
    pooler = Pooler(folder, program, cluster)
    version, prepared = cluster.ask("SHOW server_version", "postgres"), pooler.shown("max_prepared_statements")
    say(f"{pooler.version()} before PostgreSQL {version}, prepared statements {prepared}")
    steps = sys.argv[1:] or ["modes", *STEPS]
    if "modes" in steps:
        modes(folder, sink, cluster, pooler)
    for number, step in enumerate(step for step in steps if step in STEPS):
        pooler.restart(ROOM)
        with_two_nodes(folder, f"{step}{number}", sink, cluster, pooler, STEPS[step])


def modes(folder, sink, cluster, pooler):
    number = 0
    for settings in ["", "server_reset_query_always = 1", "max_prepared_statements = 0"]:
        number += 1
        pooler.restart(f"{ROOM}\n{settings}")
        with_two_nodes(folder, f"session{number}", sink, cluster, pooler, walk)
        say(f"session mode, {settings or 'as it comes'}: the whole walk with two nodes")
    refused = ["pool_mode = transaction", "pool_mode = statement"]
    refused += [f"{refused[0]}\n{more}" for more in ("max_prepared_statements = 0", "server_reset_query_always = 1")]
    for settings in refused:
        number += 1
        pooler.restart(f"{ROOM}\n{settings}")
        is_refused(folder, f"refused{number}", cluster, pooler, settings.replace("\n", ", "))


def fetch(folder):
    """The package of Debian 13 with the libraries that it was built for, and how it is started on any other."""
    apt = folder / "apt"
    for name in ["state/lists/partial", "cache/archives/partial"]:
        (apt / name).mkdir(parents=True)
    (apt / "status").touch()
    keys = "/usr/share/keyrings/debian-archive-keyring.gpg"
    (apt / "sources.list").write_text(f"deb [signed-by={keys}] http://deb.debian.org/debian trixie main\n")
    settings = {
        "Dir::State": apt / "state", "Dir::State::status": apt / "status", "Dir::Cache": apt / "cache",
        "Dir::Etc::sourcelist": apt / "sources.list", "Dir::Etc::sourceparts": "-", "APT::Sandbox::User": "root",
        "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled": "false", "Acquire::Languages": "none",
    }
    options = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
    run(["apt-get", "-qq", *options, "update"])
    root = unpack(folder, "root", PACKAGES, options)
    loader = root / "usr/lib64/ld-linux-x86-64.so.2"
    return [str(loader), "--library-path", str(root / "usr/lib/x86_64-linux-gnu"), str(root / "usr/sbin/pgbouncer")]


class Pooler:
    """PgBouncer as it comes, but for the settings that it is given."""

    def __init__(self, folder, program, cluster):
        self.program, self.behind, self.port = program, cluster.port, free_port()
        self.home, self.log_file, self.child = home_of(folder, "pgbouncer"), folder / "pgbouncer.log", None
        (self.home / "users.txt").write_text('"doorpost" ""\n"postgres" ""\n')
        self.restart("")

    def write(self, settings):
        lines = ["[databases]", f"* = host=127.0.0.1 port={self.behind}", "[pgbouncer]", "listen_addr = 127.0.0.1"]
        lines += [f"listen_port = {self.port}", "unix_socket_dir =", "auth_type = trust", "admin_users = postgres"]
        lines += [f"auth_file = {self.home}/users.txt", settings]
        (self.home / "pgbouncer.ini").write_text("\n".join(lines) + "\n")

    def restart(self, settings):
        self.stop()
        self.write(settings)
        self.launch()

    def stop(self, last=signal.SIGQUIT):
        if self.child:
            self.child.send_signal(last)
            self.child.wait(20)

    def launch(self):
        command = [*as_other(), *self.program, str(self.home / "pgbouncer.ini")]
        # `start` would put its own setpriv around one that changes the user.
        command = [*command[:1], "--pdeathsig", "KILL", *command[1:]] if as_other() else command
        self.child = start(command, self.log_file, signal.SIGQUIT, cwd="/")
        until(lambda: listens(self.port), "PgBouncer listens")

    def reload(self, settings):
        self.write(settings)
        self.tell("RELOAD")

    def tell(self, words, longest=30):
        return ask(self.port, "pgbouncer", words, longest=longest)

    def shown(self, name):
        rows = [row.split("|") for row in self.tell("SHOW CONFIG").splitlines()]
        return next((row[1] for row in rows if row[0] == name), "unknown")

    def version(self):
        words = self.tell("SHOW VERSION") or run([*self.program, "--version"]).splitlines()[0]
        major, minor = re.search(r"(\d+)\.(\d+)", words).groups()
        expect((int(major), int(minor)) >= (1, 21), f"{words} is too old for this part")
        return words


def with_two_nodes(folder, name, sink, cluster, pooler, what):
    """Two nodes on a database of their own, both through the pooler."""
    direct = cluster.create(name)
    settings = {"database_url": cluster.url(name, pooler.port), "mail__url": sink.url, "mail__from": "no-reply@example.org"}
    nodes = [Doorpost(folder, f"{name}-{letter}", **settings).serve() for letter in "ab"]
    # Links of another database say nothing to this one.
    sink.mails.clear()
    try:
        what(*nodes, sink, pooler, direct)
    finally:
        for node in nodes:
            node.child.kill()
            node.child.wait()


def sign_in(asked, pressed, sink, username, seconds=60):
    """A login on one node whose link is pressed on another while the poll waits. Returns a token, and how long the poll lay after."""
    address = f"{username}@example.org"
    auth_id = asked.login(username, address).expect(200).json()["auth_id"]
    link, _ = sink.link(address)
    poll = Waiting(lambda: asked.get(f"/auth/session/{auth_id}?wait={seconds}"))
    time.sleep(0.5)
    expect(not poll.is_over(), f"the poll does not wait: {poll.reply and poll.reply.text}")
    pressed.press(link).expect(200)
    at = time.monotonic()
    return poll.get().expect(200).json()["session_token"], poll.ended - at


def walk(one, other, sink, _pooler, direct):
    sink.mails.clear()
    token = one.register("ada", "ada@example.org").expect(200).json()["session_token"]
    sink.link("ada@example.org", "/auth/email/")
    lags = []
    for asked, pressed in [(one, other), (other, one)] * 5:
        collected, lag = sign_in(asked, pressed, sink, "ada")
        sink.mails.clear()
        lags.append(lag)
        for node in (one, other):
            node.get("/auth/whoami", collected).expect(200)
        pressed.send("POST", "/auth/logout", collected).expect(204)
        pressed.get("/auth/whoami", collected).expect(401)
        time.sleep(1)
        asked.get("/auth/whoami", collected).expect(401)
    say(f"10 polls are woken from the other node, {max(lags):.3f} s after the answer at most")
    expect(max(lags) < 1, "a poll is woken late")
    # A statement that waits for a lock ends: the pooler did not drop the setting.
    holder = Holder(direct)
    began = time.monotonic()
    one.register("bob").expect(503)
    waited = time.monotonic() - began
    expect(4 < waited < 7, f"a statement that waits ends after {waited:.1f} s")
    holder.ends()
    one.get("/auth/whoami", token).expect(200)
    for node in (one, other):
        expect(SENTENCE not in node.log(), "session mode is taken for another")
        unforeseen = [line for line in node.troubles() if "statement timeout" not in line and "57014" not in line]
        expect(len(unforeseen) <= 1, f"troubles in the log: {unforeseen}")


class Holder:
    """Somebody who holds a table's lock."""

    def __init__(self, direct):
        port, database = re.search(r":(\d+)/(\w+)", direct).groups()
        self.port = int(port)
        held = "BEGIN; LOCK TABLE account IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(20)"
        self.asked = Waiting(lambda: ask(self.port, database, held, fails=True))
        question = "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted"
        until(lambda: ask(self.port, database, question) != "0", "the lock is held")

    def ends(self):
        his = "query LIKE '%pg_sleep(20)%' AND pid <> pg_backend_pid()"
        ask(self.port, "postgres", f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {his}")
        self.asked.get()


def is_refused(folder, name, cluster, pooler, settings):
    cluster.create(name)
    node = Doorpost(folder, name, database_url=cluster.url(name, pooler.port)).launch()
    code = node.child.wait(30)
    sentences = [line for line in node.log().splitlines() if SENTENCE in line]
    expect(code == 1 and len(sentences) == 1, f"{settings}: ends with {code}: {node.log()}")
    command = node.command("migrate")
    expect(command.returncode == 1 and SENTENCE in command.stderr, f"{settings}: migrate: {command}")
    tables = cluster.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", name)
    expect(tables == "0", f"{settings}: something is made")
    say(f"{settings}: refused, and nothing is made: {sentences[0]}")


def mode_comes_later(one, other, sink, pooler, _direct):
    """The node says so, and takes nothing from memory: what another one revokes is revoked."""
    tokens = [one.register(f"user{number}").expect(200).json()["session_token"] for number in range(10)]
    for token in tokens:
        one.get("/auth/whoami", token).expect(200)
    other.child.kill()
    other.child.wait()
    # The other one goes past the pooler.
    other.settings["database_url"] = other.settings["database_url"].replace(f":{pooler.port}/", f":{pooler.behind}/")
    other.serve()
    pooler.reload(f"{ROOM}\npool_mode = transaction")
    at = time.monotonic()
    until(lambda: SENTENCE in one.log(), "the node notices")
    noticed = time.monotonic() - at
    seen = {}
    for token in tokens:
        for _ in range(5):
            status = one.get("/auth/whoami", token).status
            seen[status] = seen.get(status, 0) + 1
        other.send("POST", "/auth/logout", token).expect(204)
        time.sleep(1)
        status = one.get("/auth/whoami", token).status
        expect(status != 200, "revoked a second ago, and taken from memory")
        seen[f"{status} when revoked"] = seen.get(f"{status} when revoked", 0) + 1
    expect(one.log().count(SENTENCE) == 1, "it is said more than once")
    say(f"transaction mode comes later: noticed after {noticed:.2f} s; answers meanwhile {seen}")
    pooler.reload(ROOM)
    at = time.monotonic()
    until(lambda: HEARS_AGAIN in one.log(), "session mode is noticed")
    noticed = time.monotonic() - at
    until(lambda: one.get("/readyz").status == 200, "it is ready")
    one.register("eve", "eve@example.org").expect(200)
    _, lag = sign_in(one, other, sink, "eve")
    expect(lag < 1, f"a poll is woken after {lag:.1f} s")
    say(f"session mode is back: noticed after {noticed:.2f} s, and a poll is woken after {lag:.3f} s")


def is_paused(one, other, sink, pooler, _direct):
    """Who is connected goes on; who is not yet waits, and gets an answer of ours; after RESUME all is as before."""
    one.register("ada", "ada@example.org").expect(200)
    token, _ = sign_in(one, other, sink, "ada")
    # With sessions in use it is done when the last one leaves, which these never do.
    paused = Waiting(lambda: ask(pooler.port, "pgbouncer", "PAUSE", longest=120, fails=True))
    time.sleep(1)
    seen = {}
    end = time.monotonic() + 10
    while time.monotonic() < end:
        asked = [Waiting(lambda: one.get("/auth/sessions", token)) for _ in range(30)]
        asked += [Waiting(lambda number=number: one.register(f"p{time.monotonic_ns()}n{number}")) for number in range(10)]
        for each in asked:
            status = each.get(20).status
            seen[status] = seen.get(status, 0) + 1
    expect(not paused.is_over(), "PAUSE is over while sessions are in use")
    pooler.tell("RESUME")
    expect(set(seen) <= {200, 503}, f"answers during PAUSE: {seen}")
    until(lambda: one.get("/readyz").status == 200, "it is ready")
    sink.mails.clear()
    _, lag = sign_in(one, other, sink, "ada")
    expect(lag < 1, f"a poll is woken after {lag:.1f} s")
    say(f"PAUSE for 11 s: {seen}; after RESUME a poll is woken after {lag:.3f} s")


def starts_again(one, other, sink, pooler, _direct):
    """The pooler goes while polls wait, once in order and once not; each gets what was decided."""
    for round_, last in enumerate([signal.SIGQUIT, signal.SIGKILL]):
        waiting, links = [], []
        for number in range(10):
            name = f"r{round_}n{number}"
            one.register(name, f"{name}@example.org").expect(200)
            auth_id = one.login(name, f"{name}@example.org").expect(200).json()["auth_id"]
            links.append(sink.link(f"{name}@example.org")[0])
            waiting.append(Waiting(lambda auth_id=auth_id: one.get(f"/auth/session/{auth_id}?wait=60")))
        time.sleep(1)
        pooler.stop(last)
        time.sleep(2)
        status = one.register(f"gone{round_}").status
        expect(status == 503, f"{status} without a database")
        pooler.launch()
        at = time.monotonic()
        for node in (one, other):
            until(lambda: node.get("/readyz").status == 200, "it is ready")
        healed = time.monotonic() - at
        ended = [poll.reply and poll.reply.text for poll in waiting if poll.is_over()]
        expect(not ended, f"polls ended: {ended}")
        for link in links:
            other.press(link).expect(200)
        at = time.monotonic()
        lags = []
        for poll in waiting:
            poll.get(30).expect(200)
            lags.append(poll.ended - at)
        expect(max(lags) < 2, f"polls are woken late: {lags}")
        woken = f"10 of 10 polls that waited get their session, {max(*lags, 0):.3f} s after the last approval at most"
        say(f"{last.name} to PgBouncer, 2 s without: ready {healed:.2f} s after its start; {woken}")


def connects_anew(one, other, sink, pooler, direct):
    """RECONNECT and KILL end connections behind the pooler; revocations are heard all the same."""
    one.register("ada", "ada@example.org").expect(200)
    database = direct.rpartition("/")[2]
    for words in ["RECONNECT", f"KILL {database}"]:
        token, _ = sign_in(one, other, sink, "ada")
        sink.mails.clear()
        one.get("/auth/whoami", token).expect(200)
        pooler.tell(words)
        if words.startswith("KILL"):
            time.sleep(1)
            pooler.tell(f"RESUME {database}")
            until(lambda: one.get("/readyz").status == 200 and other.get("/readyz").status == 200, "they are ready")
        until(lambda: other.send("POST", "/auth/logout", token).status == 204, "a session is ended")
        time.sleep(1)
        status = one.get("/auth/whoami", token).status
        expect(status == 401, f"{words}: {status} for a session that ended a second ago")
        _, lag = sign_in(one, other, sink, "ada")
        sink.mails.clear()
        expect(lag < 1, f"a poll is woken after {lag:.1f} s")
        say(f"{words}: a revocation is heard within a second, a poll is woken after {lag:.3f} s")


STEPS = {"later": mode_comes_later, "pause": is_paused, "restart": starts_again, "reconnect": connects_anew}

if __name__ == "__main__":
    finish(main)
