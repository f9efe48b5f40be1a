//! Keyring: what proves that a node holds the keyring secret of this database.

use sea_orm_migration::prelude::*;

/// Creates the table `keyring`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(Keyring::Table)
                    .col(ColumnDef::new(Keyring::Id).integer().not_null().primary_key())
                    .col(ColumnDef::new(Keyring::Fingerprint).binary().not_null())
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Keyring::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Keyring {
    Table,
    Id,
    Fingerprint,
}
