//! Mail quotas: how much mail a mailbox has had, as one date per limit (GCRA).

use sea_orm_migration::prelude::*;

/// Creates the table `mail_quota`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(MailQuota::Table)
                    .col(ColumnDef::new(MailQuota::KeyHash).binary().not_null().primary_key())
                    .col(ColumnDef::new(MailQuota::ArrivalDate).big_integer().not_null())
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("mail_quota_arrival_date")
                    .table(MailQuota::Table)
                    .col(MailQuota::ArrivalDate)
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(MailQuota::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum MailQuota {
    Table,
    KeyHash,
    ArrivalDate,
}
