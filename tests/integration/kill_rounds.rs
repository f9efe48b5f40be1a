//! Killed at random moments under a load of everything, again and again, on the same files: what was acknowledged is
//! there, the rest is whole or absent and can be asked for again, and nothing stays stuck (invariants 34, 49, 50, 51).
//!
//! `SEED=…` repeats a run's choices, `ROUNDS=…` makes it longer: see `tests/faults`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::support::{Actor, Database, Deed, Ground, MailServer, Manner, Process};

const ACTORS: u64 = 5;
/// After so many rounds new files and new people take over, so that a long run does not slow down.
const ROUNDS_OF_ONE: u32 = 25;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

#[expect(clippy::print_stdout, reason = "the seed, and how far a long run is")]
async fn run(database: Database, rounds: u32) {
    let rounds = number("ROUNDS").and_then(|count| u32::try_from(count).ok()).unwrap_or(rounds);
    let seed = number("SEED").unwrap_or_else(rand::random);
    println!("SEED={seed}: {rounds} rounds on {database:?}");
    let mut random = StdRng::seed_from_u64(seed);
    let mut left = rounds;
    let (mut acknowledged, mut doubted) = (0, BTreeMap::<Deed, u32>::new());
    while left > 0 {
        let now = left.min(ROUNDS_OF_ONE);
        for actor in series(database, now, &mut random).await {
            acknowledged += actor.acknowledged;
            actor.doubted.iter().for_each(|deed| *doubted.entry(*deed).or_default() += 1);
        }
        left -= now;
        println!("SEED={seed}: {left} rounds left, {acknowledged} deeds acknowledged, in doubt {doubted:?}");
    }
    assert!(acknowledged > rounds * 5, "SEED={seed}: hardly anything was done: {acknowledged}");
}

async fn series(database: Database, rounds: u32, random: &mut StdRng) -> Vec<Actor> {
    let mail = Arc::new(MailServer::start(Manner::Polite).await);
    let mut process = Process::with(database, &[("MAIL__URL", &mail.url())]).await;
    let mut actors: Vec<_> =
        (0..ACTORS).map(|number| Actor::new(format!("a{number}"), random.random(), Arc::clone(&mail))).collect();
    for _ in 0..rounds {
        let moment = Duration::from_micros(random.random_range(2_000..600_000));
        let kill = async {
            tokio::time::sleep(moment).await;
            process.signal("KILL").await;
        };
        let acting = futures_util::future::join_all(actors.iter_mut().map(|actor| actor.act(&process)));
        tokio::join!(acting, kill);
        process.exit_code().await;
        // Now and then it is killed while it starts, too.
        while random.random_bool(0.3) {
            process.launch_again();
            tokio::time::sleep(Duration::from_micros(random.random_range(0..250_000))).await;
            if process.runs() {
                process.signal("KILL").await;
            }
            assert_eq!(process.exit_code().await, None, "it ended by itself: {}", process.log());
        }
        process.start_again().await;
        settle(&process, &mut actors).await;
    }
    actors
}

async fn settle(process: &Process, actors: &mut [Actor]) {
    let ground = Ground::of(process).await;
    ground.assert_sound().await;
    ground.outlast_leases().await;
    futures_util::future::join_all(actors.iter_mut().map(|actor| actor.settle(process))).await;
    for _ in 0..1500 {
        if ground.queued().await == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(ground.queued().await, 0, "the outbox does not drain: {}", process.log());
    for actor in actors {
        actor.assert_mailed();
    }
    ground.close().await;
}

/// `ROUNDS=500 cargo test --test integration kill_rounds::sqlite` for a long run.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    run(Database::Sqlite, 6).await;
}

/// The same on PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    run(Database::Postgres, 3).await;
}
