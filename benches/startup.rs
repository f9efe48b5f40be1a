//! From exec to the first answer, and memory when idle: of the program, and beside it, in the same run, of a bare axum
//! handler with open SQLite pools. `cargo bench --bench startup` prints both with their ratios; nothing passes or fails.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;

const RUNS: usize = 15;
/// Memory is read so long after the first answer.
const IDLE: Duration = Duration::from_secs(2);

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Fallible<()> {
    // The bare handler is this same program, started with the folder as its argument.
    if let Ok(directory) = std::env::var("BARE_DATA_DIR") {
        return bare(Path::new(&directory));
    }
    let rows = [
        measure("bare axum, SQLite pools open", false, &spawn_bare)?,
        measure("doorpost, existing folder", false, &spawn_doorpost)?,
        measure("doorpost, empty folder", true, &spawn_doorpost)?,
    ];
    let base = &rows[0];
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{:<30} {:>9} {:>9} {:>9} {:>7} {:>10} {:>7}",
        "", "min ms", "median", "max", "ratio", "PSS MiB", "ratio"
    )?;
    for row in &rows {
        let [min, median, max] = row.millis;
        let (times, memory) = (median / base.millis[1], row.pss / base.pss);
        writeln!(
            out,
            "{:<30} {min:>9.1} {median:>9.1} {max:>9.1} {times:>7.1} {:>10.1} {memory:>7.1}",
            row.name, row.pss
        )?;
    }
    Ok(())
}

struct Row {
    name: &'static str,
    millis: [f64; 3],
    pss: f64,
}

fn measure(name: &'static str, fresh: bool, spawn: &dyn Fn(&Path) -> Command) -> Fallible<Row> {
    let kept = tempfile::tempdir()?;
    if !fresh {
        first_answer(spawn(kept.path()))?.1.stop();
    }
    let mut millis = Vec::new();
    let mut pss = 0.0;
    for run in 0..RUNS {
        let empty = tempfile::tempdir()?;
        let (taken, server) = first_answer(spawn(if fresh { empty.path() } else { kept.path() }))?;
        millis.push(taken.as_secs_f64() * 1000.0);
        if run == RUNS - 1 {
            std::thread::sleep(IDLE);
            pss = proportional_set_size(server.0.id())?;
        }
        server.stop();
    }
    millis.sort_by(f64::total_cmp);
    Ok(Row { name, millis: [millis[0], millis[RUNS / 2], millis[RUNS - 1]], pss })
}

struct Server(Child);

impl Server {
    fn stop(mut self) {
        let _gone = self.0.kill();
        let _reaped = self.0.wait();
    }
}

#[expect(clippy::disallowed_methods, reason = "this is what is measured")]
fn first_answer(mut command: Command) -> Fallible<(Duration, Server)> {
    let began = Instant::now();
    let mut server = Server(command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?);
    let stdout = server.0.stdout.take().ok_or("no standard output")?;
    let listening = BufReader::new(stdout)
        .lines()
        .find_map(|line| line.map(|line| line.strip_prefix("listening on http://").map(str::to_owned)).transpose());
    let address: SocketAddr = listening.ok_or("it ended without a word")??.parse()?;
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(b"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let taken = began.elapsed();
    if answer.starts_with("HTTP/1.1 200") { Ok((taken, server)) } else { Err(answer.into()) }
}

fn proportional_set_size(process: u32) -> Fallible<f64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
    let line = text.lines().find(|line| line.starts_with("Pss:")).ok_or("no Pss line")?;
    let kib: f64 = line.split_whitespace().nth(1).ok_or("no figure")?.parse()?;
    Ok(kib / 1024.0)
}

fn spawn_doorpost(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorpost"));
    command.env("DOORPOST_LISTEN", "127.0.0.1:0").env("DOORPOST_DATA_DIR", directory);
    command
}

fn spawn_bare(directory: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap_or_default());
    command.env("BARE_DATA_DIR", directory);
    command
}

fn bare(directory: &Path) -> Fallible<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let db = doorpost::db::Db::open(&format!("sqlite://{}/bare.db", directory.display())).await?;
        let router = Router::new().route("/livez", get(async || "alive"));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        writeln!(std::io::stdout(), "listening on http://{}", listener.local_addr()?)?;
        axum::serve(listener, router).await?;
        drop(db);
        Ok(())
    })
}
