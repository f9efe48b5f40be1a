#!/usr/bin/env bash
# A SameSite=Strict cookie of the answer to a link is not sent to where that answer redirects, nor after a reload of the page.
#
# A link on another site leads to /link, which sets a session cookie and answers 303 to /account of the same host. One would
# guess that what came from the server's own redirect is the server's own page. The whole chain counts as begun by the other
# site, so /account is asked without the cookie; and a reload repeats the request as it was begun, and is without it as well.
# The next link on the page has it. A Lax cookie beside it is sent each time.
#
# Seen with 153. https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis has the reload (8.8.5, "Reload
# navigations"), for whoever reads the chapter on security to its end.
#
# The person follows the sign-in link in a webmail, and is asked to sign in; reloading does not help, typing the address does.
# Whoever tries the link by pasting it sees nothing of it.
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
  if (request.url === "/mail") {
    answer.end(`<a href="http://localhost:${server.address().port}/link">Sign in</a>`);
  } else if (request.url === "/link") {
    answer.setHeader("set-cookie", ["strict=1; SameSite=Strict; HttpOnly; Path=/", "lax=1; SameSite=Lax; HttpOnly; Path=/"]);
    answer.writeHead(303, { location: "/account" }).end();
  } else {
    seen.push(request.headers.cookie);
    answer.end("<a href=/account>Account</a>");
  }
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
  // Another site than localhost.
  await page.goto(`http://127.0.0.1:${server.address().port}/mail`);
  await Promise.all([page.waitForNavigation(), page.click("a")]);
  await page.reload();
  await Promise.all([page.waitForNavigation(), page.click("a")]);
  const [redirected, reloaded, followed] = seen;
  console.log(`redirected: ${redirected}, reloaded: ${reloaded}, then: ${followed}`);
} finally {
  await browser.close();
}
process.exit(0);
JS
surprise='redirected: lax=1, reloaded: lax=1, then: strict=1; lax=1'
echo "version: ${packages[*]}"
echo 'expected: redirected: strict=1; lax=1, reloaded: strict=1; lax=1, then: strict=1; lax=1'
observed=$(cd "$folder" && TMPDIR="$folder" timeout 90 node try.mjs) || setup_failed 'the browser did not run'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
