//! Two rows in one statement.

use sea_orm::sea_query::{CommonTableExpression, InsertStatement, WithClause};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, Values};

use super::Transaction;

/// Inserts a row, and then others that may refer to it, in one round trip, as part of a transaction.
///
/// # Errors
/// The database does not answer, or refuses one of them.
pub async fn insert_pair(tx: &Transaction, first: InsertStatement, second: InsertStatement) -> Result<(), DbErr> {
    tx.execute_raw(pair(tx.get_database_backend(), first, second)).await.map(drop)
}

/// Both inserts as one statement: on PostgreSQL the second one brings the first one with it, since a prepared statement there holds one
/// command; SQLite runs several after each other.
pub(super) fn pair(backend: DbBackend, first: InsertStatement, second: InsertStatement) -> Statement {
    if backend == DbBackend::Postgres {
        let first = CommonTableExpression::new().table_name("first").query(first).to_owned();
        return backend.build(&second.with(WithClause::new().cte(first).to_owned()));
    }
    let (first, second) = (backend.build(&first), backend.build(&second));
    let values = [first.values, second.values].into_iter().flatten().flat_map(|Values(values)| values);
    Statement::from_sql_and_values(backend, format!("{}; {}", first.sql, second.sql), values)
}
