//! Names at rest: what an account was called until a short while ago, and nobody else may be called yet.

use sea_orm_migration::prelude::*;

/// Creates the table `resting_name`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(RestingName::Table)
                    .col(ColumnDef::new(RestingName::UsernameKey).text().not_null().primary_key())
                    .col(ColumnDef::new(RestingName::AccountId).uuid())
                    .col(ColumnDef::new(RestingName::ExpirationDate).big_integer().not_null())
                    .foreign_key(
                        ForeignKey::create()
                            .from(RestingName::Table, RestingName::AccountId)
                            .to(Account::Table, Account::Id)
                            .on_delete(ForeignKeyAction::SetNull),
                    )
                    .to_owned(),
            )
            .await?;
        index(manager, "resting_name_account_id", RestingName::AccountId).await?;
        index(manager, "resting_name_expiration_date", RestingName::ExpirationDate).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(RestingName::Table).to_owned()).await
    }
}

async fn index(manager: &SchemaManager<'_>, name: &str, column: RestingName) -> Result<(), DbErr> {
    manager.create_index(Index::create().name(name).table(RestingName::Table).col(column).to_owned()).await
}

#[derive(DeriveIden)]
enum RestingName {
    Table,
    UsernameKey,
    AccountId,
    ExpirationDate,
}

#[derive(DeriveIden)]
enum Account {
    Table,
    Id,
}
