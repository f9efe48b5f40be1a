//! What the tests stand on: the program in process, with a clock that they move, a generator that they seeded, and a
//! database of its own for each of them.

mod actor;
mod app;
mod browser;
mod database;
mod documented;
mod ground;
mod mail_server;
mod parallel;
mod pooler;
mod postgres;
mod process;
mod proxy;
mod request;
mod statements;
mod strace;
mod time;
mod visitor;
mod wall_clock;

pub use actor::{Actor, Deed};
pub use app::{Mail, TestApp};
pub use database::Database;
pub use ground::Ground;
pub use mail_server::{MailServer, Manner, Text};
pub use parallel::at_once;
pub use pooler::{Balancer, Pooler};
pub use postgres::{Cluster, is_root};
pub use process::{Process, send_signal};
pub use proxy::{Fate, Proxy, Side};
pub use request::{Reply, Request};
pub use statements::{captured, plan};
pub use strace::Fault;
pub use visitor::{Age, Visitor, hidden_fields};
pub use wall_clock::WallClock;

/// What a person sends from the page of a link about an address, whatever it is for.
pub const FOLLOW: [(&str, &str); 4] =
    [("decision", "apply"), ("confirm_account", "yes"), ("confirm_undo", "yes"), ("older_named", "yes")];

/// Makes of each function two tests, one for each database.
macro_rules! on_both {
    ($($(#[$attribute:meta])* async fn $name:ident($database:ident) $body:block)*) => {$(
        $(#[$attribute])*
        async fn $name($database: $crate::support::Database) $body

        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$name($crate::support::Database::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                super::$name($crate::support::Database::Postgres).await;
            }
        }
    )*};
}
pub(crate) use on_both;

/// A name that no other test has.
pub fn unique(prefix: &str) -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{prefix}{}x{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}
