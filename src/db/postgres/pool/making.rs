//! Making connections, as many as are needed and granted.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use sqlx::{Connection, PgConnection};
use tokio::time::{timeout, timeout_at};

use super::super::cause::{Trouble, failure};
use super::super::no_answer;
use super::super::session::{self, Demands, Session};
use super::{Inner, LONGEST_PAUSE, SHORTEST_PAUSE, now};

/// Whoever starts the program hears after so long what it waits for.
const TOLD_AFTER: Duration = Duration::from_millis(1500);
/// Making the first connection takes no longer.
const LONGEST_CONNECT: Duration = Duration::from_secs(5);
/// Where there are connections already, another one that takes longer is not granted: a pooler that has no more lets it wait.
pub(super) const LONGEST_FURTHER_CONNECT: Duration = Duration::from_secs(2);
/// Another cause than the last one is logged after so long.
const LOG_EVERY: Duration = Duration::from_secs(1);
/// After so long it is tried again whether the server grants more.
const TRY_FOR_MORE: Duration = Duration::from_secs(30);

impl Inner {
    /// Makes as many connections as there are people waiting, if there may be so many.
    pub(super) fn grow(self: &Arc<Self>) {
        let mut state = self.state();
        if state.granted < self.most && state.granted_at.elapsed() >= TRY_FOR_MORE {
            state.granted = self.most;
        }
        let waiting = self.waiting.load(Ordering::SeqCst);
        while !state.closed && state.making < waiting && state.open + state.making < state.granted.max(1) {
            state.making += 1;
            tokio::spawn(Making(Arc::clone(self)).make());
        }
    }

    /// Whether it is not worth trying again at once: no more are granted, or nobody waits, or it would fail again.
    pub(super) fn gives_up(&self, trouble: &Trouble) -> bool {
        let mut state = self.state();
        let words = trouble.words.clone();
        if state.open > 0 && trouble.wants_connections {
            (state.granted, state.granted_at) = (state.open, now());
            let (granted, asked) = (state.open, self.most);
            if std::mem::replace(&mut state.warned, granted) != granted {
                tracing::warn!(
                    granted,
                    asked,
                    error = words,
                    "the database grants fewer connections than it was asked for"
                );
            }
            return true;
        }
        // A server that ends says several things in a moment.
        let logged = state.logged.as_ref();
        if logged.is_none_or(|(logged, at)| *logged != words && at.elapsed() >= LOG_EVERY) {
            state.logged = Some((words.clone(), now()));
            tracing::error!(error = words, "no connection to the database can be made");
        }
        state.trouble = Some(words);
        if trouble.passes {
            return state.closed || self.waiting.load(Ordering::SeqCst) == 0;
        }
        // Those that there are go on.
        let is_alone = state.open == 0;
        drop(state);
        if is_alone {
            self.failed.send_replace(Some(failure(trouble.words.clone())));
        }
        true
    }

    /// The first of all, whose maker is told if he waits for it in vain.
    pub(super) async fn connect_first(&self) -> Result<(PgConnection, Session), Trouble> {
        let mut connecting = pin!(self.connect(LONGEST_CONNECT));
        if let Ok(outcome) = timeout(TOLD_AFTER, &mut connecting).await {
            return outcome;
        }
        let Trouble { words, .. } = Trouble::of(&no_answer(), &self.options);
        tracing::warn!(error = words, "the first connection to the database is not made yet");
        connecting.await
    }

    pub(super) async fn connect(&self, longest: Duration) -> Result<(PgConnection, Session), Trouble> {
        let deadline = now() + longest;
        let trouble = |error: &sqlx::Error| Trouble::of(error, &self.options);
        let connecting = timeout_at(deadline, PgConnection::connect_with(&self.options)).await;
        let mut connection = connecting.unwrap_or_else(|_| Err(no_answer())).map_err(|error| trouble(&error))?;
        // A pooler that has no connection left lets whoever it has let in wait for one.
        let preparing = timeout_at(deadline, session::prepare(&mut connection)).await;
        let preparing = preparing.map_err(|_| trouble(&no_answer()).for_want_of_connections())?;
        let session = preparing.map_err(|error| trouble(&error))?;
        if self.demands == Demands::Service {
            session.expect_primary()?;
        }
        self.read_only.store(session.read_only, Ordering::SeqCst);
        Ok((connection, session))
    }
}

/// A connection is being made.
struct Making(Arc<Inner>);

impl Making {
    async fn make(self) {
        let mut pause = SHORTEST_PAUSE;
        loop {
            let generation = self.0.state().generation;
            let longest = if self.0.state().open > 0 { LONGEST_FURTHER_CONNECT } else { LONGEST_CONNECT };
            match self.0.connect(longest).await {
                Ok((connection, session)) => return self.0.add(connection, &session, generation),
                Err(trouble) if self.0.gives_up(&trouble) => return,
                Err(_) => tokio::time::sleep(pause).await,
            }
            pause = (2 * pause).min(LONGEST_PAUSE);
        }
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        self.0.state().making -= 1;
    }
}
