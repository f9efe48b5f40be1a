#!/usr/bin/env bash
# openid-client stops waiting for a device's approval at the first answer 502, although its codes are good for much longer.
#
# `pollDeviceAuthorizationGrant` polls until the device code expires: it waits its interval, and takes "authorization_pending"
# and "slow_down" as RFC 8628 says. One would guess that the 502 of a proxy, while the server behind it restarts, is waited out
# as well. The promise is rejected at once, and the person who is about to type the user code approves a program that has given
# up. A 503 is waited out, but only with Retry-After, which no proxy adds to an answer of its own unless it is told to.
#
# Seen with 6.9.0. RFC 8628, 3.5, speaks of connections that time out, and of polling more slowly, not of statuses; neither
# does https://github.com/panva/openid-client/blob/main/docs/functions/pollDeviceAuthorizationGrant.md
#
# A restart of a sign-in server of one second ends all sign-ins of devices that wait through this library. Its proxy had better
# answer 503 with Retry-After meanwhile.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(openid-client@6.9.0 oauth4webapi@3.8.8 jose@6.2.18)
timeout 300 npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" "${packages[@]}" ||
  setup_failed "npm could not install ${packages[*]}"
cat >"$folder/try.mjs" <<'JS'
import { createServer } from "node:http";
import * as client from "openid-client";

const codes = { device_code: "example", user_code: "example", verification_uri: "http://127.0.0.1/", expires_in: 600, interval: 1 };
let polls = 0;
const server = createServer((request, answer) => {
  answer.setHeader("content-type", "application/json");
  if (request.url === "/device") {
    answer.end(JSON.stringify(codes));
  } else if (++polls === 1) {
    answer.writeHead(400).end(JSON.stringify({ error: "authorization_pending" }));
  } else if (polls === 2) {
    answer.writeHead(503, { "retry-after": "1" }).end();
  } else if (polls === 3) {
    answer.writeHead(502).end();
  } else {
    answer.end(JSON.stringify({ access_token: "example", token_type: "Bearer" }));
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
const metadata = { issuer, token_endpoint: `${issuer}/token`, device_authorization_endpoint: `${issuer}/device` };
const configuration = new client.Configuration(metadata, "example", undefined, client.None());
client.allowInsecureRequests(configuration);
const grant = await client.initiateDeviceAuthorization(configuration, {});
const outcome = await client.pollDeviceAuthorizationGrant(configuration, grant).then(
  (tokens) => tokens.access_token,
  (error) => error.code,
);
console.log(`${outcome} after ${polls} polls`);
process.exit(0);
JS
surprise='OAUTH_RESPONSE_IS_NOT_CONFORM after 3 polls'
echo "version: ${packages[0]}"
echo 'expected: example after 4 polls'
observed=$(cd "$folder" && timeout 60 node try.mjs) || setup_failed "the program did not end well"
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
