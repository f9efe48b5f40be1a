//! The schema: up, down and up again, and true to the entities.

use doorpost::db::Db;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IdenStatic, Iterable, PaginatorTrait};

use serde_json::json;

use crate::support::{Database, FOLLOW, TestApp, Visitor, on_both};

const EMAIL: &str = "ada@example.org";

/// The URL of a database of its own, not yet migrated on SQLite.
async fn location(database: Database) -> (String, tempfile::TempDir) {
    let directory = tempfile::tempdir().unwrap();
    let file = format!("sqlite://{}/schema.db", directory.path().display());
    (database.url().await.unwrap_or(file), directory)
}

async fn open(database: Database) -> (Db, tempfile::TempDir) {
    let (url, directory) = location(database).await;
    (Db::open(&url).await.unwrap(), directory)
}

/// Every column of an entity is in its table.
async fn read<E: EntityTrait>(db: &Db) {
    let columns: Vec<String> = E::Column::iter().map(|column| column.as_str().to_owned()).collect();
    let rows = E::find().all(db.read()).await;
    assert!(rows.is_ok(), "{columns:?}: {:?}", rows.err());
}

on_both! {
    /// Down takes everything away, up brings it back, and up twice changes nothing.
    async fn up_down_up(database) {
        let (url, _directory) = location(database).await;
        let db = Db::open(&url).await.unwrap();
        db.migrate().await.unwrap();
        assert!(db.migrate().await.unwrap().is_empty());
        assert!(db.schema().await.unwrap().is_current());
        let beside = sea_orm::Database::connect(&url).await.unwrap();
        Migrator::down(&beside, None).await.unwrap();
        beside.close().await.unwrap();
        assert!(db.ping().await.is_err());
        assert_eq!(db.migrate().await.unwrap().len(), Migrator::migrations().len());
        db.ping().await.unwrap();
        db.close().await;
    }

    /// The migrations make what the entities read.
    async fn schema_and_entities_agree(database) {
        let (db, _directory) = open(database).await;
        db.migrate().await.unwrap();
        read::<entity::account::Entity>(&db).await;
        read::<entity::session::Entity>(&db).await;
        read::<entity::pending_login::Entity>(&db).await;
        read::<entity::confirmation_token::Entity>(&db).await;
        read::<entity::email_link::Entity>(&db).await;
        read::<entity::email_token::Entity>(&db).await;
        read::<entity::outbox::Entity>(&db).await;
        read::<entity::idempotency_record::Entity>(&db).await;
        read::<entity::mail_quota::Entity>(&db).await;
        read::<entity::mail_trouble::Entity>(&db).await;
        read::<entity::process::Entity>(&db).await;
        read::<entity::job_run::Entity>(&db).await;
        read::<entity::keyring::Entity>(&db).await;
        read::<entity::resting_name::Entity>(&db).await;
        read::<entity::rename_notice::Entity>(&db).await;
        db.close().await;
    }

    /// A database that a newer program has migrated is refused, in words (invariant 56).
    async fn a_newer_schema_is_refused(database) {
        let app = TestApp::start(database).await;
        let db = &app.app.context.db;
        db.write("pretend", |tx| {
            use scoped_futures::ScopedFutureExt;
            async move {
                use sea_orm_migration::seaql_migrations::ActiveModel;
                let row = ActiveModel { version: Set("m29991231_000000_from_the_future".to_owned()), applied_at: Set(0) };
                row.insert(tx).await
            }
            .scope_boxed()
        })
        .await
        .unwrap();
        let error = db.migrate().await.unwrap_err().to_string();
        assert!(error.contains("m29991231_000000_from_the_future"), "{error}");
    }

    /// What the version before left in the database goes on: sessions, keys, a pending change with its way back, a login that waits.
    /// None of it has a known maker, and whoever ends everything else ends it (invariants 61, 63).
    async fn a_database_of_the_version_before(database) {
        let before = TestApp::start(database).await;
        let owner = before.verified("ada", EMAIL).await;
        let auth_id = before.login("ada", EMAIL).await.field("auth_id");
        let link = before.login_mail(EMAIL).await.link;
        before.open(&link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(200);
        let other = before.poll(&auth_id).await.expect(200).field("session_token");
        let body = json!({"name": "k", "scopes": ["account:read"]});
        let key = before.post("/auth/keys").token(&other).json(&body).send().await.expect(200).field("access_key");
        let change = json!({"email": "new@example.org"});
        before.patch("/auth/account").token(&other).json(&change).send().await.expect(200);
        let (change, way_back) = (before.address_mail("new@example.org").await.link, before.address_mail(EMAIL).await.link);
        before.empty_mailbox().await;
        let waiting = before.login("ada", EMAIL).await.field("auth_id");
        let waiting_link = before.login_mail(EMAIL).await.link;
        // The schema of the version before, with all that it has a place for.
        let names = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect::<Vec<_>>();
        let newer = names.iter().filter(|name| name.as_str() >= "m20261130").count();
        assert!(newer >= 5, "{names:?}");
        let beside = sea_orm::Database::connect(&before.database_location()).await.unwrap();
        Migrator::down(&beside, Some(u32::try_from(newer).unwrap())).await.unwrap();
        beside.close().await.unwrap();
        before.app.context.db.migrate().await.unwrap();
        let after = before.second_node().await;
        for credential in [&owner, &other, &key] {
            after.get("/auth/whoami").token(credential).send().await.expect(200);
        }
        let account = after.get("/auth/account").token(&owner).send().await.expect(200).json();
        assert_eq!((&account["email"], &account["pending_email"]), (&json!(EMAIL), &json!("new@example.org")));
        after.open(&waiting_link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(200);
        after.poll(&waiting).await.expect(200);
        after.open(&change, "127.0.0.1").await.submit(&FOLLOW).await.expect(200);
        after.deliver().await;
        after.open(&way_back, "127.0.0.1").await.submit(&FOLLOW).await.expect(200);
        for credential in [&owner, &other, &key] {
            after.get("/auth/whoami").token(credential).send().await.expect(401);
        }
    }

    /// A question that was open when the address was changed goes on, for whoever had proven the former address (invariant 70).
    async fn a_question_of_the_version_before(database) {
        let before = TestApp::start(database).await;
        let squatter = before.registered("ada", Some(EMAIL)).await;
        before.empty_mailbox().await;
        let auth_id = before.login("ada", EMAIL).await.field("auth_id");
        let code = json!({"code": before.login_mail(EMAIL).await.code()});
        let reply = before.post(&format!("/auth/session/{auth_id}")).json(&code).send().await;
        let owner = reply.expect(200).field("session_token");
        let change = json!({"email": "new@example.org"});
        before.patch("/auth/account").token(&squatter).json(&change).send().await.expect(200);
        let link = before.address_mail("new@example.org").await.link;
        before.open(&link, "127.0.0.1").await.submit(&FOLLOW).await.expect(200);
        before.empty_mailbox().await;
        let beside = sea_orm::Database::connect(&before.database_location()).await.unwrap();
        let keeps_the_address = "m20261130_233500_add_first_proof_email";
        let since = Migrator::migrations().iter().filter(|migration| migration.name() >= keeps_the_address).count();
        Migrator::down(&beside, Some(u32::try_from(since).unwrap())).await.unwrap();
        beside.close().await.unwrap();
        assert_eq!(before.app.context.db.migrate().await.unwrap()[0], keeps_the_address);
        let after = before.second_node().await;
        let mut visitor = Visitor::new(&after, "127.0.0.1");
        visitor.set_cookie("doorpost", &owner);
        assert!(visitor.get("/account").await.expect(200).text().contains("/account/first-proof"));
    }

    /// With an account goes everything that is its own.
    async fn deleting_cascades(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", "ada@example.org").await;
        app.login("ada", "ada@example.org").await;
        app.deliver().await;
        app.delete("/auth/account").token(&token).send().await.expect(204);
        let db = app.app.context.db.read();
        let left = entity::outbox::Entity::find().all(db).await.unwrap();
        assert!(left.iter().all(|row| row.kind == entity::outbox::OutboxKind::AccountDeleted), "only the notice is left");
        let mut events = entity::event::Entity::find().all(db).await.unwrap();
        events.retain(|event| event.kind.is_of_an_account());
        assert_eq!(events.len(), 1, "that it was deleted stays known, and nothing else");
        assert_eq!(events[0].kind, entity::event::EventKind::AccountDeleted);
        assert_eq!(entity::deletion_notice::Entity::find().count(db).await.unwrap(), 1);
        app.deliver().await;
        assert_eq!(entity::deletion_notice::Entity::find().count(db).await.unwrap(), 0, "it goes with its mail");
        assert_eq!(entity::account::Entity::find().count(db).await.unwrap(), 0);
        assert_eq!(entity::session::Entity::find().count(db).await.unwrap(), 0);
        assert_eq!(entity::pending_login::Entity::find().count(db).await.unwrap(), 0);
        assert_eq!(entity::confirmation_token::Entity::find().count(db).await.unwrap(), 0);
        assert_eq!(entity::email_link::Entity::find().count(db).await.unwrap(), 0);
        assert_eq!(entity::email_token::Entity::find().count(db).await.unwrap(), 0);
    }
}

/// The SQLite inside is one without the log-reset bug of the versions before 3.51.3, and runs as durably as it is told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sqlite_inside() {
    use scoped_futures::ScopedFutureExt;
    use sea_orm::{ConnectionTrait, DbBackend, Statement};
    let (db, _directory) = open(Database::Sqlite).await;
    let ask = async |question: &str| {
        let statement = &Statement::from_string(DbBackend::Sqlite, question.to_owned());
        let row = db.write("ask", |tx| async move { tx.query_one_raw(statement.clone()).await }.scope_boxed());
        row.await.unwrap().unwrap()
    };
    let version: String = ask("SELECT sqlite_version()").await.try_get_by_index(0).unwrap();
    let numbers: Vec<u32> = version.split('.').map(|number| number.parse().unwrap()).collect();
    assert!(numbers >= vec![3, 51, 3], "{version}");
    let mode: String = ask("PRAGMA journal_mode").await.try_get_by_index(0).unwrap();
    assert_eq!(mode, "wal");
    for (pragma, value) in [("synchronous", 2_i64), ("foreign_keys", 1), ("trusted_schema", 0), ("busy_timeout", 5000)]
    {
        let set: i64 = ask(&format!("PRAGMA {pragma}")).await.try_get_by_index(0).unwrap();
        assert_eq!(set, value, "{pragma}");
    }
    db.close().await;
}
