//! Random histories of one account against a small model that does one thing after the other: whatever is done in whatever order, the
//! program answers as the model does.
//!
//! What the model holds beyond single answers: a token comes only of an approval; all tokens of one login are the same; no token or key
//! is taken once it was revoked; nothing comes of a login once it was refused, or once it was seen as over, whatever becomes of the
//! clock; what a session or key made ends with it or stays, as whoever ends it was told, however long the line of makers; each change
//! of the address and each step of it is told to the address that loses by it, once; of the ways back the earlier change wins; and
//! what is older than the first proof of the address is asked about until somebody answers who may.

mod address_model;
mod addresses;
mod credentials;
mod logins;
mod model;
mod step;
mod world;

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::support::{Database, TestApp};
use step::history;
use world::World;

/// As many histories as `HISTORIES` says, or this many; from the seed in `HISTORY_SEED`, or a new one.
async fn run(database: Database, count: u32) {
    let count = std::env::var("HISTORIES").ok().and_then(|text| text.parse().ok()).unwrap_or(count);
    let seed: u64 = std::env::var("HISTORY_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or_else(rand::random);
    let app = TestApp::with(database, &[("LOGIN__MATCH", "always")]).await;
    let runtime = tokio::runtime::Handle::current();
    let result = tokio::task::block_in_place(|| {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let config = Config { cases: count, failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
        runner.run(&history(), |(beginning, steps)| {
            runtime.block_on(async {
                let mut world = World::begin(&app, beginning).await?;
                for step in &steps {
                    world.take(step).await?;
                }
                world.end().await
            })
        })
    });
    assert!(result.is_ok(), "HISTORY_SEED={seed}: {}", result.unwrap_err());
}

/// Some 2,000 here; `HISTORIES=100000 cargo test --test integration histories::sqlite` for a long run (invariants 4, 5, 8, 34, 54, 61 to
/// 67, 70).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    run(Database::Sqlite, 2000).await;
}

/// The same on PostgreSQL; `HISTORIES=5000` for a long run.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    run(Database::Postgres, 200).await;
}
