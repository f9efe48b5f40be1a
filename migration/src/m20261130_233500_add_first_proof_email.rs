//! The question of a first proof keeps the address that was proven. The account's may be changed before anybody answers.

use sea_orm_migration::prelude::*;

/// Adds `first_proof_email` to `account`. A question that is open already has the address that the first way back since then leads to,
/// else the account's; a node of the version before writes none, and its questions have the account's.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = ColumnDef::new(Account::FirstProofEmail).text().to_owned();
        manager.alter_table(Table::alter().table(Account::Table).add_column(column).to_owned()).await?;
        manager.get_connection().execute_unprepared(KEEP_PROVEN).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dropped = Table::alter().table(Account::Table).drop_column(Account::FirstProofEmail).to_owned();
        manager.alter_table(dropped).await
    }
}

/// A way back is an `undo` that is `pending`; 300 s are what the clocks of two nodes may be apart.
const KEEP_PROVEN: &str = "\
    UPDATE account SET first_proof_email = COALESCE( \
        (SELECT l.email FROM email_link l WHERE l.account_id = account.id AND l.kind = 'undo' AND l.state = 'pending' \
             AND l.creation_date >= account.first_proof_date - 300 ORDER BY l.change_number LIMIT 1), \
        account.email) \
    WHERE first_proof_date IS NOT NULL";

#[derive(DeriveIden)]
enum Account {
    Table,
    FirstProofEmail,
}
