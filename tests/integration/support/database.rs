//! A database for each test: a SQLite file, or a PostgreSQL database made from a migrated template.

use super::postgres::cluster;
use super::unique;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

impl Database {
    /// A URL, or nothing where the program's default (a file in its data directory) is meant.
    pub async fn url(self) -> Option<String> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => {
                let template = cluster().await;
                let template = template.template("doorpost_template", migrate).await;
                Some(cluster().await.create_database_from(&unique("doorpost_"), &template).await)
            }
        }
    }

    /// The URL of a PostgreSQL database that has nothing yet.
    pub async fn empty_postgres() -> String {
        cluster().await.create_database_from(&unique("doorpost_"), "template0").await
    }
}

async fn migrate(url: String) {
    let db = doorpost::db::Db::open(&url).await.expect("the template opens");
    db.migrate().await.expect("the template migrates");
    db.close().await;
}
