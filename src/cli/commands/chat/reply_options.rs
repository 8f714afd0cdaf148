//! Options that say who is to answer, and how.

use std::time::Duration;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::actions::model_choice::ModelChoice;
use crate::cli::config::parse_duration;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::providers::{ChatRequest, Effort};

/// Who is to answer, and how.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(super) struct ReplyArgs {
    /// The model, alone or as PROVIDER/MODEL [default: the conversation's, else `chat.model` of the configuration]
    #[arg(short, long)]
    model: Option<String>,
    /// The provider: openai, anthropic, google, echo (answers offline), or one of the configuration [default: the model's]
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]
    #[arg(short, long, value_name = "TEXT")]
    system: Option<String>,
    /// The most tokens to answer with [default: `chat.max_tokens` of the configuration, else the provider's, or what is left of a budget pays for]
    #[arg(long, value_name = "TOKENS", value_parser = clap::value_parser!(u32).range(1..))]
    max_tokens: Option<u32>,
    /// How freely the model chooses words, from 0 to 2; some models refuse it [default: the model's]
    #[arg(long, value_name = "NUMBER", value_parser = parse_temperature)]
    temperature: Option<f64>,
    /// A text before which the reply is to end; may be given several times [default: none]
    #[arg(long, value_name = "TEXT")]
    stop: Vec<String>,
    /// How hard to think, for models that can [default: the model's]
    #[arg(long, value_name = "LEVEL", value_parser = effort_parser())]
    effort: Option<Effort>,
    /// How many tokens to think with at most, for models that take a number [default: the model's]
    #[arg(long, value_name = "TOKENS", conflicts_with = "effort")]
    thinking: Option<u32>,
    /// Ask a model that has no price, although the user has a budget: what it costs is not counted
    #[arg(long)]
    pub(super) allow_unpriced: bool,
    /// Print the reply when it is whole
    #[arg(long)]
    no_stream: bool,
    /// How long to wait for the next part of a reply, in ms, s, m, h or d [default: 10m]
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    timeout: Option<Duration>,
}

impl ReplyArgs {
    /// Takes these where none were given.
    pub(super) fn or(self, model: Option<String>, system: Option<String>) -> Self {
        Self {
            model: self.model.or(model),
            system: self.system.or(system),
            ..self
        }
    }

    /// Returns whom to ask.
    pub(super) fn choice(&self, context: &Context) -> ModelChoice {
        choice(self.provider.clone(), self.model.clone(), context)
    }

    /// Returns how the reply is wanted.
    pub(super) fn wanted(&self, context: &Context) -> ChatRequest {
        let defaults = &context.config.chat;
        ChatRequest {
            system: self.system.clone().or_else(|| defaults.system.clone()),
            max_tokens: self.max_tokens.or(defaults.max_tokens),
            temperature: self.temperature,
            stop: self.stop.clone(),
            effort: self.effort,
            thinking_tokens: self.thinking,
            stream: !self.no_stream,
            ..ChatRequest::default()
        }
    }

    /// Returns how long to wait for the next part of the reply.
    pub(super) fn timeout(&self, context: &Context) -> Result<Option<Duration>, Failure> {
        timeout(self.timeout, context)
    }
}

/// Returns whom to ask, after options and configuration.
pub(super) fn choice(
    provider: Option<String>,
    model: Option<String>,
    context: &Context,
) -> ModelChoice {
    let defaults = &context.config.chat;
    let unaliased = |model| context.config.unaliased(model);
    ModelChoice {
        provider,
        model: model.map(unaliased),
        default_provider: defaults.provider.clone(),
        default_model: defaults.model.clone().map(unaliased),
    }
}

/// Returns how long to wait for the next part of a reply, after option and configuration.
pub(super) fn timeout(
    given: Option<Duration>,
    context: &Context,
) -> Result<Option<Duration>, Failure> {
    let configured = context.config.chat.timeout.as_deref();
    let configured = configured
        .map(parse_duration)
        .transpose()
        .map_err(Failure::usage)?;
    Ok(given.or(configured))
}

/// Takes the names of how hard to think.
fn effort_parser() -> impl TypedValueParser<Value = Effort> {
    PossibleValuesParser::new(Effort::ALL.map(Effort::as_str)).map(|name| {
        let named = Effort::ALL.into_iter().find(|it| it.as_str() == name);
        named.expect("only their names are possible")
    })
}

fn parse_temperature(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if (0.0..=2.0).contains(&number) => Ok(number),
        _ => Err("write a number from 0 to 2".to_owned()),
    }
}
