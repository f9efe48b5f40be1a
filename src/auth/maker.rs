//! Makers: which session or access key made a credential, a change of address or an approval.
//!
//! A maker may be gone long before what it made: a thief signs himself out, or revokes the key between two others. So each thing that
//! was made keeps the ids of all its makers, and not only the last one, and nothing has to be kept of a credential that ended
//! (invariant 61).

use entity::{access_key, session};
use uuid::Uuid;

/// Ids of makers, the first one first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lineage(Vec<Uuid>);

impl Lineage {
    /// Of what no credential makes: a registration, or what a mail approves.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Of what this session makes.
    #[must_use]
    pub fn of_session(session: &session::Model) -> Self {
        Self::read(session.made_by.as_deref()).and(session.id)
    }

    /// Of what this access key makes.
    #[must_use]
    pub fn of_key(key: &access_key::Model) -> Self {
        Self::read(key.made_by.as_deref()).and(key.id)
    }

    /// From a column. What is no id there says nothing.
    #[must_use]
    pub fn read(column: Option<&str>) -> Self {
        Self(column.unwrap_or_default().split_ascii_whitespace().filter_map(|id| id.parse().ok()).collect())
    }

    /// As a column holds it: nothing if there is no maker.
    #[must_use]
    pub fn column(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.iter().map(Uuid::to_string).collect::<Vec<_>>().join(" "))
    }

    /// Who made it, without whoever made that.
    #[must_use]
    pub fn maker(&self) -> Option<Uuid> {
        self.0.last().copied()
    }

    /// All makers, the first one first.
    #[must_use]
    pub fn ids(&self) -> &[Uuid] {
        &self.0
    }

    fn and(mut self, id: Uuid) -> Self {
        self.0.push(id);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_as_the_same() {
        let (first, second) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let lineage = Lineage::none().and(first).and(second);
        assert_eq!(Lineage::read(lineage.column().as_deref()), lineage);
        assert_eq!((lineage.maker(), lineage.ids()), (Some(second), &[first, second][..]));
        assert_eq!(Lineage::none().column(), None);
        assert_eq!(Lineage::read(None), Lineage::none());
        assert_eq!(Lineage::read(Some("x")), Lineage::none());
    }
}
