//! Errors of providers, translated.

use super::failure::{Exit, Failure};
use crate::providers::{ProviderError, Refusal, RefusalKind};

impl From<ProviderError> for Failure {
    fn from(error: ProviderError) -> Self {
        Self::of_provider(&error)
    }
}

impl Failure {
    /// Makes a failure of a provider's error.
    pub(crate) fn of_provider(error: &ProviderError) -> Self {
        let failure = |exit, code| Self::of(exit, code, error);
        match error {
            ProviderError::KeyMissing { provider } => failure(Exit::Secret, "key_missing").hint(format!(
                "store one with `chatkeep key set USER {provider}`, or set the provider's environment variable"
            )),
            ProviderError::KeyUnusable { .. } => {
                failure(Exit::Secret, "key_unusable").hint("set it anew with `chatkeep key set`")
            }
            ProviderError::Download { .. } => failure(Exit::Provider, "download"),
            ProviderError::Unsupported { .. } => failure(Exit::Usage, "unsupported")
                .hint("leave that out, or ask a model of another provider"),
            ProviderError::BadSetting { .. } => failure(Exit::Usage, "provider_setting"),
            ProviderError::InsecureUrl { .. } => {
                failure(Exit::Provider, "insecure_url").hint("use an https:// address; plain HTTP is for this machine only")
            }
            ProviderError::Refused(refusal) => {
                let exit = if refusal.kind == RefusalKind::Key { Exit::Secret } else { Exit::Provider };
                Self { hint: advice(refusal), ..failure(exit, code(refusal.kind)) }
            }
            ProviderError::Redirected { .. } => failure(Exit::Provider, "redirected")
                .hint("correct the base URL; a redirect is not followed, because the key would follow too"),
            ProviderError::Connect { .. } => {
                failure(Exit::Provider, "connect").hint("look at the network, and at the provider's base URL")
            }
            ProviderError::Tls { .. } => {
                failure(Exit::Provider, "tls").hint("look at the address, at this machine's clock and its certificates")
            }
            ProviderError::TimedOut { .. } => {
                failure(Exit::Provider, "timed_out").hint("try again, or wait longer with --timeout")
            }
            ProviderError::ConnectionLost { .. } => failure(Exit::Provider, "connection_lost").hint("try again"),
            ProviderError::Truncated { .. } => failure(Exit::Provider, "truncated").hint("try again"),
            ProviderError::Blocked { .. } => failure(Exit::Provider, "blocked")
                .hint("ask in other words, or ask another model with --model"),
            ProviderError::OutOfTokens { .. } => failure(Exit::Provider, "out_of_tokens")
                .hint("what it thinks counts, too: allow more with --max-tokens, or have it think less with --effort"),
            ProviderError::Malformed { .. } => {
                failure(Exit::Provider, "malformed_answer").hint("is this the address of such a provider?")
            }
            ProviderError::Client { .. } | ProviderError::NoThread { .. } | ProviderError::ThreadLost { .. } => {
                failure(Exit::Other, "client")
            }
        }
    }
}

fn code(kind: RefusalKind) -> &'static str {
    match kind {
        RefusalKind::Key => "key_refused",
        RefusalKind::Quota => "quota",
        RefusalKind::RateLimit => "rate_limit",
        RefusalKind::ContextTooLong => "context_too_long",
        RefusalKind::ModelUnknown => "model_unknown",
        RefusalKind::NotFound => "provider_not_found",
        RefusalKind::Overloaded => "overloaded",
        RefusalKind::ServerFailed => "server_failed",
        RefusalKind::BadRequest => "request_refused",
    }
}

fn advice(refusal: &Refusal) -> Option<String> {
    let provider = &refusal.provider;
    Some(match refusal.kind {
        RefusalKind::Key => format!("set another key with `chatkeep key set USER {provider}`"),
        RefusalKind::Quota => {
            format!("the account at {provider} has no credit left; waiting does not help")
        }
        RefusalKind::RateLimit => match refusal.retry_after {
            Some(wait) => format!("try again in {} s", wait.as_secs()),
            None => "try again later".to_owned(),
        },
        RefusalKind::ContextTooLong => "send less, or begin a new conversation".to_owned(),
        RefusalKind::ModelUnknown => {
            "choose another with --model; a key may not be allowed every model".to_owned()
        }
        RefusalKind::NotFound => "look at the provider's base URL".to_owned(),
        RefusalKind::Overloaded | RefusalKind::ServerFailed => "try again later".to_owned(),
        RefusalKind::BadRequest => return None,
    })
}
