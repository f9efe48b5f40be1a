//! Requests at the same moment.

use std::sync::Arc;

use tokio::sync::Barrier;

use super::{Reply, Request};

/// Sends all of these at once, each from a task of its own, and returns the answers in the same order.
pub async fn at_once(requests: Vec<Request>) -> Vec<Reply> {
    let barrier = Arc::new(Barrier::new(requests.len()));
    let tasks: Vec<_> = requests
        .into_iter()
        .map(|request| {
            let barrier = Arc::clone(&barrier);
            tokio::spawn(async move {
                barrier.wait().await;
                request.send().await
            })
        })
        .collect();
    let mut replies = Vec::with_capacity(tasks.len());
    for task in tasks {
        replies.push(task.await.expect("the request ends"));
    }
    replies
}
