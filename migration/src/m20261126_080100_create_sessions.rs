//! Sessions: one signed-in device each.

use sea_orm_migration::prelude::*;

/// Creates the table `session`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(Session::Table)
                    .col(ColumnDef::new(Session::Id).uuid().not_null().primary_key())
                    .col(ColumnDef::new(Session::AccountId).uuid().not_null())
                    .col(ColumnDef::new(Session::TokenHash).binary().not_null().unique_key())
                    .col(ColumnDef::new(Session::Platform).text().not_null())
                    .col(ColumnDef::new(Session::CreationDate).big_integer().not_null())
                    .col(ColumnDef::new(Session::LastSeenDate).big_integer().not_null())
                    .col(ColumnDef::new(Session::ExpirationDate).big_integer().not_null())
                    .col(ColumnDef::new(Session::MaxExpirationDate).big_integer().not_null())
                    .col(ColumnDef::new(Session::FirstUseDate).big_integer())
                    .col(ColumnDef::new(Session::Ip).text())
                    .col(ColumnDef::new(Session::UserAgent).text())
                    .col(ColumnDef::new(Session::ApprovedFrom).text())
                    .col(ColumnDef::new(Session::PendingLoginId).uuid())
                    .foreign_key(
                        ForeignKey::create()
                            .from(Session::Table, Session::AccountId)
                            .to("account", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("session_account_id_last_seen_date_id")
                    .table(Session::Table)
                    .col(Session::AccountId)
                    .col(Session::LastSeenDate)
                    .col(Session::Id)
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("session_expiration_date")
                    .table(Session::Table)
                    .col(Session::ExpirationDate)
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Session::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Session {
    Table,
    Id,
    AccountId,
    TokenHash,
    Platform,
    CreationDate,
    LastSeenDate,
    ExpirationDate,
    MaxExpirationDate,
    FirstUseDate,
    Ip,
    UserAgent,
    ApprovedFrom,
    PendingLoginId,
}
