//! Idempotency records: answers to registrations, for a client that lost its reply.

use sea_orm_migration::prelude::*;

/// Creates the table `idempotency_record`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(IdempotencyRecord::Table)
                    .col(ColumnDef::new(IdempotencyRecord::KeyHash).binary().not_null().primary_key())
                    .col(ColumnDef::new(IdempotencyRecord::BodyHash).binary().not_null())
                    .col(ColumnDef::new(IdempotencyRecord::AccountId).uuid().not_null())
                    .col(ColumnDef::new(IdempotencyRecord::SessionId).uuid().not_null())
                    .col(ColumnDef::new(IdempotencyRecord::SealedToken).binary().not_null())
                    .col(ColumnDef::new(IdempotencyRecord::SealSalt).binary().not_null())
                    .col(ColumnDef::new(IdempotencyRecord::SessionExpirationDate).big_integer().not_null())
                    .col(ColumnDef::new(IdempotencyRecord::ExpirationDate).big_integer().not_null())
                    .foreign_key(
                        ForeignKey::create()
                            .from(IdempotencyRecord::Table, IdempotencyRecord::AccountId)
                            .to("account", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("idempotency_record_expiration_date")
                    .table(IdempotencyRecord::Table)
                    .col(IdempotencyRecord::ExpirationDate)
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("idempotency_record_account_id")
                    .table(IdempotencyRecord::Table)
                    .col(IdempotencyRecord::AccountId)
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(IdempotencyRecord::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum IdempotencyRecord {
    Table,
    KeyHash,
    BodyHash,
    AccountId,
    SessionId,
    SealedToken,
    SealSalt,
    SessionExpirationDate,
    ExpirationDate,
}
