//! The providers that can be asked: the known ones, as the environment and the configuration change them, and those of the
//! configuration alone.

use super::config::ProviderConfig;
use super::context::Context;
use super::failure::Failure;
use crate::actions::endpoints::Endpoints;
use crate::model::SecretText;
use crate::providers::{Endpoint, Kind};

/// The variables that a provider's own programs read too.
struct Variables {
    /// The first that is set holds the key.
    keys: &'static [&'static str],
    /// A bearer token, for who has no key.
    token: Option<&'static str>,
    base_url: &'static str,
    organisation: Option<&'static str>,
    project: Option<&'static str>,
}

fn variables_of(kind: Kind) -> Option<Variables> {
    match kind {
        Kind::OpenAi => Some(Variables {
            keys: &["OPENAI_API_KEY"],
            token: None,
            base_url: "OPENAI_BASE_URL",
            organisation: Some("OPENAI_ORG_ID"),
            project: Some("OPENAI_PROJECT_ID"),
        }),
        Kind::Anthropic => Some(Variables {
            keys: &["ANTHROPIC_API_KEY"],
            token: Some("ANTHROPIC_AUTH_TOKEN"),
            base_url: "ANTHROPIC_BASE_URL",
            organisation: None,
            project: None,
        }),
        Kind::Google => Some(Variables {
            keys: &["GOOGLE_API_KEY", "GEMINI_API_KEY"],
            token: None,
            base_url: "GOOGLE_GEMINI_BASE_URL",
            organisation: None,
            project: None,
        }),
        Kind::Echo => None,
    }
}

/// Returns the environment variable that holds the key of a known provider.
pub(super) fn key_variable(provider: &str) -> Option<&'static str> {
    variables_of(Kind::from_name(provider)?)?
        .keys
        .first()
        .copied()
}

impl Context {
    /// Checks what the configuration says about providers.
    pub(crate) fn check_providers(&self) -> Result<(), Failure> {
        for (name, provider) in &self.config.providers {
            provider.check(name).map_err(|problem| {
                Failure::invalid_config(format!("providers.{name} in the configuration: {problem}"))
            })?;
        }
        Ok(())
    }
}

impl ProviderConfig {
    /// Finds what it speaks: what it says itself, or what its name does.
    fn kind(&self, name: &str) -> Option<Kind> {
        Kind::from_name(name).or_else(|| Kind::from_name(self.kind.as_deref()?))
    }

    /// Returns what is wrong with it. The table of a known provider need not say what that one speaks.
    fn check(&self, name: &str) -> Result<(), String> {
        match Kind::from_name(name) {
            Some(known) => self.check_known(known)?,
            None => self.check_own()?,
        }
        let has_versions = self.kind(name).is_some_and(Kind::has_versions);
        if self.api_version.is_some() && !has_versions {
            let versioned = listed(Kind::has_versions);
            return Err(format!("only the kinds {versioned} have an api_version"));
        }
        Ok(())
    }

    fn check_known(&self, known: Kind) -> Result<(), String> {
        let name = known.as_str();
        if !known.is_remote() {
            return Err(format!("{name:?} has no settings"));
        }
        if self.kind.as_deref().is_some_and(|kind| kind != name) {
            return Err(format!(
                "{name:?} is the name of a known provider, which speaks nothing else"
            ));
        }
        Ok(())
    }

    fn check_own(&self) -> Result<(), String> {
        let known = listed(Kind::is_remote);
        let Some(kind) = &self.kind else {
            return Err(format!("it needs a kind; there are {known}"));
        };
        if Kind::from_name(kind).is_none_or(|kind| !kind.is_remote()) {
            return Err(format!(
                "{kind:?} is no kind of provider; there are {known}"
            ));
        }
        if self.base_url.is_none() {
            return Err("it needs a base_url".to_owned());
        }
        Ok(())
    }
}

/// Lists kinds as they are written in the configuration.
fn listed(is_meant: fn(Kind) -> bool) -> String {
    let kinds = Kind::ALL.into_iter().filter(|kind| is_meant(*kind));
    let names: Vec<_> = kinds.map(|kind| format!("{:?}", kind.as_str())).collect();
    names.join(", ")
}

impl Endpoints for Context {
    fn find(&self, name: &str) -> Option<Endpoint> {
        let text = |name| self.environment.text(name).map(str::to_owned);
        let own = self.config.providers.get(name);
        let known = Kind::from_name(name);
        let kind = known.or_else(|| own?.kind(name))?;
        let mut endpoint = Endpoint::new(kind);
        name.clone_into(&mut endpoint.name);
        if let Some(own) = own {
            endpoint.base_url = own.base_url.clone().unwrap_or(endpoint.base_url);
            endpoint.api_version.clone_from(&own.api_version);
        }
        if let Some(variables) = known.and_then(variables_of) {
            endpoint.base_url = text(variables.base_url).unwrap_or(endpoint.base_url);
            endpoint.organisation = variables.organisation.and_then(text);
            endpoint.project = variables.project.and_then(text);
            endpoint.bearer_token = variables.token.and_then(|name| self.secret(name));
            let mut names = variables.keys.iter();
            endpoint.key = names.find_map(|name| self.secret(name));
        }
        if let Some(variable) = own.and_then(|own| own.key_env.as_deref()) {
            endpoint.key = self.secret(variable);
        }
        Some(endpoint)
    }

    fn names(&self) -> Vec<String> {
        let known = Kind::ALL.iter().map(|kind| kind.as_str().to_owned());
        let own = self.config.providers.keys();
        let own = own.filter(|name| Kind::from_name(name).is_none());
        known.chain(own.cloned()).collect()
    }
}

impl Context {
    fn secret(&self, variable: &str) -> Option<SecretText> {
        self.environment.text(variable).map(SecretText::new)
    }
}
