//! Mails that were dropped are purged within the hour: an index by which they are found.

use sea_orm_migration::prelude::*;

const NAME: &str = "outbox_state_finished_date_dropped";

/// Adds an index to `outbox`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_index(
                Index::create()
                    .name(NAME)
                    .table(Outbox::Table)
                    .col(Outbox::State)
                    .col(Outbox::FinishedDate)
                    .cond_where(Expr::col(Outbox::State).eq("dropped"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(NAME).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Outbox {
    Table,
    FinishedDate,
    State,
}
