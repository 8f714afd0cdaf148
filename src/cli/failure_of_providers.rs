//! Errors of providers, translated.

use super::endpoints::key_variable;
use super::failure::{Exit, Failure, with_root_cause};
use crate::providers::{ProviderError, Refusal, RefusalKind};

impl From<ProviderError> for Failure {
    fn from(error: ProviderError) -> Self {
        Self::of_provider(&error)
    }
}

impl Failure {
    /// Makes a failure of a provider's error.
    pub(crate) fn of_provider(error: &ProviderError) -> Self {
        let failure = |exit, code| Self::new(exit, code, with_root_cause(error));
        match error {
            ProviderError::KeyMissing { provider } => {
                let variable = key_variable(provider).unwrap_or("the variable that its `key_env` names");
                failure(Exit::Secret, "key_missing")
                    .hint(format!("store one with `chatkeep key set USER {provider}`, or set {variable}"))
            }
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
                failure(exit, code(refusal.kind)).hint(advice(refusal))
            }
            ProviderError::Redirected { .. } => failure(Exit::Provider, "redirected")
                .hint("correct the base URL; a redirect is not followed, because the key would follow too"),
            ProviderError::Connect { .. } => {
                failure(Exit::Provider, "connect").hint("look at the network, and at the provider's base URL, which -v shows")
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

fn advice(refusal: &Refusal) -> String {
    let provider = &refusal.provider;
    match refusal.kind {
        RefusalKind::Key => format!("set another key with `chatkeep key set USER {provider}`"),
        RefusalKind::Quota => {
            format!(
                "add credit, or raise the limit, of the account at {provider}; waiting does not help"
            )
        }
        RefusalKind::RateLimit => match refusal.retry_after {
            // Rounded up, so that what is said is not too soon.
            Some(wait) => format!("try again in {} s", wait.as_secs_f64().ceil().max(1.0)),
            None => "try again later".to_owned(),
        },
        RefusalKind::ContextTooLong => "send less, or begin a new conversation".to_owned(),
        RefusalKind::ModelUnknown => {
            format!(
                "`chatkeep chat models --provider {provider}` shows which there are for this key; choose one with --model"
            )
        }
        RefusalKind::NotFound => "look at the provider's base URL, which -v shows".to_owned(),
        RefusalKind::Overloaded | RefusalKind::ServerFailed => "try again later".to_owned(),
        RefusalKind::BadRequest => {
            "leave out or change what it complains about, or ask another model with --model"
                .to_owned()
        }
    }
}
