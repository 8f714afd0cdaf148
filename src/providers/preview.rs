//! Requests to be looked at, and not sent.

/// A request as it would be sent, but for the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The HTTP method.
    pub method: &'static str,
    /// Where to.
    pub url: String,
    /// Name and value of each header; in place of the key's value stands `[hidden]`.
    pub headers: Vec<(String, String)>,
    /// The JSON that is posted.
    pub body: String,
}
