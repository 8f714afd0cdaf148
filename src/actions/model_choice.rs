//! Which model answers: what was asked for, else what the conversation is held with, else the default.

use super::endpoints::Endpoints;
use super::{ActionError, ActionResult};
use crate::model::Conversation;
use crate::pricing::{Api, ModelPrices, PriceTable};
use crate::providers::Kind;

/// What the user and the configuration say about the model.
#[derive(Debug, Clone, Default)]
pub struct ModelChoice {
    /// The provider asked for.
    pub provider: Option<String>,
    /// The model asked for, alone or as `provider/model`.
    pub model: Option<String>,
    /// The provider of new conversations.
    pub default_provider: Option<String>,
    /// The model of new conversations.
    pub default_model: Option<String>,
}

/// Returns provider and model.
///
/// A provider asked for without a model takes the conversation's or the default one only if that is the same provider's.
pub(super) fn choose(
    choice: &ModelChoice,
    conversation: Option<&Conversation>,
    endpoints: &dyn Endpoints,
    prices: &PriceTable,
) -> ActionResult<(String, String)> {
    let asked = split(
        choice.provider.as_deref(),
        choice.model.as_deref(),
        endpoints,
    );
    let held = conversation
        .map(|conversation| &conversation.summary)
        .map(|summary| (named(&summary.provider), named(&summary.model)));
    let default = split(
        choice.default_provider.as_deref(),
        choice.default_model.as_deref(),
        endpoints,
    );
    let sources = [Some(asked), held, Some(default)];
    let mut provider = None;
    let mut model = None;
    for (source_provider, source_model) in sources.into_iter().flatten() {
        let is_other =
            provider.is_some() && source_provider.is_some() && provider != source_provider;
        if model.is_none() && !is_other {
            model = source_model;
        }
        // A model that was named alone belongs to the provider that is known to have it, not to the next default.
        let owner = || model.as_deref().and_then(|model| owner_of(model, prices));
        provider = provider.or(source_provider).or_else(owner);
        if provider.is_some() && model.is_some() {
            break;
        }
    }
    let known = endpoints.names();
    let Some(provider) = provider else {
        return Err(ActionError::NoModel {
            provider: None,
            known,
        });
    };
    if endpoints.find(&provider).is_none() {
        return Err(ActionError::UnknownProvider {
            name: provider,
            known,
        });
    }
    match model {
        Some(model) => Ok((provider, model)),
        None if provider == ECHO => Ok((provider, ECHO.to_owned())),
        None => Err(ActionError::NoModel {
            provider: Some(provider),
            known,
        }),
    }
}

/// The provider that answers offline has one model, of the same name.
const ECHO: &str = "echo";

fn named(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Takes `provider/model` apart. A slash may also belong to the model's own name: only a provider that there is counts.
fn split(
    provider: Option<&str>,
    model: Option<&str>,
    endpoints: &dyn Endpoints,
) -> (Option<String>, Option<String>) {
    if let (None, Some(model)) = (provider, model) {
        if let Some((prefix, rest)) = model.split_once('/')
            && endpoints.find(prefix).is_some()
        {
            return (Some(prefix.to_owned()), Some(rest.to_owned()));
        }
        if model == ECHO {
            return (Some(ECHO.to_owned()), Some(ECHO.to_owned()));
        }
    }
    (provider.map(str::to_owned), model.map(str::to_owned))
}

/// Returns the provider whose model this is by the price table.
fn owner_of(model: &str, prices: &PriceTable) -> Option<String> {
    ["openai", "anthropic", "google"]
        .into_iter()
        .find(|name| prices.find(name, model).is_some())
        .map(str::to_owned)
}

/// Finds what the price table knows of a model at an endpoint of this kind.
///
/// The models of endpoints with names of their own, such as gateways, are looked up as those of the company.
pub(super) fn known<'p>(
    prices: &'p PriceTable,
    kind: Kind,
    provider: &str,
    model: &str,
) -> Option<&'p ModelPrices> {
    let found = prices.find(provider, model);
    found.or_else(|| prices.find(kind.as_str(), model))
}

