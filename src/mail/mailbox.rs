//! A mailbox in memory: where mail goes in development, for reading it in a browser or by a test.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use super::Envelope;
use super::message::Rendered;

/// Older mails make room for newer ones.
const CAPACITY: usize = 500;

/// A received mail.
#[derive(Clone, Debug, Serialize)]
pub struct Received {
    /// Unique to this mail.
    pub id: String,
    /// The recipient.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// Unix seconds.
    pub date: i64,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
    /// The links in it.
    pub links: Vec<String>,
    /// The mail code, where it has one.
    #[serde(skip)]
    pub code: Option<String>,
    /// As a mail server would have got it.
    #[serde(skip)]
    pub source: String,
}

/// Mails, the newest first. Clones share them.
#[derive(Clone, Default)]
pub struct Mailbox {
    mails: Arc<Mutex<VecDeque<Received>>>,
}

impl Mailbox {
    pub(super) fn receive(&self, envelope: &Envelope<'_>, rendered: &Rendered, source: &[u8]) {
        let mut mails = self.mails.lock().unwrap_or_else(PoisonError::into_inner);
        mails.truncate(CAPACITY - 1);
        mails.push_front(Received {
            id: envelope.id.to_string(),
            to: envelope.to.to_owned(),
            subject: rendered.subject.clone(),
            date: envelope.date,
            text: rendered.text.clone(),
            html: rendered.html.clone(),
            links: envelope.links.clone(),
            code: envelope.code.clone(),
            source: String::from_utf8_lossy(source).into_owned(),
        });
    }

    /// Everything in it.
    pub fn mails(&self) -> Vec<Received> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// One of them.
    #[must_use]
    pub fn mail(&self, id: &str) -> Option<Received> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner).iter().find(|mail| mail.id == id).cloned()
    }

    /// Throws everything away.
    pub fn empty(&self) {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
