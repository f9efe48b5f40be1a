//! Which processes take mail, so that others can see when one is gone.

use sea_orm_migration::prelude::*;

/// Creates the table `process`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(Process::Table)
                    .col(ColumnDef::new(Process::Id).integer().not_null().primary_key())
                    .col(ColumnDef::new(Process::StartDate).big_integer().not_null())
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Process::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Process {
    Table,
    Id,
    StartDate,
}
