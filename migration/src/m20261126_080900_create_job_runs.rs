//! Job runs: which node did which scheduled work for which period.

use sea_orm_migration::prelude::*;

/// Creates the table `job_run`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(JobRun::Table)
                    .col(ColumnDef::new(JobRun::Name).text().not_null())
                    .col(ColumnDef::new(JobRun::Period).big_integer().not_null())
                    .col(ColumnDef::new(JobRun::LeaseId).uuid().not_null())
                    .col(ColumnDef::new(JobRun::LeaseExpirationDate).big_integer().not_null())
                    .col(ColumnDef::new(JobRun::FinishedDate).big_integer())
                    .primary_key(Index::create().col(JobRun::Name).col(JobRun::Period))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("job_run_finished_date").table(JobRun::Table).col(JobRun::FinishedDate).to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(JobRun::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum JobRun {
    Table,
    Name,
    Period,
    LeaseId,
    LeaseExpirationDate,
    FinishedDate,
}
