//! Events that belong to no account: limits that were reached, and what the operator did.

use sea_orm_migration::prelude::*;

const COLUMNS: [Event; 7] =
    [Event::Id, Event::AccountId, Event::Kind, Event::Platform, Event::Ip, Event::RequestId, Event::CreationDate];

/// Makes the table anew, since SQLite lifts no `NOT NULL` from a column.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remake(manager, true).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remake(manager, false).await
    }
}

async fn remake(manager: &SchemaManager<'_>, without_account: bool) -> Result<(), DbErr> {
    let mut account_id = ColumnDef::new(Event::AccountId);
    account_id.uuid();
    if !without_account {
        account_id.not_null();
    }
    manager
        .create_table(
            Table::create()
                .table(EventAnew::Table)
                .col(ColumnDef::new(Event::Id).uuid().not_null().primary_key())
                .col(account_id)
                .col(ColumnDef::new(Event::Kind).text().not_null())
                .col(ColumnDef::new(Event::Platform).text())
                .col(ColumnDef::new(Event::Ip).text())
                .col(ColumnDef::new(Event::RequestId).text())
                .col(ColumnDef::new(Event::CreationDate).big_integer().not_null())
                .to_owned(),
        )
        .await?;
    let mut kept = Query::select();
    // On the way down, what the program before does not know is not kept.
    let known = Expr::col(Event::Kind).is_not_in(["session_expired", "login_mail_withheld", "access_keys_revoked"]);
    kept.columns(COLUMNS).from(Event::Table).and_where(Expr::col(Event::AccountId).is_not_null()).and_where(known);
    let copied = Query::insert()
        .into_table(EventAnew::Table)
        .columns(COLUMNS)
        .select_from(kept)
        .map_err(|error| DbErr::Migration(error.to_string()))?
        .to_owned();
    manager.execute(copied).await?;
    manager.drop_table(Table::drop().table(Event::Table).to_owned()).await?;
    manager.rename_table(Table::rename().table(EventAnew::Table, Event::Table).to_owned()).await?;
    index(manager, "event_account_id_id", &[Event::AccountId, Event::Id]).await?;
    if without_account {
        return index(manager, "event_creation_date_id", &[Event::CreationDate, Event::Id]).await;
    }
    index(manager, "event_creation_date", &[Event::CreationDate]).await
}

async fn index(manager: &SchemaManager<'_>, name: &str, columns: &[Event]) -> Result<(), DbErr> {
    let mut index = Index::create();
    index.name(name).table(Event::Table);
    for column in columns {
        index.col(*column);
    }
    manager.create_index(index).await
}

#[derive(Clone, Copy, DeriveIden)]
enum Event {
    Table,
    Id,
    AccountId,
    Kind,
    Platform,
    Ip,
    RequestId,
    CreationDate,
}

#[derive(DeriveIden)]
enum EventAnew {
    Table,
}
