#!/usr/bin/env bash
# Chromium holds `form-action 'self'` against the redirect after a form as well, and blames the form's own address.
#
# A page with "form-action 'self'" posts its form to its own server, which answers 303 to another one, as every sign-in and
# every OAuth consent does at its end. One would guess that the directive is about where the form is sent. Chromium sends the
# POST, refuses to follow the answer, stays on the page, and says in its console that it did not send the form to the address
# where it just did send it. Firefox follows; the standard has left it open for ten years.
#
# Seen with 153. https://github.com/w3c/webappsec-csp/issues/8 and
# https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Content-Security-Policy/form-action
#
# The code is spent, the session made, and the person presses a button that seems to do nothing. In a test with a client on the
# same origin, or in Firefox, all is well.
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
const serve = (handler) =>
  new Promise((resolve) => {
    const server = createServer(handler);
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${server.address().port}`));
  });
const application = await serve((request, answer) => {
  seen.push("application asked");
  answer.end();
});
const signIn = await serve((request, answer) => {
  answer.setHeader("content-type", "text/html");
  answer.setHeader("content-security-policy", "default-src 'none'; form-action 'self'");
  if (request.method === "POST") {
    seen.push("form arrived");
    answer.writeHead(303, { location: `${application}/callback` }).end();
  } else {
    answer.end("<form method=post action=/approve><button>Approve</button></form>");
  }
});
const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  args: [...chromium.args, "--no-sandbox"],
  headless: "shell",
});
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(20000);
  const outcome = new Promise((resolve) => {
    const blamed = `Sending form data to '${signIn}/approve' violates`;
    page.on("console", (message) => resolve(message.text().startsWith(blamed) ? "its own address blamed" : message.text()));
    page.on("framenavigated", (frame) => frame.url().startsWith(application) && resolve("at the application"));
  });
  await page.goto(signIn);
  await page.click("button");
  const last = await outcome;
  console.log([...seen, last].join(", "));
} finally {
  await browser.close();
}
process.exit(0);
JS
surprise='form arrived, its own address blamed'
echo "version: ${packages[*]}"
echo 'expected: form arrived, application asked, at the application'
observed=$(cd "$folder" && TMPDIR="$folder" timeout 90 node try.mjs) || setup_failed 'the browser did not run'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
