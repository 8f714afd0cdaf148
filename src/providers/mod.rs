//! Requests to language models, and their replies as they arrive.
//!
//! A [`Provider`] is plain blocking code that speaks one wire format. [`ReplyStream`] runs it in a thread of its own,
//! because a blocked read cannot be cancelled, and is where pieces of text, facts and interruptions come together: it
//! alone decides what is kept of a reply that did not arrive whole. Nothing here reads the environment; keys, addresses
//! and time limits come in as an [`Endpoint`].

mod address;
mod answer;
mod anthropic;
mod call;
mod download;
mod echo;
mod endpoint;
mod error;
mod error_body;
mod estimate;
mod google;
mod http;
mod json_objects;
mod message;
mod offer;
mod openai;
mod preview;
mod queue;
mod read_more;
mod reading;
mod reply;
mod request;
mod request_id;
mod retry;
mod sse;
mod stream;
#[cfg(test)]
mod test_outcome;
#[cfg(test)]
mod test_server;

use std::sync::Arc;

pub use download::download;
pub use endpoint::{Endpoint, Kind, Timeouts};
pub use error::{ProviderError, Refusal, RefusalKind};
pub use offer::OfferedModel;
pub use preview::Preview;
pub use reply::{Ending, Facts, Reply, Stop};
pub use request::{Attachment, ChatMessage, ChatRequest, Effort, MediaType};
pub use retry::{Retry, SystemTiming, Timing};
pub use stream::{Event, Interrupter, ReplySink, ReplyStream};

/// Something that answers chat requests.
pub trait Provider: Send + Sync {
    /// Returns the name that replies and messages use for it.
    fn name(&self) -> &str;

    /// Sends a request and hands the reply to `sink` as it arrives; returns when it is whole.
    ///
    /// Blocks for as long as the provider takes. An error after text was handed out means that the reply was cut off.
    /// Stops early, with any result, once nobody listens to `sink`.
    fn answer(&self, request: &ChatRequest, sink: &ReplySink) -> Result<(), ProviderError>;

    /// Shows the request that [`answer`](Self::answer) would send; `None` where nothing is sent.
    fn preview(&self, request: &ChatRequest) -> Result<Option<Preview>, ProviderError>;

    /// Asks which models can be used with this key. Blocks for as long as the provider takes.
    fn models(&self) -> Result<Vec<OfferedModel>, ProviderError>;
}

/// Opens what an endpoint describes. Nothing is sent yet, and no connection made.
///
/// Refuses an address that cannot be used, or over which a key would travel in the clear.
pub fn open(
    endpoint: Endpoint,
    timing: Arc<dyn Timing>,
) -> Result<Arc<dyn Provider>, ProviderError> {
    Ok(match endpoint.kind {
        Kind::Anthropic => Arc::new(anthropic::Anthropic::new(endpoint, timing)?),
        Kind::Echo => Arc::new(echo::Echo::new(endpoint.name)),
        Kind::Google => Arc::new(google::Google::new(endpoint, timing)?),
        Kind::OpenAi => Arc::new(openai::OpenAi::new(endpoint, timing)?),
    })
}
