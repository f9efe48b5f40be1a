//! Which statements the program sends to its database for a piece of work, and how the database goes about them.

use std::collections::HashMap;
use std::sync::{Mutex, Once, PoisonError};

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Row};
use tracing::field::{Field, Visit};
use tracing::subscriber::Interest;
use tracing::{Event, Instrument, Metadata, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use super::TestApp;

const SPAN: &str = "captured";
/// Connections that a SQLite database reads with.
const READERS: usize = 4;

/// What a statement that finds or changes rows begins with; SQLite reports no `BEGIN` and `COMMIT`, and PostgreSQL does.
const WORK: [&str; 5] = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];

/// By span.
static CAPTURED: Mutex<Option<HashMap<u64, Vec<String>>>> = Mutex::new(None);

/// Does `work` and returns what was executed for it, in order.
pub async fn captured<T>(app: &TestApp, work: impl Future<Output = T>) -> (T, Vec<String>) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let subscriber = Registry::default().with(Capture);
        tracing::subscriber::set_global_default(subscriber).expect("nobody else captures");
    });
    let span = tracing::info_span!("captured");
    let id = span.id().expect("it is enabled").into_u64();
    let outcome = work.instrument(span.clone()).await;
    settle(app).await.expect("the database answers");
    let statements = CAPTURED.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default().remove(&id);
    (outcome, statements.unwrap_or_default())
}

/// A statement on SQLite is reported by the thread of its connection, perhaps after its last row has arrived. Each thread
/// does one thing after the other: once all connections did something more, all is reported.
async fn settle(app: &TestApp) -> Result<(), DbErr> {
    let db = &app.app.context.db;
    let mut snapshots = Vec::new();
    for _ in 0..READERS {
        snapshots.push(db.snapshot().await?);
    }
    for snapshot in snapshots {
        snapshot.rollback().await?;
    }
    db.write("settle", |tx| Box::pin(async move { tx.execute_unprepared("SELECT 1").await.map(drop) })).await
}

struct Capture;

impl<S: Subscriber + for<'span> LookupSpan<'span>> Layer<S> for Capture {
    /// Whatever else the program would log costs the other tests nothing.
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        match (metadata.is_span(), metadata.name(), metadata.target()) {
            (true, SPAN, _) => Interest::always(),
            (false, _, "sqlx::query") => Interest::sometimes(),
            _ => Interest::never(),
        }
    }

    fn enabled(&self, metadata: &Metadata<'_>, context: Context<'_, S>) -> bool {
        metadata.is_span() || context.lookup_current().is_some()
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let Some(span) = context.event_span(event) else { return };
        let mut text = Text::default();
        event.record(&mut text);
        // Short ones are told whole in the summary.
        let statement = if text.statement.is_empty() { text.summary } else { text.statement };
        if !WORK.iter().any(|word| statement.trim().starts_with(word)) {
            return;
        }
        let mut captured = CAPTURED.lock().unwrap_or_else(PoisonError::into_inner);
        // SQLite is sent several at once.
        let statements = statement.split("; ").map(|statement| statement.trim().to_owned());
        captured.get_or_insert_default().entry(span.id().into_u64()).or_default().extend(statements);
    }
}

#[derive(Default)]
struct Text {
    summary: String,
    statement: String,
}

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.statement),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

/// The database's plan of a statement, a step a line. PostgreSQL is told to prefer indexes, since the tables of tests are so small that
/// it would read them as a whole.
pub async fn plan(app: &TestApp, statement: &str) -> Vec<String> {
    match app.database_url() {
        None => sqlite_plan(app, statement).await,
        Some(url) => postgres_plan(url, statement).await,
    }
}

async fn sqlite_plan(app: &TestApp, statement: &str) -> Vec<String> {
    let question = Statement::from_string(DbBackend::Sqlite, format!("EXPLAIN QUERY PLAN {statement}"));
    let rows = app.app.context.db.read().query_all_raw(question).await.expect("a plan");
    rows.iter().map(|row| row.try_get("", "detail").expect("a step")).collect()
}

async fn postgres_plan(url: &str, statement: &str) -> Vec<String> {
    let parameters = (1..100).take_while(|number| statement.contains(&format!("${number}"))).count();
    let values = vec!["NULL"; parameters].join(", ");
    let values = if parameters == 0 { String::new() } else { format!("({values})") };
    let mut connection = PgConnection::connect(url).await.expect("PostgreSQL answers");
    // Only bitmaps serve an OR; where they are not needed they would be chosen by guesses about empty tables.
    let bitmaps = if statement.contains(" OR ") { "on" } else { "off" };
    let question = format!(
        "SET enable_seqscan = off; SET enable_bitmapscan = {bitmaps}; SET plan_cache_mode = force_generic_plan; \
         PREPARE asked AS {statement}; EXPLAIN (COSTS OFF) EXECUTE asked{values}"
    );
    let rows = sqlx::raw_sql(AssertSqlSafe(question)).fetch_all(&mut connection).await;
    let rows = rows.unwrap_or_else(|error| panic!("no plan of {statement}: {error}"));
    connection.close().await.expect("the connection closes");
    rows.iter().map(|row| row.get::<String, _>(0).trim().trim_start_matches("->").trim().to_owned()).collect()
}
