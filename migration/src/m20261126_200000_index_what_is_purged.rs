//! Purging costs by what has expired: an index for each condition that had none.

use sea_orm_migration::prelude::*;

/// Adds indexes to `pending_login` and `outbox`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_index(
                Index::create()
                    .name("pending_login_collection_date_sealed")
                    .table(PendingLogin::Table)
                    .col(PendingLogin::CollectionDate)
                    .cond_where(Expr::col(PendingLogin::SealedToken).is_not_null())
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("pending_login_expiration_date_decoys")
                    .table(PendingLogin::Table)
                    .col(PendingLogin::ExpirationDate)
                    .cond_where(Expr::col(PendingLogin::Mailbox).is_null())
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("outbox_creation_date").table(Outbox::Table).col(Outbox::CreationDate).to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let indexes =
            ["pending_login_collection_date_sealed", "pending_login_expiration_date_decoys", "outbox_creation_date"];
        for name in indexes {
            manager.drop_index(Index::drop().name(name).to_owned()).await?;
        }
        Ok(())
    }
}

#[derive(DeriveIden)]
enum PendingLogin {
    Table,
    CollectionDate,
    ExpirationDate,
    Mailbox,
    SealedToken,
}

#[derive(DeriveIden)]
enum Outbox {
    Table,
    CreationDate,
}
