//! The address that a link about an address was asked for from.

use sea_orm_migration::prelude::*;

/// Adds `asked_from` to e-mail links: verification mails are counted per mailbox and asking address. Links that are there already
/// have none.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = ColumnDef::new(EmailLink::AskedFrom).text().to_owned();
        manager.alter_table(Table::alter().table(EmailLink::Table).add_column(column).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(EmailLink::Table).drop_column(EmailLink::AskedFrom).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum EmailLink {
    Table,
    AskedFrom,
}
