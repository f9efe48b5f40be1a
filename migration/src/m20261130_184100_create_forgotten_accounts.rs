//! Which accounts were deleted and have events left: an account with very many of them is deleted at once, and its events in
//! batches afterwards.

use sea_orm_migration::prelude::*;

/// Creates the table `forgotten_account`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(ForgottenAccount::Table)
                    .col(ColumnDef::new(ForgottenAccount::Id).uuid().not_null().primary_key())
                    .col(ColumnDef::new(ForgottenAccount::DeletionDate).big_integer().not_null())
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The program before deletes an account's events with the account: what is still left of them would stay.
        let left = Query::select().column(ForgottenAccount::Id).from(ForgottenAccount::Table).to_owned();
        let events = Query::delete()
            .from_table(Event::Table)
            .and_where(Expr::col(Event::AccountId).in_subquery(left))
            .and_where(Expr::col(Event::Kind).ne("account_deleted"))
            .to_owned();
        manager.execute(events).await?;
        manager.drop_table(Table::drop().table(ForgottenAccount::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum ForgottenAccount {
    Table,
    Id,
    DeletionDate,
}

#[derive(DeriveIden)]
enum Event {
    Table,
    AccountId,
    Kind,
}
