// How a service checks an access token: by itself, or by asking.
//
//     node check_access_token.mjs offline https://id.example.org https://api.example.org TOKEN
//     node check_access_token.mjs ask     https://id.example.org https://api.example.org TOKEN

import { createRemoteJWKSet, jwtVerify } from "jose";

// The token's claims. Knows nothing of a revocation: the token is good until its end, minutes from now.
async function checkOffline(issuer, audience, token, keys) {
  const { payload } = await jwtVerify(token, keys, {
    algorithms: ["EdDSA", "ES256"],
    issuer,
    audience,
    typ: "at+jwt",
    clockTolerance: 30,
    requiredClaims: ["iss", "sub", "aud", "iat", "exp", "jti"],
  });
  return payload;
}

// What the token is as of now: a sign-out or a revocation counts at once. Null if it is not valid.
async function ask(issuer, audience, token) {
  const response = await fetch(new URL("/auth/token/verify", issuer), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
    signal: AbortSignal.timeout(5000),
  });
  if (response.status === 401) return null;
  if (!response.ok) throw new Error(`Doorpost answered ${response.status}`);
  const found = await response.json();
  return found.audience === audience ? found : null;
}

const [how, issuer, audience, token] = process.argv.slice(2);
try {
  if (how === "ask") {
    const found = await ask(issuer, audience, token);
    if (found === null) throw new Error("it is not, or no longer, valid");
    console.log(found.account_id);
  } else {
    // One for the whole service: it keeps the keys, and fetches them anew when it meets one that it does not know.
    const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", issuer));
    console.log((await checkOffline(issuer, audience, token, keys)).sub);
  }
} catch (error) {
  console.error(`not valid: ${error.message}`);
  process.exitCode = 1;
}
