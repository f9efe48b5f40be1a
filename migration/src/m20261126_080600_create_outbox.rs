//! Outbox: mail that was accepted and is not yet with the mail server. Rows hold ids, never links.

use sea_orm_migration::prelude::*;

/// Creates the table `outbox`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(Outbox::Table)
                    .col(ColumnDef::new(Outbox::Id).uuid().not_null().primary_key())
                    .col(ColumnDef::new(Outbox::Kind).text().not_null())
                    .col(ColumnDef::new(Outbox::PendingLoginId).uuid())
                    .col(ColumnDef::new(Outbox::EmailLinkId).uuid())
                    .col(ColumnDef::new(Outbox::State).text().not_null())
                    .col(ColumnDef::new(Outbox::Attempts).integer().not_null())
                    .col(ColumnDef::new(Outbox::NextAttemptDate).big_integer().not_null())
                    .col(ColumnDef::new(Outbox::LeaseId).uuid())
                    .col(ColumnDef::new(Outbox::LeaseExpirationDate).big_integer())
                    .col(ColumnDef::new(Outbox::Failure).text())
                    .col(ColumnDef::new(Outbox::CreationDate).big_integer().not_null())
                    .col(ColumnDef::new(Outbox::ExpirationDate).big_integer().not_null())
                    .col(ColumnDef::new(Outbox::FinishedDate).big_integer())
                    .foreign_key(
                        ForeignKey::create()
                            .from(Outbox::Table, Outbox::PendingLoginId)
                            .to("pending_login", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from(Outbox::Table, Outbox::EmailLinkId)
                            .to("email_link", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("outbox_state_next_attempt_date")
                    .table(Outbox::Table)
                    .col(Outbox::State)
                    .col(Outbox::NextAttemptDate)
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("outbox_pending_login_id")
                    .table(Outbox::Table)
                    .col(Outbox::PendingLoginId)
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("outbox_email_link_id").table(Outbox::Table).col(Outbox::EmailLinkId).to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Outbox::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Outbox {
    Table,
    Id,
    Kind,
    PendingLoginId,
    EmailLinkId,
    State,
    Attempts,
    NextAttemptDate,
    LeaseId,
    LeaseExpirationDate,
    Failure,
    CreationDate,
    ExpirationDate,
    FinishedDate,
}
