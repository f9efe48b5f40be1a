//! A mail server that takes everything, and hands on the links.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::Fallible;

const LINK: &str = "/auth/confirm/";

/// Runs as long as the runtime.
pub(crate) struct Sink {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    readers: Readers,
}

type Readers = Arc<Mutex<HashMap<String, UnboundedSender<String>>>>;

impl Sink {
    pub(crate) async fn start() -> Fallible<Self> {
        Self::slow(Duration::ZERO).await
    }

    /// One that takes so long with each mail.
    pub(crate) async fn slow(delay: Duration) -> Fallible<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let (address, readers) = (listener.local_addr()?, Readers::default());
        let known = Arc::clone(&readers);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, delay, Arc::clone(&known)));
            }
        });
        Ok(Self { address, readers })
    }

    /// The paths of confirmation links that are mailed to this address from now on.
    pub(crate) fn links_to(&self, address: &str) -> UnboundedReceiver<String> {
        let (sender, receiver) = unbounded_channel();
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).insert(address.to_owned(), sender);
        receiver
    }
}

async fn converse(stream: TcpStream, delay: Duration, readers: Readers) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut stream = BufReader::new(stream);
    say(&mut stream, "220 mail.example.org").await?;
    let (mut line, mut recipient) = (String::new(), String::new());
    loop {
        hear(&mut stream, &mut line).await?;
        let command = line.to_ascii_uppercase();
        if command.starts_with("EHLO") {
            say(&mut stream, "250-mail.example.org\r\n250 8BITMIME").await?;
        } else if command.starts_with("RCPT") {
            recipient = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
            say(&mut stream, "250 fine").await?;
        } else if command.starts_with("DATA") {
            say(&mut stream, "354 go ahead").await?;
            let mut text = String::new();
            loop {
                hear(&mut stream, &mut line).await?;
                if line == ".\r\n" {
                    break;
                }
                text.push_str(&line);
            }
            if !delay.is_zero() {
                tokio::time::sleep(delay).await;
            }
            if let (Some(link), Some(reader)) =
                (link(&text), readers.lock().unwrap_or_else(PoisonError::into_inner).get(&recipient))
            {
                let _nobody_reads = reader.send(link);
            }
            say(&mut stream, "250 taken").await?;
        } else if command.starts_with("QUIT") {
            return say(&mut stream, "221 bye").await;
        } else {
            say(&mut stream, "250 fine").await?;
        }
    }
}

async fn say(stream: &mut BufReader<TcpStream>, line: &str) -> Option<()> {
    stream.write_all(format!("{line}\r\n").as_bytes()).await.ok()
}

async fn hear(stream: &mut BufReader<TcpStream>, line: &mut String) -> Option<()> {
    line.clear();
    (stream.read_line(line).await.ok()? > 0).then_some(())
}

/// The path of the first confirmation link, whose lines quoted-printable may have broken.
fn link(text: &str) -> Option<String> {
    let whole = text.replace("=\r\n", "");
    let rest = &whole[whole.find(LINK)? + LINK.len()..];
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)).unwrap_or(rest.len());
    Some(format!("{LINK}{}", &rest[..end]))
}
