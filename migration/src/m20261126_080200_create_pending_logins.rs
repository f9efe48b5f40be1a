//! Pending logins: asked for by a starter, decided by an approver.

use sea_orm_migration::prelude::*;

/// Creates the table `pending_login`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(PendingLogin::Table)
                    .col(ColumnDef::new(PendingLogin::Id).uuid().not_null().primary_key())
                    .col(ColumnDef::new(PendingLogin::AuthIdHash).binary().not_null().unique_key())
                    .col(ColumnDef::new(PendingLogin::State).text().not_null())
                    .col(ColumnDef::new(PendingLogin::AccountId).uuid())
                    .col(ColumnDef::new(PendingLogin::UsernameKey).text())
                    .col(ColumnDef::new(PendingLogin::EmailKey).text().not_null())
                    .col(ColumnDef::new(PendingLogin::Mailbox).text())
                    .col(ColumnDef::new(PendingLogin::Platform).text().not_null())
                    .col(ColumnDef::new(PendingLogin::Locale).text().not_null())
                    .col(ColumnDef::new(PendingLogin::Ip).text())
                    .col(ColumnDef::new(PendingLogin::Network).text())
                    .col(ColumnDef::new(PendingLogin::UserAgent).text())
                    .col(ColumnDef::new(PendingLogin::CodeChallenge).text())
                    .col(ColumnDef::new(PendingLogin::MatchCodeHash).binary().not_null())
                    .col(ColumnDef::new(PendingLogin::MatchTries).integer().not_null())
                    .col(ColumnDef::new(PendingLogin::MailCodeTries).integer().not_null())
                    .col(ColumnDef::new(PendingLogin::CreationDate).big_integer().not_null())
                    .col(ColumnDef::new(PendingLogin::ExpirationDate).big_integer().not_null())
                    .col(ColumnDef::new(PendingLogin::DecisionDate).big_integer())
                    .col(ColumnDef::new(PendingLogin::ApprovedFrom).text())
                    .col(ColumnDef::new(PendingLogin::SessionId).uuid())
                    .col(ColumnDef::new(PendingLogin::CollectionDate).big_integer())
                    .col(ColumnDef::new(PendingLogin::SealedToken).binary())
                    .col(ColumnDef::new(PendingLogin::SealSalt).binary())
                    .foreign_key(
                        ForeignKey::create()
                            .from(PendingLogin::Table, PendingLogin::AccountId)
                            .to("account", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("pending_login_account_id")
                    .table(PendingLogin::Table)
                    .col(PendingLogin::AccountId)
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("pending_login_email_key")
                    .table(PendingLogin::Table)
                    .col(PendingLogin::EmailKey)
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("pending_login_expiration_date")
                    .table(PendingLogin::Table)
                    .col(PendingLogin::ExpirationDate)
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(PendingLogin::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum PendingLogin {
    Table,
    Id,
    AuthIdHash,
    State,
    AccountId,
    UsernameKey,
    EmailKey,
    Mailbox,
    Platform,
    Locale,
    Ip,
    Network,
    UserAgent,
    CodeChallenge,
    MatchCodeHash,
    MatchTries,
    MailCodeTries,
    CreationDate,
    ExpirationDate,
    DecisionDate,
    ApprovedFrom,
    SessionId,
    CollectionDate,
    SealedToken,
    SealSalt,
}
