"""How a service checks an access token: by itself, or by asking. Needs PyJWT and cryptography.

    python3 check_access_token.py offline https://id.example.org https://api.example.org TOKEN
    python3 check_access_token.py ask     https://id.example.org https://api.example.org TOKEN
"""

import json
import sys
import urllib.error
import urllib.request

import jwt


def check_offline(issuer, audience, token, keys):
    """The token's claims. Knows nothing of a revocation: the token is good until its end, minutes from now."""
    if jwt.get_unverified_header(token).get("typ") != "at+jwt":
        raise jwt.InvalidTokenError("not an access token")
    return jwt.decode(
        token,
        keys.get_signing_key_from_jwt(token).key,
        algorithms=["EdDSA", "ES256"],
        issuer=issuer,
        audience=audience,
        leeway=30,
        options={"require": ["iss", "sub", "aud", "iat", "exp", "jti"]},
    )


def ask(issuer, audience, token):
    """What the token is as of now: a sign-out or a revocation counts at once. None if it is not valid."""
    request = urllib.request.Request(
        issuer + "/auth/token/verify",
        data=json.dumps({"token": token}).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            found = json.load(response)
    except urllib.error.HTTPError as error:
        if error.code == 401:
            return None
        raise
    return found if found["audience"] == audience else None


if __name__ == "__main__":
    how, issuer, audience, token = sys.argv[1:]
    if how == "ask":
        found = ask(issuer, audience, token)
        if found is None:
            sys.exit("not valid")
        print(found["account_id"])
    else:
        # One for the whole service: it keeps the keys, and fetches them anew when it meets one that it does not know.
        keys = jwt.PyJWKClient(issuer + "/.well-known/jwks.json")
        try:
            print(check_offline(issuer, audience, token, keys)["sub"])
        except (jwt.PyJWKClientError, jwt.InvalidTokenError) as error:
            sys.exit(f"not valid: {error}")
