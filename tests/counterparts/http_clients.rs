//! What other languages' own HTTP clients make of an answer that comes before their body was read: they go on over the same connection.

use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::address;
use super::proxy::Proxy;
use crate::support::{Database, Process};

const TIMES: &str = "200";

/// The statuses of each request that was followed by another on the same connection, as the program prints them in one line.
fn run(command: &mut Command) -> String {
    let output = command.stderr(Stdio::inherit()).output().expect("it is installed");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success(), "{text}");
    text.trim().to_owned()
}

fn all_answered(printed: &str) {
    assert_eq!(printed, format!("{TIMES} of {TIMES}"));
}

const PYTHON: &str = r#"
import http.client, sys
host, times = sys.argv[1], int(sys.argv[2])
kept = 0
for turn in range(times):
    connection = http.client.HTTPConnection(host, timeout=30)
    path, kind = [("/auth/keys", "application/json"), ("/auth/nope", "application/json"), ("/auth/login", "text/plain")][turn % 3]
    connection.request("POST", path, "{}" if turn % 2 else "x" * 20000, {"Content-Type": kind})
    first = connection.getresponse()
    first.read()
    assert first.status in (401, 404, 413, 415), first.status
    socket = connection.sock
    connection.request("GET", "/livez")
    second = connection.getresponse()
    second.read()
    kept += second.status == 200 and socket is not None and connection.sock is socket
print(kept, "of", times)
"#;

const NODE: &str = r#"
const http = require("node:http");
const [host, times] = [process.argv[2], Number(process.argv[3])];
const [hostname, port] = host.split(":");
const ask = (agent, method, path, body) => new Promise((resolve, reject) => {
  const headers = body ? { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) } : {};
  const request = http.request({ agent, hostname, port, method, path, headers }, (response) => {
    const port = response.socket.localPort;
    response.resume().on("end", () => setImmediate(() => resolve([response.statusCode, port])));
  }).on("error", reject);
  request.flushHeaders();
  setTimeout(() => request.end(body), body ? 2 : 0);
});
(async () => {
  let kept = 0;
  for (let turn = 0; turn < times; turn++) {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const [first, one] = await ask(agent, "POST", ["/auth/keys", "/auth/nope"][turn % 2], turn % 3 ? "{}" : "x".repeat(20000));
    const [second, other] = await ask(agent, "GET", "/livez");
    if ([401, 404, 413].includes(first) && second === 200 && one === other) kept++;
    agent.destroy();
  }
  console.log(`${kept} of ${times}`);
})();
"#;

const JAVA: &str = r#"
import java.net.URI;
import java.net.http.*;

class Client {
    public static void main(String[] arguments) throws Exception {
        int times = Integer.parseInt(arguments[1]), answered = 0;
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int turn = 0; turn < times; turn++) {
            String body = turn % 2 == 0 ? "{}" : "x".repeat(20000);
            String path = turn % 3 == 0 ? "/auth/keys" : "/auth/nope";
            HttpRequest post = HttpRequest.newBuilder(URI.create("http://" + arguments[0] + path))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
            int first = client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode();
            HttpRequest get = HttpRequest.newBuilder(URI.create("http://" + arguments[0] + "/livez")).build();
            int second = client.send(get, HttpResponse.BodyHandlers.ofString()).statusCode();
            if ((first == 401 || first == 404 || first == 413) && second == 200) answered++;
        }
        System.out.println(answered + " of " + times);
    }
}
"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn python() {
    let process = Process::start(Database::Sqlite).await;
    let host = address(&process);
    all_answered(&run(Command::new("/usr/bin/python3").args(["-c", PYTHON, &host, TIMES])));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn node() {
    let process = Process::start(Database::Sqlite).await;
    let (host, directory) = (address(&process), TempDir::new().unwrap());
    let script = directory.path().join("client.js");
    std::fs::write(&script, NODE).unwrap();
    all_answered(&run(Command::new("node").arg(script).args([&host, TIMES])));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn java() {
    let process = Process::start(Database::Sqlite).await;
    let (host, directory) = (address(&process), TempDir::new().unwrap());
    let source = directory.path().join("Client.java");
    std::fs::write(&source, JAVA).unwrap();
    all_answered(&run(Command::new("java").arg(source).args([&host, TIMES])));
}

/// Through nginx that keeps connections to us open, a body that is too large is 413 and never a bad gateway.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nginx_keeps_its_connections() {
    let process = Process::start(Database::Sqlite).await;
    let proxy = Proxy::kept_alive(&address(&process)).await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for turn in 0..200 {
        let (body, expected) =
            [("x".repeat(20_000), 413), ("{}".to_owned(), 401), ("x".repeat(200_000), 413)][turn % 3].clone();
        let url = format!("http://127.0.0.1:{}/auth/{}", proxy.port, if expected == 401 { "keys" } else { "login" });
        let request = client.post(url).header("content-type", "application/json").body(body);
        assert_eq!(request.send().await.unwrap().status().as_u16(), expected, "{turn}");
    }
}
