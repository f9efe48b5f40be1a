//! Uses of sessions that are not yet written down.
//!
//! Noting a use touches memory only; the notes are written in batches, so that reading a credential costs no write and
//! a failed write fails no request.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

/// A session's last use is noted at most once in so many seconds.
pub const GRANULARITY: i64 = 60;

/// Notes by session: Unix seconds of the last use. Clones share them.
#[derive(Clone, Default)]
pub struct LastSeen {
    notes: Arc<Mutex<HashMap<Uuid, i64>>>,
}

impl LastSeen {
    /// Notes that a session was used.
    pub fn note(&self, session_id: Uuid, now: i64) {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).insert(session_id, now);
    }

    /// Takes the notes, to write them.
    pub fn take(&self) -> HashMap<Uuid, i64> {
        std::mem::take(&mut *self.notes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts notes back that could not be written; newer ones win.
    pub fn put_back(&self, notes: HashMap<Uuid, i64>) {
        let mut current = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        for (session_id, date) in notes {
            current.entry(session_id).or_insert(date);
        }
    }
}
