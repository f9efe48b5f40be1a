//! The same wrong match code typed again is not counted again, so the wrong ones of a login are kept.

use sea_orm_migration::prelude::*;

/// Adds `wrong_match_codes` to `pending_login`. A node of the version before counts without it.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = ColumnDef::new(PendingLogin::WrongMatchCodes).binary().to_owned();
        manager.alter_table(Table::alter().table(PendingLogin::Table).add_column(column).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dropped = Table::alter().table(PendingLogin::Table).drop_column(PendingLogin::WrongMatchCodes).to_owned();
        manager.alter_table(dropped).await
    }
}

#[derive(DeriveIden)]
enum PendingLogin {
    Table,
    WrongMatchCodes,
}
