//! The providers that can be asked: the known ones, and those of the configuration.

use super::context::Context;
use super::environment::Environment;
use super::failure::Failure;
use crate::actions::endpoints::Endpoints;
use crate::model::SecretText;
use crate::providers::{Endpoint, Kind};

/// The variables that a provider's own programs read too.
struct Variables {
    key: &'static str,
    /// A bearer token, for who has no key.
    token: Option<&'static str>,
    base_url: &'static str,
    organisation: Option<&'static str>,
    project: Option<&'static str>,
}

fn variables_of(kind: Kind) -> Option<Variables> {
    match kind {
        Kind::OpenAi => Some(Variables {
            key: "OPENAI_API_KEY",
            token: None,
            base_url: "OPENAI_BASE_URL",
            organisation: Some("OPENAI_ORG_ID"),
            project: Some("OPENAI_PROJECT_ID"),
        }),
        Kind::Anthropic => Some(Variables {
            key: "ANTHROPIC_API_KEY",
            token: Some("ANTHROPIC_AUTH_TOKEN"),
            base_url: "ANTHROPIC_BASE_URL",
            organisation: None,
            project: None,
        }),
        Kind::Echo => None,
    }
}

/// Returns the environment variable that holds the key of a known provider.
pub(super) fn key_variable(provider: &str) -> Option<&'static str> {
    Some(variables_of(Kind::from_name(provider)?)?.key)
}

impl Context {
    /// Checks what the configuration says about providers of one's own.
    pub(crate) fn check_providers(&self) -> Result<(), Failure> {
        for (name, provider) in &self.config.providers {
            let problem = if Kind::from_name(name).is_some() {
                format!("{name:?} is the name of a known provider; choose another")
            } else if Kind::from_name(&provider.kind).is_none_or(|kind| !kind.is_remote()) {
                let remote = Kind::ALL.into_iter().filter(|kind| kind.is_remote());
                let known: Vec<_> = remote.map(|kind| format!("{:?}", kind.as_str())).collect();
                let (kind, known) = (&provider.kind, known.join(", "));
                format!("{kind:?} is no kind of provider; there are {known}")
            } else {
                continue;
            };
            return Err(Failure::invalid_config(format!(
                "providers.{name} in the configuration: {problem}"
            )));
        }
        Ok(())
    }
}

impl Endpoints for Context {
    fn find(&self, name: &str) -> Option<Endpoint> {
        if let Some(own) = self.config.providers.get(name) {
            let mut endpoint = Endpoint::new(Kind::from_name(&own.kind)?);
            endpoint.name = name.to_owned();
            endpoint.base_url.clone_from(&own.base_url);
            endpoint.key = own
                .key_env
                .as_deref()
                .and_then(|variable| secret(&self.environment, variable));
            return Some(endpoint);
        }
        let kind = Kind::from_name(name)?;
        let mut endpoint = Endpoint::new(kind);
        if let Some(variables) = variables_of(kind) {
            let text = |name| self.environment.text(name).map(str::to_owned);
            endpoint.base_url = text(variables.base_url).unwrap_or(endpoint.base_url);
            endpoint.organisation = variables.organisation.and_then(text);
            endpoint.project = variables.project.and_then(text);
            endpoint.key = secret(&self.environment, variables.key);
            endpoint.bearer_token = variables
                .token
                .and_then(|name| secret(&self.environment, name));
        }
        Some(endpoint)
    }

    fn names(&self) -> Vec<String> {
        let known = Kind::ALL.iter().map(|kind| kind.as_str().to_owned());
        known.chain(self.config.providers.keys().cloned()).collect()
    }
}

fn secret(environment: &Environment, variable: &str) -> Option<SecretText> {
    environment.text(variable).map(SecretText::new)
}
