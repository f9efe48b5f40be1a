#!/usr/bin/env bash
# Ruby's Net::HTTP asks a second time when an answer did not come in time, and waits as long again before it says so.
#
# `read_timeout` is 2 seconds, and the server holds the GET for longer. One would guess Net::ReadTimeout after 2 seconds and one
# request. It comes after 4, and the server has seen two: what is idempotent is repeated once, after a timeout too.
#
# Seen with Ruby 3.1.2. Documented at a setting of its own, not at the timeout:
# https://docs.ruby-lang.org/en/3.1/Net/HTTP.html#method-i-max_retries-3D
#
# Whoever polls a sign-in server that holds its answers until somebody has signed in has two polls in flight, and the first may
# take the answer that is given once. "Slow down" comes at a pace that the program's own interval does not explain.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(ruby3.1=3.1.7+really3.1.2-0+deb12u1 libruby3.1=3.1.7+really3.1.2-0+deb12u1)
mkdir "$folder/packages" "$folder/root"
(cd "$folder/packages" && timeout 120 apt-get download -qq "${packages[@]}" 2>/dev/null) || setup_failed "apt-get could not download ${packages[*]}"
for package in "$folder"/packages/*.deb; do dpkg -x "$package" "$folder/root"; done
export LD_LIBRARY_PATH="$folder/root/usr/lib/x86_64-linux-gnu:$folder/root/lib/x86_64-linux-gnu"
export RUBYLIB="$folder/root/usr/lib/ruby/3.1.0:$folder/root/usr/lib/x86_64-linux-gnu/ruby/3.1.0"
cat >"$folder/try.rb" <<'RUBY'
require "net/http"
require "socket"

server = TCPServer.new("127.0.0.1", 0)
seen = []
Thread.new do
  loop do
    connection = server.accept
    Thread.new do
      seen << connection.gets.split.first(2).join(" ")
      sleep 30
      connection.close
    end
  end
end
started = Process.clock_gettime(Process::CLOCK_MONOTONIC)
begin
  Net::HTTP.start("127.0.0.1", server.addr[1], nil, read_timeout: 2) { |http| http.get("/poll") }
rescue Net::ReadTimeout => error
  seconds = (Process.clock_gettime(Process::CLOCK_MONOTONIC) - started).floor
  puts "#{error.class} after #{seconds} s: #{seen.join(', ')}"
end
RUBY
surprise='Net::ReadTimeout after 4 s: GET /poll, GET /poll'
echo "version: ${packages[0]}"
echo 'expected: Net::ReadTimeout after 2 s: GET /poll'
observed=$(timeout 60 "$folder/root/usr/bin/ruby3.1" --disable-gems "$folder/try.rb") || setup_failed 'the program did not end well'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
