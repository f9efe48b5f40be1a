//! An application behind a proxy: it answers with the headers that arrive.

use std::collections::BTreeMap;

use axum::Router;
use axum::http::HeaderMap;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub struct Application {
    pub address: String,
    task: JoinHandle<()>,
}

impl Application {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let router = Router::new().fallback(async |headers: HeaderMap| {
            let arrived: BTreeMap<String, Vec<String>> = headers
                .keys()
                .map(|name| {
                    let values =
                        headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into());
                    (name.to_string(), values.collect())
                })
                .collect();
            axum::Json(arrived)
        });
        let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { address, task }
    }
}

impl Drop for Application {
    fn drop(&mut self) {
        self.task.abort();
    }
}
