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
}

async fn migrate(url: String) {
    let db = doorpost::db::Db::open(&url).await.expect("the template opens");
    db.migrate().await.expect("the template migrates");
    db.close().await;
}
