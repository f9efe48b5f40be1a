//! Confirmation tokens: what a mailed login link carries, as hashes.

use sea_orm_migration::prelude::*;

/// Creates the table `confirmation_token`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(ConfirmationToken::Table)
                    .col(ColumnDef::new(ConfirmationToken::TokenHash).binary().not_null().primary_key())
                    .col(ColumnDef::new(ConfirmationToken::PendingLoginId).uuid().not_null())
                    .foreign_key(
                        ForeignKey::create()
                            .from(ConfirmationToken::Table, ConfirmationToken::PendingLoginId)
                            .to("pending_login", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("confirmation_token_pending_login_id")
                    .table(ConfirmationToken::Table)
                    .col(ConfirmationToken::PendingLoginId)
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(ConfirmationToken::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum ConfirmationToken {
    Table,
    TokenHash,
    PendingLoginId,
}
