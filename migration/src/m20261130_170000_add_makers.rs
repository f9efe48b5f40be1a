//! What made a credential, a change of address or an approval, so that it can be ended together with its maker.

use sea_orm_migration::prelude::*;

/// Adds `made_by` to everything that a session or an access key can make, and what goes with it: the counter of an account's changes
/// of address, its copy in each link, the date of a first proof whose question is not answered yet, and the account that the
/// starter of a login signed in to before. What is there already has no maker.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in MADE {
            add(manager, table, ColumnDef::new(Column::MadeBy).text().to_owned()).await?;
        }
        add(manager, Changed::PendingLogin, ColumnDef::new(Column::KnownAccountId).uuid().to_owned()).await?;
        let counter = |name| ColumnDef::new(name).big_integer().not_null().default(0).to_owned();
        add(manager, Changed::Account, counter(Column::EmailChangeCount)).await?;
        add(manager, Changed::Account, ColumnDef::new(Column::FirstProofDate).big_integer().to_owned()).await?;
        add(manager, Changed::EmailLink, counter(Column::ChangeNumber)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in MADE {
            drop(manager, table, Column::MadeBy).await?;
        }
        drop(manager, Changed::PendingLogin, Column::KnownAccountId).await?;
        drop(manager, Changed::Account, Column::EmailChangeCount).await?;
        drop(manager, Changed::Account, Column::FirstProofDate).await?;
        drop(manager, Changed::EmailLink, Column::ChangeNumber).await
    }
}

const MADE: [Changed; 4] = [Changed::Session, Changed::AccessKey, Changed::EmailLink, Changed::PendingLogin];

async fn add(manager: &SchemaManager<'_>, table: Changed, column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await
}

async fn drop(manager: &SchemaManager<'_>, table: Changed, column: Column) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await
}

#[derive(Clone, Copy, DeriveIden)]
enum Changed {
    Account,
    Session,
    AccessKey,
    EmailLink,
    PendingLogin,
}

#[derive(Clone, Copy, DeriveIden)]
enum Column {
    MadeBy,
    KnownAccountId,
    EmailChangeCount,
    FirstProofDate,
    ChangeNumber,
}
