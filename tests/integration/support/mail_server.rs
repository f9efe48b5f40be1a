//! A mail server that keeps a record, and that can be told to misbehave.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::{JoinHandle, JoinSet};

/// How the server treats its clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    /// As it should be.
    #[default]
    Polite,
    /// Refuses the recipient for good.
    Refuse,
    /// Refuses everybody who signs in.
    WrongPassword,
    /// Goes on asking whoever signs in.
    Curious,
    /// Says codes, and no words.
    Terse,
    /// Hangs up on whoever greets it twice.
    Impatient,
    /// Takes the text and answers that it should come again.
    TryLater,
    /// Takes the text and hangs up without an answer.
    HangUp,
    /// Takes the text and answers nothing until it is told to; then that it should come again.
    Stall,
    /// Takes the connection and says nothing at all.
    Tarpit,
    /// Hangs up on everybody who comes.
    Deaf,
    /// Greets with "too busy" and hangs up.
    Busy,
    /// Greets with "no service here".
    Closed,
    /// Refuses the sender, and so everybody's mail.
    RefuseSender,
    /// Says that it is about to shut down when it hears the recipient.
    Leave,
    /// Takes the mail, and closes the connection afterwards.
    OneEach,
    /// Answers this to the sender.
    AtSender(&'static str),
    /// Answers this to the recipient.
    AtRecipient(&'static str),
    /// Takes the text and answers this.
    AtText(&'static str),
    /// Offers this, and is polite otherwise.
    Offers(&'static str),
}

/// Hangs up when dropped.
pub struct MailServer {
    address: SocketAddr,
    record: Arc<Record>,
    task: JoinHandle<()>,
}

struct Record {
    state: Mutex<State>,
    released: Notify,
}

#[derive(Default)]
struct State {
    manner: Manner,
    commands: Vec<String>,
    texts: Vec<Text>,
    connections: usize,
    open: usize,
    most_open: usize,
    taken: usize,
    refused: usize,
    most_mails: usize,
}

/// A text that reached the server, whatever it answered.
#[derive(Clone, Debug)]
pub struct Text {
    /// The header's lines, unfolded.
    pub headers: Vec<(String, String)>,
    /// The parts: content type and decoded text.
    pub parts: Vec<(String, String)>,
}

impl MailServer {
    pub async fn start(manner: Manner) -> Self {
        Self::at("127.0.0.1:0".parse().expect("an address"), manner).await
    }

    /// A server where another one was before.
    pub async fn at(address: SocketAddr, manner: Manner) -> Self {
        let listener = TcpListener::bind(address).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let state = State { manner, ..State::default() };
        let record = Arc::new(Record { state: Mutex::new(state), released: Notify::new() });
        let task = tokio::spawn(serve(listener, Arc::clone(&record)));
        Self { address, record, task }
    }

    /// Ends, and returns when its port is free and nobody is talked to any more.
    pub async fn stop(mut self) -> SocketAddr {
        self.task.abort();
        assert!((&mut self.task).await.is_err(), "it serves for ever");
        while Arc::strong_count(&self.record) > 1 {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        self.address
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub fn behave(&self, manner: Manner) {
        self.record.state().manner = manner;
    }

    /// Ends all stalling.
    pub fn release(&self) {
        self.record.released.notify_waiters();
    }

    /// Host and port.
    pub fn name(&self) -> String {
        self.address.to_string()
    }

    /// How many connections were made so far.
    pub fn connections(&self) -> usize {
        self.record.state().connections
    }

    /// How many connections were open at once at most.
    pub fn most_open(&self) -> usize {
        self.record.state().most_open
    }

    /// How many mails it took over one connection at most.
    pub fn most_mails(&self) -> usize {
        self.record.state().most_mails
    }

    /// How many texts it took so far, and how many mails it refused for good.
    pub fn taken_and_refused(&self) -> (usize, usize) {
        let state = self.record.state();
        (state.taken, state.refused)
    }

    /// The recipients of the texts so far.
    pub fn recipients(&self) -> Vec<String> {
        self.texts().iter().map(|text| text.header("to").to_owned()).collect()
    }

    /// Every command so far.
    pub fn commands(&self) -> Vec<String> {
        self.record.state().commands.clone()
    }

    /// The commands so far that begin with this, without it.
    pub fn said(&self, verb: &str) -> Vec<String> {
        self.commands().iter().filter_map(|command| command.strip_prefix(verb).map(str::to_owned)).collect()
    }

    /// Waits until it has so many texts, and says whether it ever had.
    pub async fn has(&self, texts: usize) -> bool {
        for _ in 0..2000 {
            if self.texts().len() == texts {
                return true;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        false
    }

    /// Every text so far, whether or not it was taken.
    pub fn texts(&self) -> Vec<Text> {
        self.record.state().texts.clone()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Record {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panicked")
    }
}

async fn serve(listener: TcpListener, record: Arc<Record>) {
    let mut clients = JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await.expect("a client");
        let record = Arc::clone(&record);
        clients.spawn(async move {
            {
                let mut state = record.state();
                state.connections += 1;
                state.open += 1;
                state.most_open = state.most_open.max(state.open);
            }
            converse(stream, &record).await;
            record.state().open -= 1;
        });
    }
}

/// Ends when the client goes, or when it is to be hung up on.
async fn converse(stream: TcpStream, record: &Record) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let mut greeted = false;
    let manner = record.state().manner;
    match manner {
        // Whoever comes gives up, and then this ends.
        Manner::Tarpit => while hear(&mut stream).await.is_some() {},
        Manner::Deaf => return None,
        Manner::Busy => return say(&mut stream, "421 4.3.2 too busy").await,
        Manner::Closed => say(&mut stream, "554 5.3.2 no service here").await?,
        Manner::Terse => say(&mut stream, "220").await?,
        _ => say(&mut stream, "220 mail.example.org").await?,
    }
    let mut taken = 0;
    loop {
        let command = hear(&mut stream).await?;
        record.state().commands.push(command.clone());
        let manner = record.state().manner;
        let verb = command.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        match (verb.as_str(), manner) {
            ("EHLO", Manner::Offers(offers)) => say(&mut stream, &format!("250-mail.example.org\r\n{offers}")).await?,
            ("EHLO", Manner::Impatient) if std::mem::replace(&mut greeted, true) => return None,
            ("EHLO", Manner::Impatient) => say(&mut stream, "250 mail.example.org").await?,
            ("DATA", Manner::Terse) => {
                say(&mut stream, "354").await?;
                let text = hear_text(&mut stream).await?;
                record.state().texts.push(Text::parse(&text));
                say(&mut stream, "250").await?;
            }
            ("QUIT", Manner::Terse) => return say(&mut stream, "221").await,
            (_, Manner::Terse) => say(&mut stream, "250").await?,
            ("EHLO", Manner::Curious) => say(&mut stream, "250-mail.example.org\r\n250 AUTH LOGIN").await?,
            ("EHLO", _) => say(&mut stream, "250-mail.example.org\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN").await?,
            ("AUTH", Manner::WrongPassword) => say(&mut stream, "535 5.7.8 who are you?").await?,
            ("AUTH", _) => {
                let mut questions = usize::from(command.ends_with("LOGIN"));
                if manner == Manner::Curious {
                    questions = usize::MAX;
                }
                for _ in 0..questions {
                    for question in ["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"] {
                        say(&mut stream, question).await?;
                        let answer = hear(&mut stream).await?;
                        record.state().commands.push(answer);
                    }
                }
                say(&mut stream, "235 welcome").await?;
            }
            ("MAIL", Manner::RefuseSender) => say(&mut stream, "550 5.7.1 not from you").await?,
            ("MAIL", Manner::AtSender(answer)) | ("RCPT", Manner::AtRecipient(answer)) => {
                say(&mut stream, answer).await?;
            }
            ("RCPT", Manner::Leave) => return say(&mut stream, "421 4.3.2 good night").await,
            ("RCPT", Manner::Refuse) => {
                record.state().refused += 1;
                say(&mut stream, "550 5.1.1 nobody of that name").await?;
            }
            ("DATA", _) => {
                say(&mut stream, "354 go ahead").await?;
                let text = hear_text(&mut stream).await?;
                record.state().texts.push(Text::parse(&text));
                match manner {
                    Manner::HangUp => return None,
                    Manner::AtText(answer) => say(&mut stream, answer).await?,
                    Manner::TryLater => say(&mut stream, "451 4.3.0 not now").await?,
                    Manner::Stall => {
                        record.released.notified().await;
                        say(&mut stream, "451 4.3.0 not now").await?;
                    }
                    _ => {
                        taken += 1;
                        {
                            let mut state = record.state();
                            state.taken += 1;
                            state.most_mails = state.most_mails.max(taken);
                        }
                        say(&mut stream, "250 taken").await?;
                        if manner == Manner::OneEach {
                            return None;
                        }
                    }
                }
            }
            ("QUIT", _) => {
                say(&mut stream, "221 bye").await?;
                return Some(());
            }
            _ => say(&mut stream, "250 fine").await?,
        }
    }
}

async fn say(stream: &mut BufReader<TcpStream>, line: &str) -> Option<()> {
    stream.write_all(format!("{line}\r\n").as_bytes()).await.ok()
}

async fn hear(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    let length = stream.read_line(&mut line).await.ok()?;
    (length > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn hear_text(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut text = String::new();
    loop {
        let line = hear(stream).await?;
        if line == "." {
            return Some(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
        text.push_str("\r\n");
    }
}

impl Text {
    fn parse(text: &str) -> Self {
        let (headers, body) = split(text);
        let content_type = value(&headers, "content-type").unwrap_or_default();
        let boundary = content_type.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next());
        let boundary = boundary.unwrap_or_else(|| panic!("no boundary in {content_type}"));
        let pieces: Vec<&str> = body.split(&format!("--{boundary}")).collect();
        // Before the first boundary there is a preamble, after the last one an epilogue.
        let parts = pieces[1..pieces.len() - 1].iter().map(|piece| {
            let (headers, body) = split(piece.trim_start_matches("\r\n"));
            let encoding = value(&headers, "content-transfer-encoding").unwrap_or_default();
            (value(&headers, "content-type").unwrap_or_default(), decode(&encoding, body))
        });
        Self { parts: parts.collect(), headers }
    }

    /// Every value of this header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let named = self.headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// The value of this header, which has to be there once.
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let values = self.all(name);
        assert_eq!(values.len(), 1, "{name}: {values:?}");
        values[0]
    }

    /// The link in the plain text.
    #[track_caller]
    pub fn link(&self) -> String {
        let plain = &self.parts[0].1;
        let link = plain.split_whitespace().find(|word| word.starts_with("http") && word.contains("/auth/"));
        link.unwrap_or_else(|| panic!("no link in {plain}")).to_owned()
    }
}

fn split(text: &str) -> (Vec<(String, String)>, &str) {
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
    let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let lines = unfolded.split("\r\n").filter_map(|line| line.split_once(": "));
    (lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(), body)
}

fn value(headers: &[(String, String)], name: &str) -> Option<String> {
    headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
}

fn decode(encoding: &str, body: &str) -> String {
    let bytes = match encoding {
        "base64" => STANDARD.decode(body.replace("\r\n", "")).expect("base64"),
        "quoted-printable" => decode_quoted_printable(body),
        _ => body.as_bytes().to_vec(),
    };
    String::from_utf8(bytes).expect("UTF-8")
}

fn decode_quoted_printable(body: &str) -> Vec<u8> {
    let joined = body.replace("=\r\n", "");
    let mut pieces = joined.split('=');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).expect("two hexadecimal digits"));
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
    }
    bytes
}
