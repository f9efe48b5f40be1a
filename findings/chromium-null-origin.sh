#!/usr/bin/env bash
# Chromium sends "Origin: null" with a form to the page's own server, if the page has "Referrer-Policy: no-referrer".
#
# One would guess that a referrer policy is about the Referer header, and that a page is its own origin. The Fetch standard lets
# the policy blank the Origin of a POST as well, and with no-referrer even of one to the same origin. With same-origin, which
# tells other sites no more, both are sent. Sec-Fetch-Site says "same-origin" in either case.
#
# Seen with 153. It is as the standard has it, where one would look under another header:
# https://fetch.spec.whatwg.org/#append-a-request-origin-header
#
# Pages behind a mailed link have its secret in their address, and no-referrer is what one gives them. Every check of the Origin
# against forgery then refuses the button on the page, in browsers only: no test that sends the form by itself sees it.
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
  if (request.method === "POST") {
    seen.push(`${request.url.slice(1)}: Origin ${request.headers.origin}, ${request.headers["sec-fetch-site"]}`);
    answer.end("done");
  } else {
    answer.setHeader("referrer-policy", request.url.slice(1));
    answer.end(`<form method=post action=${request.url}><button>Sign in</button></form>`);
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  args: [...chromium.args, "--no-sandbox"],
  headless: "shell",
});
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(20000);
  for (const policy of ["same-origin", "no-referrer"]) {
    await page.goto(`${origin}/${policy}`);
    await Promise.all([page.waitForNavigation(), page.click("button")]);
  }
  console.log(seen.join("; ").replaceAll(origin, "its own"));
} finally {
  await browser.close();
}
process.exit(0);
JS
surprise='same-origin: Origin its own, same-origin; no-referrer: Origin null, same-origin'
echo "version: ${packages[*]}"
echo 'expected: same-origin: Origin its own, same-origin; no-referrer: Origin its own, same-origin'
observed=$(cd "$folder" && TMPDIR="$folder" timeout 90 node try.mjs) || setup_failed 'the browser did not run'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
