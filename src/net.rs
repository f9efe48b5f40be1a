//! Networks and connections, as far as they say who asks: addresses, proxies, descriptors, answers that are not read.

pub mod address;
pub mod descriptors;
pub mod forwarders;
pub mod starters;
pub mod unread;
