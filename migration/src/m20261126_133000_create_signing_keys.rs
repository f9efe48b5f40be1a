//! Signing keys of access tokens, and the tokens that were revoked before their end.

use sea_orm_migration::prelude::*;

/// Creates the tables `signing_key` and `revoked_access_token`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(SigningKey::Table)
                    .col(ColumnDef::new(SigningKey::Id).uuid().not_null().primary_key())
                    .col(ColumnDef::new(SigningKey::Generation).big_integer().not_null().unique_key())
                    .col(ColumnDef::new(SigningKey::Algorithm).text().not_null())
                    .col(ColumnDef::new(SigningKey::PublicKey).binary().not_null())
                    .col(ColumnDef::new(SigningKey::SealedKey).binary().not_null())
                    .col(ColumnDef::new(SigningKey::SealSalt).binary().not_null())
                    .col(ColumnDef::new(SigningKey::CreationDate).big_integer().not_null())
                    .col(ColumnDef::new(SigningKey::ActivationDate).big_integer().not_null())
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table(RevokedAccessToken::Table)
                    .col(ColumnDef::new(RevokedAccessToken::Id).uuid().not_null().primary_key())
                    .col(ColumnDef::new(RevokedAccessToken::ExpirationDate).big_integer().not_null())
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("revoked_access_token_expiration_date")
                    .table(RevokedAccessToken::Table)
                    .col(RevokedAccessToken::ExpirationDate)
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(RevokedAccessToken::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(SigningKey::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum SigningKey {
    Table,
    Id,
    Generation,
    Algorithm,
    PublicKey,
    SealedKey,
    SealSalt,
    CreationDate,
    ActivationDate,
}

#[derive(DeriveIden)]
enum RevokedAccessToken {
    Table,
    Id,
    ExpirationDate,
}
