//! The live logins of a mailbox are counted for each of its mails, and were looked for among all that have no account: those are
//! as many as strangers like.

use sea_orm_migration::prelude::*;

/// Extends an index of `pending_login` by the mailbox.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_index(
                Index::create()
                    .name("pending_login_account_id_mailbox")
                    .table(PendingLogin::Table)
                    .col(PendingLogin::AccountId)
                    .col(PendingLogin::Mailbox)
                    .to_owned(),
            )
            .await?;
        // The new one begins with the same column.
        manager.drop_index(Index::drop().name("pending_login_account_id").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_index(
                Index::create()
                    .name("pending_login_account_id")
                    .table(PendingLogin::Table)
                    .col(PendingLogin::AccountId)
                    .to_owned(),
            )
            .await?;
        manager.drop_index(Index::drop().name("pending_login_account_id_mailbox").to_owned()).await
    }
}

#[derive(DeriveIden)]
enum PendingLogin {
    Table,
    AccountId,
    Mailbox,
}
