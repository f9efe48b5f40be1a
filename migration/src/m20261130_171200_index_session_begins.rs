//! Events: where the sessions of an account began.

use sea_orm_migration::prelude::*;

/// Indexes the beginnings of sessions, by account and date. Every login mail asks whether its starter's network is one of them, and must
/// not read everything else that was done with the account.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const NAME: &str = "event_session_begun";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_index(
                Index::create()
                    .name(NAME)
                    .table(Event::Table)
                    .col(Event::AccountId)
                    .col(Event::CreationDate)
                    .and_where(Expr::col(Event::Kind).eq("session_begun"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(NAME).table(Event::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Event {
    Table,
    AccountId,
    Kind,
    CreationDate,
}
