//! The program through its front door: HTTP in, mail out, on SQLite and on PostgreSQL.

#![expect(unreachable_pub, reason = "one binary: everything here is private to it")]
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../browser/mod.rs"]
mod browser;
#[path = "../counterparts/mod.rs"]
mod counterparts;
mod support;

mod abuse;
mod access_keys;
mod access_tokens;
mod account;
mod account_page;
mod backups;
mod binary;
mod bounds;
mod bounds_memory;
mod branding;
mod caps;
mod clock_steps;
mod conventions;
mod crash;
mod credential_cache;
mod credentials;
mod disk;
mod email_change;
mod events;
mod exhaustion;
mod export;
mod first_proof;
mod first_proof_answers;
mod first_use;
mod forgotten;
mod forms;
mod forward_auth;
mod fuzz;
mod hand_over;
mod healing;
mod histories;
mod jobs;
mod kill_points;
mod kill_rounds;
mod labels;
mod layers;
mod leaks;
mod limits;
mod link;
mod login;
mod logins;
mod logins_page;
mod mail_code;
mod mail_health;
mod mail_lanes;
mod mail_leases;
mod mail_refusals;
mod mail_servers;
mod mail_settings;
mod mail_tls;
mod mailbox_host;
mod mailed_links;
mod mails;
mod makers;
mod match_code;
mod migrations;
mod names;
mod nearness;
mod outage;
mod pages;
mod poll;
mod postgres_faults;
mod postgres_vanishes;
mod processes;
mod query_plans;
mod quiet;
mod quotas;
mod races;
mod registration;
mod routes;
mod sessions;
mod sign_in;
mod signals;
mod smtp;
mod threat_model;
mod walkthrough;
mod writes;
