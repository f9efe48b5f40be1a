//! Access keys: what scripts and machines of an account present.

use sea_orm_migration::prelude::*;

/// Creates the table `access_key`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(AccessKey::Table)
                    .col(ColumnDef::new(AccessKey::Id).uuid().not_null().primary_key())
                    .col(ColumnDef::new(AccessKey::AccountId).uuid().not_null())
                    .col(ColumnDef::new(AccessKey::KeyHash).binary().not_null().unique_key())
                    .col(ColumnDef::new(AccessKey::Prefix).text().not_null())
                    .col(ColumnDef::new(AccessKey::Name).text().not_null())
                    .col(ColumnDef::new(AccessKey::Description).text())
                    .col(ColumnDef::new(AccessKey::Scopes).text().not_null())
                    .col(ColumnDef::new(AccessKey::Locale).text().not_null())
                    .col(ColumnDef::new(AccessKey::CreationDate).big_integer().not_null())
                    .col(ColumnDef::new(AccessKey::ExpirationDate).big_integer().not_null())
                    .col(ColumnDef::new(AccessKey::LastUsedDate).big_integer())
                    .col(ColumnDef::new(AccessKey::LastUsedIp).text())
                    .col(ColumnDef::new(AccessKey::NoticeDate).big_integer())
                    .foreign_key(
                        ForeignKey::create()
                            .from(AccessKey::Table, AccessKey::AccountId)
                            .to("account", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("access_key_account_id_name")
                    .table(AccessKey::Table)
                    .col(AccessKey::AccountId)
                    .col(AccessKey::Name)
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("access_key_expiration_date")
                    .table(AccessKey::Table)
                    .col(AccessKey::ExpirationDate)
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(AccessKey::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum AccessKey {
    Table,
    Id,
    AccountId,
    KeyHash,
    Prefix,
    Name,
    Description,
    Scopes,
    Locale,
    CreationDate,
    ExpirationDate,
    LastUsedDate,
    LastUsedIp,
    NoticeDate,
}
