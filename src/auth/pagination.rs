//! Cutting lists into pages: one row more than is wanted is asked for, and tells whether there is another page.

/// The rows of this page, and where the next one begins, if there is one.
pub(super) fn split_page<T, C>(mut rows: Vec<T>, limit: u64, cursor: impl Fn(&T) -> C) -> (Vec<T>, Option<C>) {
    let more = rows.len() as u64 > limit;
    if more {
        rows.pop();
    }
    let next = rows.last().filter(|_| more).map(cursor);
    (rows, next)
}
