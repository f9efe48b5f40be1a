//! What is there once for SQLite and once for PostgreSQL.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};

/// One of the two.
pub(super) enum OnEither<S, P> {
    Sqlite(S),
    Postgres(P),
}

#[async_trait::async_trait]
impl<S: ConnectionTrait + Send, P: ConnectionTrait + Send> ConnectionTrait for OnEither<S, P> {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Sqlite(_) => DbBackend::Sqlite,
            Self::Postgres(_) => DbBackend::Postgres,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Sqlite(connection) => connection.execute_raw(statement).await,
            Self::Postgres(connection) => connection.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Sqlite(connection) => connection.execute_unprepared(sql).await,
            Self::Postgres(connection) => connection.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Sqlite(connection) => connection.query_one_raw(statement).await,
            Self::Postgres(connection) => connection.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Sqlite(connection) => connection.query_all_raw(statement).await,
            Self::Postgres(connection) => connection.query_all_raw(statement).await,
        }
    }
}
