//! A mail server that takes its time for every mail.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{sleep, spawn};
use std::time::Duration;

use crate::support::Fallible;

/// Listens, and takes every mail after this time. Returns its URL.
pub(crate) fn start(takes: Duration) -> Fallible<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("smtp://{}", listener.local_addr()?);
    spawn(move || {
        for stream in listener.incoming().filter_map(Result::ok) {
            spawn(move || drop(talk(stream, takes)));
        }
    });
    Ok(url)
}

fn talk(stream: TcpStream, takes: Duration) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut out = stream.try_clone()?;
    out.write_all(b"220 ready\r\n")?;
    let mut is_text = false;
    for line in BufReader::new(stream).lines() {
        let line = line?;
        let answer = match (is_text, line.get(..4).unwrap_or(&line)) {
            (true, ".") => {
                is_text = false;
                sleep(takes);
                "250 taken"
            }
            (true, _) => continue,
            (false, "DATA") => {
                is_text = true;
                "354 go on"
            }
            (false, "QUIT") => "221 bye",
            (false, _) => "250 yes",
        };
        out.write_all(format!("{answer}\r\n").as_bytes())?;
    }
    Ok(())
}
