//! Rename notices: what the mail about a new username needs, until it is sent.

use sea_orm_migration::prelude::*;

/// Creates the table `rename_notice`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// Without a reference to the account: the mail still goes out if the account is deleted in the meantime.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(RenameNotice::Table)
                    .col(ColumnDef::new(RenameNotice::Id).uuid().not_null().primary_key())
                    .col(ColumnDef::new(RenameNotice::OldUsername).text().not_null())
                    .col(ColumnDef::new(RenameNotice::NewUsername).text().not_null())
                    .col(ColumnDef::new(RenameNotice::Email).text().not_null())
                    .col(ColumnDef::new(RenameNotice::Locale).text().not_null())
                    .col(ColumnDef::new(RenameNotice::CreationDate).big_integer().not_null())
                    .col(ColumnDef::new(RenameNotice::ExpirationDate).big_integer().not_null())
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("rename_notice_expiration_date")
                    .table(RenameNotice::Table)
                    .col(RenameNotice::ExpirationDate)
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(RenameNotice::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum RenameNotice {
    Table,
    Id,
    OldUsername,
    NewUsername,
    Email,
    Locale,
    CreationDate,
    ExpirationDate,
}