/// Whether a model can be asked through OpenAI's responses alone, at an endpoint of this kind.
pub(super) fn needs_responses(kind: Kind, known: &ModelPrices) -> bool {
    kind == Kind::OpenAi && known.apis.contains(&Api::Responses) && !known.apis.contains(&Api::Chat)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ConversationId;
    use crate::providers::Endpoint;

    struct Known;

    impl Endpoints for Known {
        fn find(&self, name: &str) -> Option<Endpoint> {
            self.names()
                .iter()
                .any(|known| known == name)
                .then(|| Endpoint::new(Kind::OpenAi))
        }

        fn names(&self) -> Vec<String> {
            ["openai", "google", "local", "echo"]
                .map(str::to_owned)
                .to_vec()
        }
    }

    fn chosen(
        provider: &str,
        model: &str,
        held: Option<(&str, &str)>,
        default: (&str, &str),
    ) -> String {
        let choice = ModelChoice {
            provider: named(provider),
            model: named(model),
            default_provider: named(default.0),
            default_model: named(default.1),
        };
        let conversation = held.map(|(provider, model)| {
            let text = format!(r#"{{"provider":"{provider}","model":"{model}","messages":[]}}"#);
            Conversation::from_document(ConversationId::new("c"), &text, 0).expect("a conversation")
        });
        let prices = PriceTable::builtin();
        match choose(&choice, conversation.as_ref(), &Known, prices) {
            Ok((provider, model)) => format!("{provider} {model}"),
            Err(error) => error.to_string(),
        }
    }

    const NONE: (&str, &str) = ("", "");

    #[test]
    fn what_was_asked_for_wins_over_the_conversation_and_that_over_the_default() {
        let held = Some(("openai", "gpt-4o"));
        assert_eq!(chosen("", "o3", held, ("local", "llama")), "openai o3");
        assert_eq!(chosen("", "", held, ("local", "llama")), "openai gpt-4o");
        assert_eq!(chosen("", "", None, ("local", "llama")), "local llama");
        assert_eq!(chosen("", "local/llama", held, NONE), "local llama");
        assert_eq!(chosen("", "", None, ("", "openai/gpt-4o")), "openai gpt-4o");
    }

    #[test]
    fn another_provider_does_not_get_the_models_of_the_first() {
        assert_eq!(
            chosen("local", "", Some(("openai", "gpt-4o")), NONE),
            "no model was chosen"
        );
        assert_eq!(
            chosen("local", "", Some(("openai", "gpt-4o")), ("local", "llama")),
            "local llama"
        );
        assert_eq!(chosen("echo", "", None, ("local", "llama")), "echo echo");
    }

    #[test]
    fn a_model_alone_is_asked_of_whoever_is_known_to_have_it() {
        assert_eq!(chosen("", "gpt-4o-mini", None, NONE), "openai gpt-4o-mini");
        for model in ["gemini-3.8-flash", "models/gemini-flash-latest"] {
            let held = Some(("openai", "gpt-4o"));
            assert_eq!(chosen("", model, held, NONE), format!("google {model}"));
        }
        assert_eq!(
            chosen("", "someone/their-model", None, ("local", "")),
            "local someone/their-model"
        );
        assert_eq!(
            chosen("", "echo", Some(("openai", "gpt-4o")), NONE),
            "echo echo"
        );
        assert_eq!(chosen("", "made-up", None, NONE), "no provider was chosen");
        assert_eq!(
            chosen("nobody", "x", None, NONE),
            "there is no provider \"nobody\""
        );
    }

    #[test]
    fn only_models_without_chat_completions_need_responses() {
        let needs = |kind, provider, model| {
            known(PriceTable::builtin(), kind, provider, model)
                .is_some_and(|known| needs_responses(kind, known))
        };
        for (provider, model, expected) in [
            ("openai", "gpt-5.4-pro", true),
            ("gateway", "gpt-5.4-pro", true),
            ("gateway", "openai/gpt-5.4-pro", true),
            ("openai", "gpt-5.4", false),
            ("openai", "gpt-4o", false),
            ("openai", "made-up", false),
            ("gateway", "llama", false),
        ] {
            assert_eq!(
                needs(Kind::OpenAi, provider, model),
                expected,
                "{provider} {model}"
            );
        }
        assert!(!needs(Kind::Echo, "openai", "gpt-5.4-pro"));
    }
}
