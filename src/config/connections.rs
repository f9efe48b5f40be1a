//! Reading the settings of connections and of what they may take.

use super::ConnectionsConfig;
use super::parse::Reader;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;
/// Room for one answer that is being made, and for one that is read slowly.
const LEAST_UNREAD: usize = 32 * KIB;
const MOST_UNREAD: usize = 64 * MIB;
const MOST: usize = 1_000_000;
const MOST_STREAMS: usize = 1000;

/// Reads all of it, so that each problem is told.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<ConnectionsConfig> {
    let per_address = reader.read("connections.per_address", "512", |text| count(text, MOST));
    let streams = reader.read("connections.streams", "32", |text| count(text, MOST_STREAMS));
    let unread = reader.read("connections.unread", "128KiB", unread);
    let held_polls = reader.read("poll.held_per_address", "300", |text| count(text, MOST));
    Some(ConnectionsConfig { per_address: per_address?, streams: streams?, unread: unread?, held_polls: held_polls? })
}

fn count(text: &str, most: usize) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| (1..=most).contains(count));
    count.ok_or_else(|| format!("must be a number between 1 and {most}"))
}

fn unread(text: &str) -> Result<usize, String> {
    let size = size(text).ok_or_else(|| "must be a size, such as 128KiB or 1MiB".to_owned())?;
    if (LEAST_UNREAD..=MOST_UNREAD).contains(&size) {
        return Ok(size);
    }
    Err(format!("must be between {}KiB and {}MiB", LEAST_UNREAD / KIB, MOST_UNREAD / MIB))
}

/// In bytes.
fn size(text: &str) -> Option<usize> {
    let (number, unit) = match (text.strip_suffix("KiB"), text.strip_suffix("MiB")) {
        (Some(number), _) => (number, KIB),
        (_, Some(number)) => (number, MIB),
        (None, None) => return None,
    };
    number.trim_end().parse::<usize>().ok()?.checked_mul(unit)
}
