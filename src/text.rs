//! Text from people: codes as they type them, labels as others see them.

pub mod typed;
pub mod visible;
