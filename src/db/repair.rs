//! Rows that belong to nothing. Only a SQLite file has them: whoever deletes an account in SQLite's shell, where foreign keys are off,
//! leaves everything behind that belonged to it.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use super::{Db, Transaction};
use scoped_futures::ScopedFutureExt;

/// Which column of which table leads to which row. Composite keys there are none.
const REFERENCES: &str = "SELECT t.name AS child, f.\"from\" AS child_column, f.\"table\" AS parent, \
     coalesce(f.\"to\", 'id') AS parent_column, f.on_delete AS fate FROM sqlite_schema AS t \
     JOIN pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table' ORDER BY t.name, f.id";

/// How many rows of which table belonged to nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut(BTreeMap<String, i64>);

impl LeftOut {
    /// Whether there were none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Display for LeftOut {
    /// Such as `2 of access_key, 1 of session`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let each: Vec<String> = self.0.iter().map(|(table, count)| format!("{count} of {table}")).collect();
        formatter.write_str(&each.join(", "))
    }
}

struct Reference {
    child: String,
    child_column: String,
    parent: String,
    parent_column: String,
    /// The child is kept without its parent.
    outlives: bool,
}

impl Db {
    /// Deletes rows that belong to nothing, and returns how many. PostgreSQL has none.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn repair(&self) -> Result<LeftOut, DbErr> {
        self.write("repair", |tx| async move { tx.leave_out_orphans().await }.scope_boxed()).await
    }
}

impl Transaction {
    /// Takes rows that refer to nothing until the end of the transaction; [`Transaction::leave_out_orphans`] comes before that.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take_orphans(&self) -> Result<(), DbErr> {
        if self.get_database_backend() == DbBackend::Sqlite {
            self.execute_unprepared("PRAGMA defer_foreign_keys = ON").await?;
        }
        Ok(())
    }

    /// Deletes rows that belong to nothing, and whatever belongs to those; returns how many.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn leave_out_orphans(&self) -> Result<LeftOut, DbErr> {
        if self.get_database_backend() != DbBackend::Sqlite {
            return Ok(LeftOut::default());
        }
        let references = self.references().await?;
        let before = self.counts(&references).await?;
        loop {
            let mut found = 0;
            for reference in &references {
                found += self.settle(reference).await?;
            }
            if found == 0 {
                break;
            }
        }
        // What a row takes with it is counted, too.
        let after = self.counts(&references).await?;
        let left_out = before.into_iter().map(|(table, count)| {
            let left_out = count.saturating_sub(after.get(&table).copied().unwrap_or_default());
            (table, left_out)
        });
        Ok(LeftOut(left_out.filter(|(_, count)| *count > 0).collect()))
    }

    /// How many rows each table has that refers to another.
    async fn counts(&self, references: &[Reference]) -> Result<BTreeMap<String, i64>, DbErr> {
        let mut counts = BTreeMap::new();
        for Reference { child, .. } in references {
            let sql = format!("SELECT count(*) AS number FROM \"{child}\"");
            let row = self.query_one_raw(Statement::from_string(DbBackend::Sqlite, sql)).await?;
            counts.insert(child.clone(), row.map_or(Ok(0), |row| row.try_get("", "number"))?);
        }
        Ok(counts)
    }

    async fn references(&self) -> Result<Vec<Reference>, DbErr> {
        let rows = self.query_all_raw(Statement::from_string(DbBackend::Sqlite, REFERENCES)).await?;
        rows.iter()
            .map(|row| {
                Ok(Reference {
                    child: row.try_get("", "child")?,
                    child_column: row.try_get("", "child_column")?,
                    parent: row.try_get("", "parent")?,
                    parent_column: row.try_get("", "parent_column")?,
                    outlives: row.try_get::<String>("", "fate")? == "SET NULL",
                })
            })
            .collect()
    }

    async fn settle(&self, reference: &Reference) -> Result<u64, DbErr> {
        let Reference { child, child_column, parent, parent_column, outlives } = reference;
        let verb = if *outlives {
            format!("UPDATE \"{child}\" SET \"{child_column}\" = NULL")
        } else {
            format!("DELETE FROM \"{child}\"")
        };
        let sql = format!(
            "{verb} WHERE \"{child_column}\" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \"{parent}\" AS p \
             WHERE p.\"{parent_column}\" = \"{child}\".\"{child_column}\")"
        );
        Ok(self.execute_unprepared(&sql).await?.rows_affected())
    }
}
