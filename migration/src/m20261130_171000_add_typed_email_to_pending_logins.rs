//! The address of a login as it was typed.

use sea_orm_migration::prelude::*;

/// Adds `typed_email` to pending logins: where several accounts share an address, the spelling that was typed comes before others.
/// Logins that are there already have none.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = ColumnDef::new(PendingLogin::TypedEmail).text().to_owned();
        manager.alter_table(Table::alter().table(PendingLogin::Table).add_column(column).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let change = Table::alter().table(PendingLogin::Table).drop_column(PendingLogin::TypedEmail).to_owned();
        manager.alter_table(change).await
    }
}

#[derive(DeriveIden)]
enum PendingLogin {
    Table,
    TypedEmail,
}
