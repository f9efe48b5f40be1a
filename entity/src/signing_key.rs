//! Signing keys of access tokens.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_key")]
pub struct Model {
    /// UUID v7; the `kid` of tokens and of the published key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Counts the keys up; unique, so that of two nodes that rotate at once only one does.
    #[sea_orm(unique)]
    pub generation: i64,
    /// How it signs.
    pub algorithm: String,
    /// The public half.
    pub public_key: Vec<u8>,
    /// The private half, sealed under the keyring secret.
    pub sealed_key: Vec<u8>,
    /// Salt of the seal.
    pub seal_salt: Vec<u8>,
    /// Unix seconds; published from here on.
    pub creation_date: i64,
    /// Unix seconds; signs from here on, until the next one does.
    pub activation_date: i64,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("SigningKey")
            .field("id", &self.id)
            .field("generation", &self.generation)
            .finish_non_exhaustive()
    }
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
