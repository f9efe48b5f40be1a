//! Outbox: the mails of one lane in their order, however many wait.

use sea_orm_migration::prelude::*;

use super::m20261126_220000_index_lanes_of_outbox::Migration as Former;

/// Puts an index each for first tries and for retries in place of one for both. With that one, PostgreSQL sorted all that waited in a
/// lane for every mail that it took from it.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const FIRST_TRIES: &str = "outbox_first_tries";
const RETRIES: &str = "outbox_retries";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Former.down(manager).await?;
        manager.create_index(in_order(FIRST_TRIES).and_where(Expr::col(Outbox::Failure).is_null()).to_owned()).await?;
        manager.create_index(in_order(RETRIES).and_where(Expr::col(Outbox::Failure).is_not_null()).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(RETRIES).table(Outbox::Table).to_owned()).await?;
        manager.drop_index(Index::drop().name(FIRST_TRIES).table(Outbox::Table).to_owned()).await?;
        Former.up(manager).await
    }
}

fn in_order(name: &str) -> IndexCreateStatement {
    Index::create()
        .name(name)
        .table(Outbox::Table)
        .col(Outbox::State)
        .col(Outbox::Kind)
        .col(Outbox::NextAttemptDate)
        .col(Outbox::Id)
        .to_owned()
}

#[derive(DeriveIden)]
enum Outbox {
    Table,
    Id,
    State,
    Failure,
    Kind,
    NextAttemptDate,
}
