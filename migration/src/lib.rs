//! Doorpost's schema. Each file is one change, dated, and safe beside the previous program.
//!
//! Imports no entity: a migration describes the tables as they were on its day.

use sea_orm_migration::prelude::*;

pub use sea_orm_migration::MigratorTrait;

mod m20261126_080000_create_accounts;
mod m20261126_080100_create_sessions;
mod m20261126_080200_create_pending_logins;
mod m20261126_080300_create_confirmation_tokens;
mod m20261126_080400_create_email_links;
mod m20261126_080500_create_email_tokens;
mod m20261126_080600_create_outbox;
mod m20261126_080700_create_idempotency_records;
mod m20261126_080800_create_mail_quotas;
mod m20261126_080900_create_job_runs;
mod m20261126_081000_create_keyring;
mod m20261126_130000_create_access_keys;
mod m20261126_130100_add_access_key_to_outbox;
mod m20261126_133000_create_signing_keys;
mod m20261126_150000_add_name_to_sessions;
mod m20261126_150100_create_deletion_notices;
mod m20261126_150200_add_deletion_notice_to_outbox;
mod m20261126_170000_create_events;
mod m20261126_190000_let_events_have_no_account;
mod m20261126_200000_index_what_is_purged;
mod m20261126_200100_index_pending_logins_by_mailbox;
mod m20261126_220000_index_lanes_of_outbox;
mod m20261127_160000_index_tries_of_outbox;
mod m20261130_170000_add_makers;
mod m20261130_171000_add_typed_email_to_pending_logins;
mod m20261130_171100_add_asked_from_to_email_links;
mod m20261130_171200_index_session_begins;
mod m20261130_180000_add_wrong_match_codes;
mod m20261130_180000_create_resting_names;
mod m20261130_180100_create_rename_notices;
mod m20261130_180200_add_rename_notice_to_outbox;
mod m20261130_184100_create_forgotten_accounts;
mod m20261130_184200_index_dropped_mails;
mod m20261130_190000_create_mail_troubles;
mod m20261130_190100_create_processes;
mod m20261130_233500_add_first_proof_email;
mod m20261130_235000_add_time_zone_to_pending_logins;

/// All migrations, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261126_080000_create_accounts::Migration),
            Box::new(m20261126_080100_create_sessions::Migration),
            Box::new(m20261126_080200_create_pending_logins::Migration),
            Box::new(m20261126_080300_create_confirmation_tokens::Migration),
            Box::new(m20261126_080400_create_email_links::Migration),
            Box::new(m20261126_080500_create_email_tokens::Migration),
            Box::new(m20261126_080600_create_outbox::Migration),
            Box::new(m20261126_080700_create_idempotency_records::Migration),
            Box::new(m20261126_080800_create_mail_quotas::Migration),
            Box::new(m20261126_080900_create_job_runs::Migration),
            Box::new(m20261126_081000_create_keyring::Migration),
            Box::new(m20261126_130000_create_access_keys::Migration),
            Box::new(m20261126_130100_add_access_key_to_outbox::Migration),
            Box::new(m20261126_133000_create_signing_keys::Migration),
            Box::new(m20261126_150000_add_name_to_sessions::Migration),
            Box::new(m20261126_150100_create_deletion_notices::Migration),
            Box::new(m20261126_150200_add_deletion_notice_to_outbox::Migration),
            Box::new(m20261126_170000_create_events::Migration),
            Box::new(m20261126_190000_let_events_have_no_account::Migration),
            Box::new(m20261126_200000_index_what_is_purged::Migration),
            Box::new(m20261126_200100_index_pending_logins_by_mailbox::Migration),
            Box::new(m20261126_220000_index_lanes_of_outbox::Migration),
            Box::new(m20261127_160000_index_tries_of_outbox::Migration),
            Box::new(m20261130_170000_add_makers::Migration),
            Box::new(m20261130_171000_add_typed_email_to_pending_logins::Migration),
            Box::new(m20261130_171100_add_asked_from_to_email_links::Migration),
            Box::new(m20261130_171200_index_session_begins::Migration),
            Box::new(m20261130_180000_add_wrong_match_codes::Migration),
            Box::new(m20261130_180000_create_resting_names::Migration),
            Box::new(m20261130_180100_create_rename_notices::Migration),
            Box::new(m20261130_180200_add_rename_notice_to_outbox::Migration),
            Box::new(m20261130_184100_create_forgotten_accounts::Migration),
            Box::new(m20261130_184200_index_dropped_mails::Migration),
            Box::new(m20261130_190000_create_mail_troubles::Migration),
            Box::new(m20261130_190100_create_processes::Migration),
            Box::new(m20261130_233500_add_first_proof_email::Migration),
            Box::new(m20261130_235000_add_time_zone_to_pending_logins::Migration),
        ]
    }
}
