//! Outbox: mails about renamed accounts.

use sea_orm_migration::prelude::*;

/// Adds the column `rename_notice_id` to `outbox`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// Without a foreign key, which SQLite cannot add to a table: the mail worker drops a mail whose notice is gone.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table(Outbox::Table)
                    .add_column(ColumnDef::new(Outbox::RenameNoticeId).uuid())
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Outbox::Table).drop_column(Outbox::RenameNoticeId).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Outbox {
    Table,
    RenameNoticeId,
}
