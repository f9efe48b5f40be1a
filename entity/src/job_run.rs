//! Job runs: which node did which scheduled work for which period.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job_run")]
pub struct Model {
    /// The job.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Number of the period since the epoch.
    #[sea_orm(primary_key, auto_increment = false)]
    pub period: i64,
    /// Fencing id of the node that runs it.
    pub lease_id: Uuid,
    /// Unix seconds; after it another node may take over.
    pub lease_expiration_date: i64,
    /// Unix seconds.
    pub finished_date: Option<i64>,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
