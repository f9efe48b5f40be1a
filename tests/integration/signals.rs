//! SIGTERM while there is work, and once more while it ends (invariants 49, 50, 55).

use std::time::{Duration, Instant};

use axum::http::Method;
use scoped_futures::ScopedFutureExt;
use sea_orm::ConnectionTrait;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use crate::support::{Process, on_both};

const EMAIL: &str = "ada@example.org";

/// Holds what everybody needs for writing, from when it says so until it is told to let go.
async fn hold(location: String, held: oneshot::Sender<()>, let_go: oneshot::Receiver<()>) {
    let db = doorpost::db::Db::open(&location).await.unwrap();
    let ends = std::sync::Mutex::new(Some((held, let_go)));
    let ends = &ends;
    let is_sqlite = location.starts_with("sqlite");
    let written: Result<(), sea_orm::DbErr> = db
        .write("hold", |tx| {
            async move {
                // SQLite's one writer is held by beginning.
                if !is_sqlite {
                    tx.execute_unprepared("LOCK TABLE account IN EXCLUSIVE MODE").await?;
                }
                let (held, let_go) = ends.lock().unwrap().take().expect("once");
                held.send(()).unwrap();
                let _told = let_go.await;
                Ok(())
            }
            .scope_boxed()
        })
        .await;
    written.unwrap();
    db.close().await;
}

/// A registration whose body is still on its way.
async fn begin_slowly(process: &Process, body: &str) -> TcpStream {
    let address = process.url().strip_prefix("http://").unwrap().to_owned();
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST /auth/registration HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{}", &body[..10]).as_bytes()).await.unwrap();
    stream
}

on_both! {
    /// Requests that wait for the database, one whose body is on its way, and a poll that waits: all are answered, the
    /// poll at once; nobody else is let in; the second signal changes nothing; and what was answered is there.
    #[expect(clippy::disallowed_methods, reason = "how long it takes is what is tested")]
    async fn under_load(database) {
        for twice in [false, true] {
            let mut process = Process::start(database).await;
            let token = process.register("ada", Some(EMAIL)).await.field("session_token");
            process.mail(EMAIL, "/auth/email/").await;
            let auth_id = process.login("ada", EMAIL).await.field("auth_id");
            process.mail(EMAIL, "/auth/confirm/").await;
            let slow_body = json!({"username": "slow", "session_platform": "x"}).to_string();
            let mut slow = begin_slowly(&process, &slow_body).await;
            let ((held, is_held), (let_go, told)) = (oneshot::channel(), oneshot::channel());
            let holder = tokio::spawn(hold(process.database_location(), held, told));
            is_held.await.unwrap();
            let in_flight = futures_util::future::join_all((0..8).map(|number| {
                let process = &process;
                async move {
                    let body = json!({"username": format!("n{number}"), "session_platform": "x"});
                    process.try_send(Method::POST, "/auth/registration", None, Some(&body)).await
                }
            }));
            let path = format!("/auth/session/{auth_id}?wait=60");
            let waiting = async {
                let reply = process.try_send(Method::GET, &path, None, None).await;
                (reply, Instant::now())
            };
            let story = async {
                tokio::time::sleep(Duration::from_millis(700)).await;
                let told = Instant::now();
                process.signal("TERM").await;
                tokio::time::sleep(Duration::from_millis(300)).await;
                process.try_send(Method::GET, "/livez", None, None).await.expect_err("nobody is let in any more");
                if twice {
                    process.signal("TERM").await;
                    process.signal("INT").await;
                }
                slow.write_all(&slow_body.as_bytes()[10..]).await.unwrap();
                tokio::time::sleep(Duration::from_millis(300)).await;
                let_go.send(()).unwrap();
                let mut answer = String::new();
                slow.read_to_string(&mut answer).await.unwrap();
                (told, answer)
            };
            let (replies, (waited, answered), (told, slow_answer)) = tokio::join!(in_flight, waiting, story);
            waited.unwrap().expect_error(400, "authorization_pending");
            assert!(answered - told < Duration::from_secs(2), "a waiting poll is answered at once");
            let mut tokens = vec![token];
            for reply in replies {
                tokens.push(reply.expect("a request in flight is answered").expect(200).field("session_token"));
            }
            assert!(slow_answer.starts_with("HTTP/1.1 200 "), "{slow_answer}");
            assert_eq!(process.exit_code().await, Some(0), "{}", process.log());
            assert!(told.elapsed() < Duration::from_secs(30));
            holder.await.unwrap();
            process.start_again().await;
            for token in tokens {
                process.get_as(&token, "/auth/whoami").await.expect(200);
            }
            process.poll(&auth_id).await.expect_error(400, "authorization_pending");
        }
    }

    /// At any moment of the start: it ends, in order or before there was anything to be ordered, and starts again.
    async fn while_it_starts(database) {
        let mut process = Process::start(database).await;
        let token = process.register("ada", None).await.field("session_token");
        process.kill().await;
        for moment in [0, 10, 30, 60, 100, 200] {
            process.launch_again();
            tokio::time::sleep(Duration::from_millis(moment)).await;
            process.signal("TERM").await;
            let code = process.exit_code().await;
            assert!([None, Some(0)].contains(&code), "{code:?}: {}", process.log());
        }
        process.start_again().await;
        process.get_as(&token, "/auth/whoami").await.expect(200);
    }
}
