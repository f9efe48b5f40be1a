//! Accounts: who can sign in.

use sea_orm_migration::prelude::*;

/// Creates the table `account`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(Account::Table)
                    .col(ColumnDef::new(Account::Id).uuid().not_null().primary_key())
                    .col(ColumnDef::new(Account::Username).text().not_null())
                    .col(ColumnDef::new(Account::UsernameKey).text().not_null().unique_key())
                    .col(ColumnDef::new(Account::Email).text())
                    .col(ColumnDef::new(Account::EmailKey).text())
                    .col(ColumnDef::new(Account::EmailVerified).boolean().not_null())
                    .col(ColumnDef::new(Account::CreationDate).big_integer().not_null())
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("account_email_key").table(Account::Table).col(Account::EmailKey).to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Account::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Account {
    Table,
    Id,
    Username,
    UsernameKey,
    Email,
    EmailKey,
    EmailVerified,
    CreationDate,
}
