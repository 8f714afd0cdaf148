//! The providers that can be asked: the known ones, and those of the configuration.

use super::context::Context;
use super::environment::Environment;
use super::failure::{Exit, Failure};
use crate::actions::endpoints::Endpoints;
use crate::model::SecretText;
use crate::providers::{Endpoint, Kind};

/// The variables that a provider's own programs read too.
struct Variables {
    key: &'static str,
    base_url: &'static str,
    organisation: &'static str,
    project: &'static str,
}

fn variables_of(kind: Kind) -> Option<Variables> {
    match kind {
        Kind::OpenAi => Some(Variables {
            key: "OPENAI_API_KEY",
            base_url: "OPENAI_BASE_URL",
            organisation: "OPENAI_ORG_ID",
            project: "OPENAI_PROJECT_ID",
        }),
        Kind::Echo => None,
    }
}

impl Context {
    /// Checks what the configuration says about providers of one's own.
    pub(crate) fn check_providers(&self) -> Result<(), Failure> {
        for (name, provider) in &self.config.providers {
            let problem = if Kind::from_name(name).is_some() {
                format!("{name:?} is the name of a known provider; choose another")
            } else if Kind::from_name(&provider.kind).is_none_or(|kind| !kind.is_remote()) {
                format!(
                    "{:?} is no kind of provider; there is \"openai\"",
                    provider.kind
                )
            } else {
                continue;
            };
            return Err(Failure::new(
                Exit::Usage,
                "config_invalid",
                format!("providers.{name} in the configuration: {problem}"),
            ));
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
            endpoint.organisation = text(variables.organisation);
            endpoint.project = text(variables.project);
            endpoint.key = secret(&self.environment, variables.key);
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
