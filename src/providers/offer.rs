//! The models that a provider offers.

/// A model that can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedModel {
    /// What requests call it.
    pub id: String,
    /// What people call it, if the provider says so.
    pub name: Option<String>,
    /// The most tokens that it reads, if the provider says so.
    pub input_limit: Option<u64>,
    /// The most tokens that it answers with, if the provider says so.
    pub output_limit: Option<u64>,
    /// When it goes, as the provider writes it.
    pub retires: Option<String>,
}

impl OfferedModel {
    /// Makes a model of which only the id is known.
    pub(super) fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: None,
            input_limit: None,
            output_limit: None,
            retires: None,
        }
    }
}
