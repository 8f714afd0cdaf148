//! Which providers can be asked, and how each is reached; known to whoever read the configuration.

use crate::providers::Endpoint;

/// Knows the providers that can be asked, and how each is reached.
pub trait Endpoints {
    /// Returns how to reach the provider of this name; its key is one for everybody, used where a user has none.
    fn find(&self, name: &str) -> Option<Endpoint>;

    /// Returns the names that there are.
    fn names(&self) -> Vec<String>;
}
