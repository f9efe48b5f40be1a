//! Deletion notices: what the mail about a deleted account needs, until it is sent.

use sea_orm_migration::prelude::*;

/// Creates the table `deletion_notice`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(DeletionNotice::Table)
                    .col(ColumnDef::new(DeletionNotice::Id).uuid().not_null().primary_key())
                    .col(ColumnDef::new(DeletionNotice::Username).text().not_null())
                    .col(ColumnDef::new(DeletionNotice::Email).text().not_null())
                    .col(ColumnDef::new(DeletionNotice::Locale).text().not_null())
                    .col(ColumnDef::new(DeletionNotice::CreationDate).big_integer().not_null())
                    .col(ColumnDef::new(DeletionNotice::ExpirationDate).big_integer().not_null())
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("deletion_notice_expiration_date")
                    .table(DeletionNotice::Table)
                    .col(DeletionNotice::ExpirationDate)
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(DeletionNotice::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum DeletionNotice {
    Table,
    Id,
    Username,
    Email,
    Locale,
    CreationDate,
    ExpirationDate,
}
