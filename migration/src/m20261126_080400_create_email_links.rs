//! E-mail links: proofs of an address, and ways back from a change.

use sea_orm_migration::prelude::*;

/// Creates the table `email_link`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(EmailLink::Table)
                    .col(ColumnDef::new(EmailLink::Id).uuid().not_null().primary_key())
                    .col(ColumnDef::new(EmailLink::AccountId).uuid().not_null())
                    .col(ColumnDef::new(EmailLink::Kind).text().not_null())
                    .col(ColumnDef::new(EmailLink::State).text().not_null())
                    .col(ColumnDef::new(EmailLink::Email).text().not_null())
                    .col(ColumnDef::new(EmailLink::NewEmail).text())
                    .col(ColumnDef::new(EmailLink::Locale).text().not_null())
                    .col(ColumnDef::new(EmailLink::CreationDate).big_integer().not_null())
                    .col(ColumnDef::new(EmailLink::ExpirationDate).big_integer().not_null())
                    .foreign_key(
                        ForeignKey::create()
                            .from(EmailLink::Table, EmailLink::AccountId)
                            .to("account", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("email_link_account_id")
                    .table(EmailLink::Table)
                    .col(EmailLink::AccountId)
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("email_link_expiration_date")
                    .table(EmailLink::Table)
                    .col(EmailLink::ExpirationDate)
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(EmailLink::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum EmailLink {
    Table,
    Id,
    AccountId,
    Kind,
    State,
    Email,
    NewEmail,
    Locale,
    CreationDate,
    ExpirationDate,
}
