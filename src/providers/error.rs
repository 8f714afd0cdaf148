//! What can go wrong between a request and its reply.
//!
//! A variant names a situation. Texts of servers are in it only as [`message::public`](super::message) leaves them: one
//! line, short, without control characters, the key replaced. What to do about it, and the exit code, are the command
//! line's business.

use std::fmt;
use std::io;
use std::time::Duration;

/// Why there is no reply, or no more of it.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// The server wants a key and none was given.
    #[error("{provider} needs an API key")]
    KeyMissing {
        /// The provider.
        provider: String,
    },
    /// The key holds characters that cannot be sent, such as a line break.
    #[error("the API key for {provider} holds characters that no key has")]
    KeyUnusable {
        /// The provider.
        provider: String,
    },
    /// An address, or a name that goes along with requests, cannot be used.
    #[error("the {setting} of {provider} cannot be used: {reason}")]
    BadSetting {
        /// The provider.
        provider: String,
        /// Which setting.
        setting: &'static str,
        /// Why not.
        reason: &'static str,
    },
    /// The key would travel over plain HTTP to another machine.
    #[error("no key is sent to {host} over plain HTTP")]
    InsecureUrl {
        /// The provider.
        provider: String,
        /// The host of its address.
        host: String,
    },
    /// A file that was to be sent along could not be fetched.
    #[error("cannot fetch the file from {host}: {reason}")]
    Download {
        /// Where from.
        host: String,
        /// Why not.
        reason: String,
    },
    /// The provider has no word for something that was asked of it.
    #[error("{provider} cannot be asked for {what}")]
    Unsupported {
        /// The provider.
        provider: String,
        /// What.
        what: &'static str,
    },
    /// The server answered that it will not, or cannot.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// The server points elsewhere. That is not followed, because the key would follow too.
    #[error("{provider} answered with a redirect (HTTP {status}){}", Towards(target.as_deref()))]
    Redirected {
        /// The provider.
        provider: String,
        /// The HTTP status.
        status: u16,
        /// The host it points to, if that can be told.
        target: Option<String>,
    },
    /// No connection could be made.
    #[error("cannot connect to {provider} at {host}")]
    Connect {
        /// The provider.
        provider: String,
        /// The host.
        host: String,
        /// The cause.
        #[source]
        source: reqwest::Error,
    },
    /// The connection could not be secured: a wrong certificate, no common version, or not TLS at all.
    #[error("cannot connect securely to {provider} at {host}")]
    Tls {
        /// The provider.
        provider: String,
        /// The host.
        host: String,
        /// The cause.
        #[source]
        source: reqwest::Error,
    },
    /// Nothing came for too long.
    #[error("{provider} sent nothing for {} s", waited.as_secs_f32())]
    TimedOut {
        /// The provider.
        provider: String,
        /// The time limit.
        waited: Duration,
    },
    /// The connection broke.
    #[error("the connection to {provider} broke")]
    ConnectionLost {
        /// The provider.
        provider: String,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// The stream ended without its end mark.
    #[error("the reply of {provider} ended early")]
    Truncated {
        /// The provider.
        provider: String,
    },
    /// The provider keeps back what the model says, or the rest of it, or does not even ask it.
    #[error("{provider} blocked the {what}{}", Because(reason.as_deref()))]
    Blocked {
        /// The provider.
        provider: String,
        /// The prompt or the reply.
        what: &'static str,
        /// Why, if that is told; one short line.
        reason: Option<String>,
    },
    /// The limit of tokens was reached before there was any text.
    #[error("{provider} reached the limit of tokens before it said anything")]
    OutOfTokens {
        /// The provider.
        provider: String,
    },
    /// What came is not what the wire format has.
    #[error("{provider} sent an answer that cannot be read: {what}")]
    Malformed {
        /// The provider.
        provider: String,
        /// What is wrong; no content of the answer.
        what: String,
    },
    /// The HTTP client could not be made, for example because the system has no certificates.
    #[error("cannot prepare requests to {provider}")]
    Client {
        /// The provider.
        provider: String,
        /// The cause.
        #[source]
        source: reqwest::Error,
    },
    /// The system gave no thread to wait in.
    #[error("cannot wait for {provider} in the background")]
    NoThread {
        /// The provider.
        provider: String,
        /// The system's answer.
        #[source]
        source: io::Error,
    },
    /// The thread that waited for the reply is gone. This is a fault of ours.
    #[error("waiting for {provider} ended unexpectedly")]
    ThreadLost {
        /// The provider.
        provider: String,
    },
}

impl ProviderError {
    /// Says it without the server's own words, for where that is said again and again.
    pub(super) fn brief(&self) -> String {
        match self {
            Self::Refused(refusal) => refusal.heading(),
            other => other.to_string(),
        }
    }

    /// Returns what the server said, if it was a server that refused.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}

/// The end of a sentence that has a reason.
struct Because<'a>(Option<&'a str>);

impl fmt::Display for Because<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(reason) => write!(f, ": {reason}"),
            None => Ok(()),
        }
    }
}

/// The end of a sentence about a redirect.
struct Towards<'a>(Option<&'a str>);

impl fmt::Display for Towards<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(host) => write!(f, " to {host}"),
            None => Ok(()),
        }
    }
}

/// A server's answer that is no reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub kind: RefusalKind,
    /// The provider.
    pub provider: String,
    /// The HTTP status; 200 for an error inside a stream.
    pub status: u16,
    /// The provider's id for the request, which its support asks for.
    pub request_id: Option<String>,
    /// The server's own words, fit to be shown; may be empty.
    pub message: String,
    /// How long the server asks to wait, whether we would or not.
    pub retry_after: Option<Duration>,
}

/// Why a server refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalKind {
    /// The key is wrong, or not allowed to do this.
    Key,
    /// Paid use is used up: waiting does not help.
    Quota,
    /// Too many requests or tokens in a short time.
    RateLimit,
    /// The conversation is longer than the model can take.
    ContextTooLong,
    /// There is no such model, or not for this key.
    ModelUnknown,
    /// There is nothing at this address: the base URL is wrong.
    NotFound,
    /// The server has too much to do.
    Overloaded,
    /// The server failed.
    ServerFailed,
    /// The request itself is at fault.
    BadRequest,
}

impl RefusalKind {
    /// Whether the same request may do better later.
    pub fn may_pass(self) -> bool {
        matches!(
            self,
            Self::RateLimit | Self::Overloaded | Self::ServerFailed
        )
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::Key => "refused the API key",
            Self::Quota => "refused because the quota or credit is used up",
            Self::RateLimit => "refused because of too many requests",
            Self::ContextTooLong => "refused because the conversation is too long for the model",
            Self::ModelUnknown => "does not know the model",
            Self::NotFound => "has nothing at this address",
            Self::Overloaded => "is overloaded",
            Self::ServerFailed => "failed",
            Self::BadRequest => "refused the request",
        }
    }
}

impl Refusal {
    /// Says who refused and why, without the server's own words.
    fn heading(&self) -> String {
        let place = match (self.status, &self.request_id) {
            (200, None) => String::new(),
            (200, Some(id)) => format!(" (request {id})"),
            (status, None) => format!(" (HTTP {status})"),
            (status, Some(id)) => format!(" (HTTP {status}, request {id})"),
        };
        format!("{} {}{place}", self.provider, self.kind.sentence())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.heading())?;
        let message = Some(self.message.as_str()).filter(|text| !text.is_empty());
        write!(f, "{}", Because(message))
    }
}

impl std::error::Error for Refusal {}
