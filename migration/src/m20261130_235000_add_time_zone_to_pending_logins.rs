//! Times in the mail of a login are those of the zone that the starter named.

use sea_orm_migration::prelude::*;

/// Adds `time_zone` to `pending_login`. A node of the version before writes none, which is UTC.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = ColumnDef::new(PendingLogin::TimeZone).text().to_owned();
        manager.alter_table(Table::alter().table(PendingLogin::Table).add_column(column).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dropped = Table::alter().table(PendingLogin::Table).drop_column(PendingLogin::TimeZone).to_owned();
        manager.alter_table(dropped).await
    }
}

#[derive(DeriveIden)]
enum PendingLogin {
    Table,
    TimeZone,
}
