#!/usr/bin/env bash
# Clear-Site-Data: "cookies" of one host signs out of all hosts of its domain.
#
# A host-only cookie without Domain belongs to one host, and Clear-Site-Data is about the site that says it: one would guess
# that a.id.localhost can clear its own. Chromium clears the cookies of b.id.localhost as well, and those of id.localhost, none
# of which a.id.localhost is ever sent.
#
# Seen with 153. It is as the standard has it, "registered domain": https://www.w3.org/TR/clear-site-data/#clear-cookies
#
# A sign-in server at id.example.org that sends it when somebody signs out, as is often advised, takes with it the sessions, the
# baskets and the settings of www.example.org and of whatever else the company runs.
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
import { createServer } from "node:http";
import chromium from "@sparticuz/chromium";
import puppeteer from "puppeteer-core";

const seen = [];
const server = createServer((request, answer) => {
  answer.setHeader("content-type", "text/html");
  if (request.url === "/set") {
    answer.setHeader("set-cookie", "session=1; HttpOnly; Path=/");
  } else if (request.url === "/sign-out") {
    answer.setHeader("clear-site-data", '"cookies"');
  } else if (request.url === "/look") {
    seen.push(`${request.headers.host.split(":")[0]}: ${request.headers.cookie ?? "none"}`);
  }
  answer.end();
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const at = (host, path) => `http://${host}:${server.address().port}/${path}`;
const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  args: [...chromium.args, "--no-sandbox"],
  headless: "shell",
});
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(20000);
  const hosts = ["a.id.localhost", "b.id.localhost", "id.localhost"];
  for (const host of hosts) await page.goto(at(host, "set"));
  await page.goto(at("b.id.localhost", "look"));
  await page.goto(at("a.id.localhost", "sign-out"));
  for (const host of hosts) await page.goto(at(host, "look"));
  console.log(seen.join(", "));
} finally {
  await browser.close();
}
process.exit(0);
JS
surprise='b.id.localhost: session=1, a.id.localhost: none, b.id.localhost: none, id.localhost: none'
echo "version: ${packages[*]}"
echo 'expected: b.id.localhost: session=1, a.id.localhost: none, b.id.localhost: session=1, id.localhost: session=1'
observed=$(cd "$folder" && TMPDIR="$folder" timeout 90 node try.mjs) || setup_failed 'the browser did not run'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
