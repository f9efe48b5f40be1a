//! The schema: which changes a database has, and which this program knows.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbErr, Statement};

use super::Db;

/// The first change of all.
pub(super) const FIRST: &str = "m20261126_080000_create_accounts";

/// How a database stands to this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schema {
    /// Nothing was ever made in it.
    Empty,
    /// It has these changes, the oldest first; this program knows all of them, and perhaps more.
    Known(Vec<String>),
    /// A newer program was here.
    Newer {
        /// The newest change that it has.
        newest: String,
        /// The newest one that this program knows.
        known: String,
    },
}

impl Db {
    /// Which changes of the schema it has. Writes nothing.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn schema(&self) -> Result<Schema, DbErr> {
        let exists = if self.is_sqlite() {
            "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'seaql_migrations'"
        } else {
            // Found by the search path, as everything else is.
            "SELECT 1 WHERE to_regclass('seaql_migrations') IS NOT NULL"
        };
        let reader = self.read();
        let statement = |sql: &str| Statement::from_string(reader.get_database_backend(), sql.to_owned());
        if reader.query_one_raw(statement(exists)).await?.is_none() {
            return Ok(Schema::Empty);
        }
        let rows = reader.query_all_raw(statement("SELECT version FROM seaql_migrations ORDER BY version")).await?;
        let applied = rows.iter().map(|row| row.try_get("", "version")).collect::<Result<Vec<String>, _>>()?;
        Ok(Schema::of(applied))
    }

    /// The build options that SQLite was compiled without, or with, although `.cargo/config.toml` says otherwise: Cargo reads that file
    /// by the folder that it is started in, so that a build from elsewhere loses them. Empty on PostgreSQL.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn lost_build_options(&self) -> Result<Vec<&'static str>, DbErr> {
        if !self.is_sqlite() {
            return Ok(Vec::new());
        }
        let reader = self.read();
        let statement = Statement::from_string(reader.get_database_backend(), "PRAGMA compile_options");
        let rows = reader.query_all_raw(statement).await?;
        let options = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<Vec<String>, _>>()?;
        let has = |option: &str| options.iter().any(|known| known == option);
        let wanted = [("ENABLE_QPSG", true), ("ENABLE_MEMORY_MANAGEMENT", false)];
        Ok(wanted.into_iter().filter(|(option, is_on)| has(option) != *is_on).map(|(option, _)| option).collect())
    }

    /// Applies all migrations that are missing, in one transaction, and returns their names. Nodes that start at the
    /// same time wait for each other.
    ///
    /// # Errors
    /// The database has a migration that this program does not know (it is older than the schema), or a statement
    /// failed.
    pub async fn migrate(&self) -> Result<Vec<String>, DbErr> {
        let transaction = self.begin_write().await?;
        if !self.is_sqlite() {
            transaction.execute_unprepared("SELECT pg_advisory_xact_lock(7305808869231650688)").await?;
        }
        let pending = Migrator::get_pending_migrations(&transaction).await?;
        let names = pending.iter().map(|migration| migration.name().to_owned()).collect();
        Migrator::up(&transaction, None).await?;
        transaction.commit().await?;
        Ok(names)
    }
}

/// Every change that this program knows, the oldest first.
pub(super) fn names() -> Vec<String> {
    Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect()
}

impl Schema {
    /// Of a database with these changes, the oldest first.
    pub(super) fn of(applied: Vec<String>) -> Self {
        let known = names();
        let newest = applied.iter().rfind(|name| !known.contains(name)).cloned();
        match (newest, known.into_iter().next_back()) {
            (Some(newest), Some(known)) => Self::Newer { newest, known },
            _ if applied.is_empty() => Self::Empty,
            _ => Self::Known(applied),
        }
    }

    /// Every change that this program knows, with whether the database has it.
    #[must_use]
    pub fn status(&self) -> Vec<(String, bool)> {
        let applied = if let Self::Known(applied) = self { applied.as_slice() } else { &[] };
        names().into_iter().map(|name| (name.clone(), applied.contains(&name))).collect()
    }

    /// Whether it has this change.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        matches!(self, Self::Known(applied) if applied.iter().any(|applied| applied == name))
    }

    /// Whether it has every change that this program knows, and no other.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.status().iter().all(|(_, applied)| *applied)
    }
}
