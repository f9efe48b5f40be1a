//! Outbox: finding the mails of one lane among many of the others.

use sea_orm_migration::prelude::*;

/// Adds an index to `outbox`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const INDEX: &str = "outbox_state_failure_kind_next_attempt_date";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_index(
                Index::create()
                    .name(INDEX)
                    .table(Outbox::Table)
                    .col(Outbox::State)
                    .col(Outbox::Failure)
                    .col(Outbox::Kind)
                    .col(Outbox::NextAttemptDate)
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(INDEX).table(Outbox::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Outbox {
    Table,
    State,
    Failure,
    Kind,
    NextAttemptDate,
}
