//! Events: what was done with accounts, for their owners and the operator.

use sea_orm_migration::prelude::*;

/// Creates the table `event`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// Without a foreign key: what was done with an account stays known after it is gone.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(Event::Table)
                    .col(ColumnDef::new(Event::Id).uuid().not_null().primary_key())
                    .col(ColumnDef::new(Event::AccountId).uuid().not_null())
                    .col(ColumnDef::new(Event::Kind).text().not_null())
                    .col(ColumnDef::new(Event::Platform).text())
                    .col(ColumnDef::new(Event::Ip).text())
                    .col(ColumnDef::new(Event::RequestId).text())
                    .col(ColumnDef::new(Event::CreationDate).big_integer().not_null())
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("event_account_id_id")
                    .table(Event::Table)
                    .col(Event::AccountId)
                    .col(Event::Id)
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("event_creation_date").table(Event::Table).col(Event::CreationDate).to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Event::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
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
