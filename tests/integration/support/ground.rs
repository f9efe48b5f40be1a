//! What the database says beside the program, and what a crash may leave in it.

use doorpost::clock::{Clock, SystemClock};
use doorpost::db::Db;
use scoped_futures::ScopedFutureExt;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};

use super::{Process, TestApp};

/// A worker's lease on a mail, and one on a job, in seconds.
const MAIL_LEASE: i64 = 120;
const JOB_LEASE: i64 = 300;

/// A program's database, beside what it does itself.
pub struct Ground {
    db: Db,
}

#[derive(FromQueryResult)]
struct Number {
    number: i64,
}

impl Ground {
    pub async fn of(process: &Process) -> Self {
        Self { db: Db::open(&process.database_location()).await.expect("the database opens") }
    }

    /// What a program of this process stands on: it takes what is done here for its own.
    pub fn under(app: &TestApp) -> Self {
        Self { db: app.app.context.db.clone() }
    }

    /// The number that this asks for, under the name `number`.
    pub async fn number(&self, question: &str) -> i64 {
        let backend = self.db.read().get_database_backend();
        let asked = Number::find_by_statement(Statement::from_string(backend, question.to_owned()));
        asked.one(self.db.read()).await.expect("an answer").expect("a row").number
    }

    pub async fn execute(&self, statement: &str) {
        let written = self
            .db
            .write("test", |tx| async move { tx.execute_unprepared(statement).await.map(drop) }.scope_boxed())
            .await;
        let written: Result<(), DbErr> = written;
        written.expect("the statement runs");
    }

    /// Nobody has anything for longer than a lease lasts; and then those that died give it back, as if it had lasted that
    /// long (invariant 51).
    pub async fn outlast_leases(&self) {
        let now = SystemClock.now();
        for (table, condition, lease) in
            [("outbox", "state = 'queued'", MAIL_LEASE), ("job_run", "finished_date IS NULL", JOB_LEASE)]
        {
            let stuck = format!(
                "SELECT count(*) AS number FROM {table} WHERE {condition} AND lease_expiration_date > {}",
                now + lease
            );
            assert_eq!(self.number(&stuck).await, 0, "{table}: a lease is longer than it may be");
            self.execute(&format!(
                "UPDATE {table} SET lease_expiration_date = {now} WHERE {condition} AND lease_expiration_date > {now}"
            ))
            .await;
        }
        self.execute(&format!("UPDATE outbox SET next_attempt_date = {now} WHERE next_attempt_date > {now}")).await;
    }

    /// Mails that are not yet handed over.
    pub async fn queued(&self) -> i64 {
        self.number("SELECT count(*) AS number FROM outbox WHERE state = 'queued'").await
    }

    /// The file is sound, and no row points to nothing.
    pub async fn assert_sound(&self) {
        if self.db.read().get_database_backend() == sea_orm::DbBackend::Sqlite {
            let bad = "SELECT count(*) AS number FROM pragma_integrity_check WHERE integrity_check <> 'ok'";
            assert_eq!(self.number(bad).await, 0, "the file is damaged");
            assert_eq!(self.number("SELECT count(*) AS number FROM pragma_foreign_key_check").await, 0);
        }
        // What belongs together came together.
        for half in [
            "account WHERE NOT EXISTS (SELECT 1 FROM session WHERE session.account_id = account.id)",
            "outbox WHERE state = 'queued' AND pending_login_id IS NULL AND email_link_id IS NULL \
             AND access_key_id IS NULL AND deletion_notice_id IS NULL AND rename_notice_id IS NULL",
        ] {
            let count = self.number(&format!("SELECT count(*) AS number FROM {half}")).await;
            assert_eq!(count, 0, "half of something: {half}");
        }
    }

    pub async fn close(self) {
        self.db.close().await;
    }
}
