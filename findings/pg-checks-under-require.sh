#!/usr/bin/env bash
# node-postgres checks the certificate under sslmode=require, which libpq does not: one URL works in psycopg and not in pg.
#
# libpq's `require` encrypts and does not look who answers; `verify-full` does. pg reads the same parameter of the same URL and
# treats `require` (and `prefer`) as `verify-full`. A self-signed database that psql, psycopg and a migration tool reach fails
# there with DEPTH_ZERO_SELF_SIGNED_CERT. Its warning on stderr is newer than the behaviour, and announces the end of it.
#
# Seen with pg 8.23.1 and psycopg 3.3.9. libpq: https://www.postgresql.org/docs/current/libpq-ssl.html
# pg: https://github.com/brianc/node-postgres/tree/master/packages/pg-connection-string#sslmode
#
# Database URLs are copied between a sign-in server and the application beside it. That the one connects says nothing about
# the other, in either direction: from pg to libpq the same word loses the check.
#
# No database runs: a listener speaks PostgreSQL's TLS greeting, and says whether a client went on after the handshake.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(psycopg==3.3.9 psycopg-binary==3.3.9 typing_extensions==4.16.0)
modules=(pg@8.23.1)
timeout 300 python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$folder/python" \
  "${packages[@]}" || setup_failed "pip could not install ${packages[*]}"
timeout 300 npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" "${modules[@]}" ||
  setup_failed "npm could not install ${modules[*]}"
timeout 60 openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=db.example.org -keyout "$folder/key.pem" -out "$folder/certificate.pem" \
  2>/dev/null || setup_failed 'openssl made no certificate'
cat >"$folder/try.mjs" <<'JS'
import pg from "pg";

const client = new pg.Client({ connectionString: process.argv[2], connectionTimeoutMillis: 10000 });
client.on("error", () => {});
await client.connect().catch((error) => console.log(error.code));
process.exit(0);
JS
cat >"$folder/try.py" <<'PY'
import os
import socket
import ssl
import struct
import subprocess
import threading

import psycopg

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("certificate.pem", "key.pem")
listener = socket.create_server(("127.0.0.1", 0))


def answer(connection):
    try:
        connection.recv(8)
        connection.sendall(b"S")
        encrypted = context.wrap_socket(connection, server_side=True)
        encrypted.recv(4096)
        fields = b"SFATAL\0C28000\0Mexample\0\0"
        encrypted.sendall(b"E" + struct.pack(">I", 4 + len(fields)) + fields)
        encrypted.close()
    except OSError:
        connection.close()


def serve():
    while True:
        threading.Thread(target=answer, args=listener.accept()[:1], daemon=True).start()


threading.Thread(target=serve, daemon=True).start()
url = f"postgres://ada:example@127.0.0.1:{listener.getsockname()[1]}/example?sslmode=require"
try:
    psycopg.connect(url, connect_timeout=10)
except psycopg.OperationalError as error:
    print("psycopg:", "handshake done" if "FATAL:  example" in str(error) else error)
environment = {**os.environ, "NODE_NO_WARNINGS": "1"}
node = subprocess.run(["node", "try.mjs", url], capture_output=True, text=True, timeout=30, env=environment, check=True)
print("pg:", {"28000": "handshake done"}.get(node.stdout.strip(), node.stdout.strip()))
PY
surprise='psycopg: handshake done, pg: DEPTH_ZERO_SELF_SIGNED_CERT'
echo "version: ${packages[0]} ${modules[0]}"
echo 'expected: psycopg: handshake done, pg: handshake done'
observed=$(cd "$folder" && PYTHONPATH="$folder/python" HOME="$folder" timeout 60 python3 try.py) || setup_failed 'the program did not end well'
observed=${observed//$'\n'/, }
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
