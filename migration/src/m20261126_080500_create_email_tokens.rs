//! E-mail tokens: what a mailed address link carries, as hashes.

use sea_orm_migration::prelude::*;

/// Creates the table `email_token`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(EmailToken::Table)
                    .col(ColumnDef::new(EmailToken::TokenHash).binary().not_null().primary_key())
                    .col(ColumnDef::new(EmailToken::EmailLinkId).uuid().not_null())
                    .foreign_key(
                        ForeignKey::create()
                            .from(EmailToken::Table, EmailToken::EmailLinkId)
                            .to("email_link", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("email_token_email_link_id")
                    .table(EmailToken::Table)
                    .col(EmailToken::EmailLinkId)
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(EmailToken::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum EmailToken {
    Table,
    TokenHash,
    EmailLinkId,
}
