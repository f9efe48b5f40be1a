//! How fast mail goes out: to Postfix's smtp-sink, whose acknowledgements are as delayed as everybody's, and to a server that takes its
//! time with each mail; and how long somebody waits who asks for a login meanwhile.

use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::MetadataExt;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::Fallible;
use crate::client::Client;
use crate::count;
use crate::now;
use crate::server::Server;
use crate::sign_in::Person;
use crate::smtp::Sink;
use crate::table::line;
use crate::waiters::logins;

const MISSING: &str = "Postfix's smtp-sink is not installed, and it takes the mail here: `apt-get install postfix`";
const TO_SINK: usize = 4000;
const TO_SLOW: usize = 1000;
const SLOW: Duration = Duration::from_millis(200);
/// Logins that are asked for while the slow server has its hands full, one after the other.
const MEANWHILE: usize = 10;
const PATIENCE: Duration = Duration::from_mins(2);

/// Postfix's mail server for measurements. Ended when dropped.
struct SmtpSink {
    address: SocketAddr,
    counters: BufReader<ChildStdout>,
    _process: Child,
}

impl SmtpSink {
    async fn start() -> Fallible<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let path = format!("{}:/usr/sbin:/usr/local/sbin", std::env::var("PATH").unwrap_or_default());
        let mut command = Command::new("smtp-sink");
        // As root it refuses to run.
        if std::fs::metadata("/proc/self")?.uid() == 0 {
            command.args(["-u", "nobody"]);
        }
        command.arg("-c").arg(address.to_string()).arg("256").env("PATH", path).stdout(Stdio::piped());
        let mut process = command.kill_on_drop(true).spawn().map_err(|_| MISSING)?;
        let counters = BufReader::new(process.stdout.take().ok_or("no standard output")?);
        for _ in 0..100 {
            if TcpStream::connect(address).await.is_ok() {
                return Ok(Self { address, counters, _process: process });
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err("smtp-sink did not start within 5 s".into())
    }

    /// Until it has taken so many.
    async fn take(&mut self, mails: usize) -> Fallible<()> {
        let (mut counters, mut taken) = (Vec::new(), 0);
        while taken < mails {
            counters.clear();
            self.counters.read_until(b'\r', &mut counters).await?;
            let text = String::from_utf8_lossy(&counters);
            taken = text.trim().rsplit_once('=').ok_or("smtp-sink ended")?.1.parse()?;
        }
        Ok(())
    }
}

/// Measures both, on SQLite.
pub(crate) async fn measure() -> Fallible<()> {
    let mut sink = SmtpSink::start().await?;
    let directory = tempfile::tempdir()?;
    let server = Server::doorpost(directory.path(), None, sink.address)?;
    let body = crowd(&server).await?;
    let began = now();
    let (asked, taken) = tokio::join!(logins(server.address, &body, TO_SINK), timeout(PATIENCE, sink.take(TO_SINK)));
    taken??;
    let rate = count(asked?.len()) / began.elapsed().as_secs_f64();
    line(&format!("{TO_SINK} mails into smtp-sink: {rate:.0} a second (target >= 200)"))?;
    slow().await
}

async fn slow() -> Fallible<()> {
    let sink = Sink::slow(SLOW).await?;
    let directory = tempfile::tempdir()?;
    let server = Server::doorpost(directory.path(), None, sink.address)?;
    let mut person = Person::register(server.address, &sink, "person").await?;
    let mut mails = sink.links_to("crowd@example.org");
    let body = crowd(&server).await?;
    let began = now();
    let crowd = async {
        logins(server.address, &body, TO_SLOW).await?;
        for _ in 0..TO_SLOW {
            timeout(PATIENCE, mails.recv()).await?.ok_or("no more mail")?;
        }
        Ok::<_, Box<dyn std::error::Error>>(began.elapsed().as_secs_f64())
    };
    let meanwhile = async {
        let mut longest = Duration::ZERO;
        for _ in 0..MEANWHILE {
            tokio::time::sleep(SLOW).await;
            let asked = now();
            person.ask().await?;
            longest = longest.max(asked.elapsed());
        }
        Ok::<_, Box<dyn std::error::Error>>((longest, began.elapsed()))
    };
    let (taken, waited) = tokio::try_join!(crowd, meanwhile)?;
    let (longest, asked_for) = waited;
    line(&format!(
        "{TO_SLOW} mails through a server that takes {SLOW:?} for each: {:.0} a minute (target >= 1000); \
         {MEANWHILE} logins asked for in the first {:.1} s of these {taken:.1} s: mail after {:.2} s at most",
        count(TO_SLOW) / taken * 60.0,
        asked_for.as_secs_f64(),
        longest.as_secs_f64()
    ))
}

/// The login of an account that is made for the purpose.
async fn crowd(server: &Server) -> Fallible<String> {
    let body = r#"{"username":"crowd","email":"crowd@example.org","session_platform":"a device"}"#;
    Client::connect(server.address).await?.post("/auth/registration", None, body).await?.expect(200)?;
    Ok(body.to_owned())
}
