//! Sessions: names that their owners give them.

use sea_orm_migration::prelude::*;

/// Adds the column `name` to `session`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter().table(Session::Table).add_column(ColumnDef::new(Session::Name).text()).to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Session::Table).drop_column(Session::Name).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Session {
    Table,
    Name,
}
