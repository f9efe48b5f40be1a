#!/usr/bin/env bash
# openid-client does not say "invalid_client" where a server answers so in the very form that RFC 6749 has for it.
#
# Section 5.2 has the server answer 401 with WWW-Authenticate, if the client used the Authorization header, and with a body like
# any other error's: {"error":"invalid_client","error_description":…}. With 400 the rejected promise has `error` and
# `error_description`. With 401 and the header, which is a must, it has neither: it is another class of error, "server responded
# with a challenge in the WWW-Authenticate HTTP Header", and the body has not been read.
#
# Seen with 6.9.0. That such a challenge is an error of its own is in
# https://github.com/panva/openid-client/blob/main/docs/classes/WWWAuthenticateChallengeError.md; that it takes the place of the
# body's error at a token endpoint is not.
#
# A handler that compares `error.error` never sees a secret that has expired or was revoked, and what the server tells the
# operator in its description gets into no log. Against a server that answers a plain 400 all of it works.
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

const server = createServer((request, answer) => {
  answer.setHeader("content-type", "application/json");
  answer.setHeader("cache-control", "no-store");
  const challenge = request.url === "/401" ? { "www-authenticate": 'Basic realm="id"' } : {};
  answer.writeHead(Number(request.url.slice(1)), challenge);
  answer.end(JSON.stringify({ error: "invalid_client", error_description: "the secret has expired" }));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
const outcomes = [];
for (const status of [400, 401]) {
  const metadata = { issuer, token_endpoint: `${issuer}/${status}` };
  const configuration = new client.Configuration(metadata, "example", undefined, client.ClientSecretBasic("example"));
  client.allowInsecureRequests(configuration);
  const { error, error_description } = await client.refreshTokenGrant(configuration, "example").catch((failure) => failure);
  outcomes.push(`${status}: ${error}, ${error_description}`);
}
console.log(outcomes.join("; "));
process.exit(0);
JS
surprise='400: invalid_client, the secret has expired; 401: undefined, undefined'
echo "version: ${packages[0]}"
echo 'expected: 400: invalid_client, the secret has expired; 401: invalid_client, the secret has expired'
observed=$(cd "$folder" && timeout 60 node try.mjs) || setup_failed "the program did not end well"
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
