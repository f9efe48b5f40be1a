#!/usr/bin/env bash
# Chromium sends a form a second time by itself, if the connection it chose was one that was open already.
#
# The person presses the button once. The server reads the whole POST and closes the connection before it answers, as one that
# is stopped in that moment does. RFC 9110, 9.2.2, has a client not repeat by itself what is not idempotent; one would guess an
# error page, and there is one if the connection is fresh. If it was kept, the same POST arrives again on another, and the page
# shows only the answer of that one. fetch() is the same.
#
# Seen with 153. Not documented; the code is in `HttpNetworkTransaction::ShouldResendRequest`:
# https://chromium.googlesource.com/chromium/src/+/refs/heads/main/net/http/http_network_transaction.cc
#
# The first one spent the code in the form, so the person who pressed once reads that it has been used. A sign-in server that
# stops between its work and its answer has to know a request again that comes twice.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(@sparticuz/chromium@153.0.0 puppeteer-core@25.16.0)
timeout 300 npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" "${packages[@]}" ||
  setup_failed "npm could not install ${packages[*]}"
cat >"$folder/try.mjs" <<'JS'
import { createServer } from "node:net";
import chromium from "@sparticuz/chromium";
import puppeteer from "puppeteer-core";

const FORM = "<form method=post action=/approve><input name=code value=example><button>Approve</button></form>";
const posts = [];
const connections = new Set();
const server = createServer((socket) => {
  let received = "";
  socket.on("error", () => {});
  socket.on("data", (bytes) => {
    received += bytes;
    const [head, body] = received.split("\r\n\r\n");
    if (body === undefined || body.length < Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)) return;
    received = "";
    if (head.startsWith("POST")) {
      posts.push(`POST ${body}`);
      connections.add(socket);
      if (posts.length === 1) {
        socket.end();
        return;
      }
    }
    const text = head.startsWith("POST") ? "approved" : FORM;
    socket.write(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${text.length}\r\n\r\n${text}`);
  });
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  args: [...chromium.args, "--no-sandbox"],
  headless: "shell",
});
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(20000);
  await page.goto(`http://127.0.0.1:${server.address().port}/form`);
  const answered = page.waitForNavigation().then(
    () => page.$eval("body", (body) => body.textContent),
    (error) => error.message,
  );
  await page.click("button");
  const shown = await answered;
  console.log(`${posts.join(", ")}; ${connections.size} connections; shown: ${shown}`);
} finally {
  await browser.close();
}
process.exit(0);
JS
surprise='POST code=example, POST code=example; 2 connections; shown: approved'
echo "version: ${packages[*]}"
echo 'expected: POST code=example; 1 connections; shown: an error'
observed=$(cd "$folder" && TMPDIR="$folder" timeout 90 node try.mjs) || setup_failed 'the browser did not run'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
