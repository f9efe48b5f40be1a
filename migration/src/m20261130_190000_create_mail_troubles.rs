//! What the mail servers said last, for all nodes.

use sea_orm_migration::prelude::*;

/// Creates the table `mail_trouble`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(MailTrouble::Table)
                    .col(ColumnDef::new(MailTrouble::MailId).uuid().not_null().primary_key())
                    .col(ColumnDef::new(MailTrouble::MailboxHash).text().not_null())
                    .col(ColumnDef::new(MailTrouble::Kind).text().not_null())
                    .col(ColumnDef::new(MailTrouble::OrderId).uuid().not_null())
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(MailTrouble::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum MailTrouble {
    Table,
    MailId,
    MailboxHash,
    Kind,
    OrderId,
}
