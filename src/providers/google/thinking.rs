//! How hard a model is to think, in the words that it understands.
//!
//! Models up to 2.5 think with a budget of tokens, later ones at a level, and a request may not have both. Later ones still take
//! a budget, so one that was asked for is sent as it is.

use serde::Serialize;

use crate::providers::request::{ChatRequest, Effort};

/// What a request says about thinking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Thinking {
    /// As much as this word means.
    ThinkingLevel(&'static str),
    /// With so many tokens at most; 0 for not at all.
    ThinkingBudget(u32),
}

impl Thinking {
    /// Returns what is to be said, if anything was asked for. An error says what there is no word for.
    pub(super) fn of(request: &ChatRequest) -> Result<Option<Self>, &'static str> {
        if let Some(tokens) = request.thinking_tokens {
            return Ok(Some(Self::ThinkingBudget(tokens)));
        }
        let Some(effort) = request.effort else {
            return Ok(None);
        };
        if request.model.contains("gemini-2") {
            budget(effort).map(Self::ThinkingBudget).map(Some)
        } else {
            level(effort).map(Self::ThinkingLevel).map(Some)
        }
    }
}

fn level(effort: Effort) -> Result<&'static str, &'static str> {
    match effort {
        Effort::None => Err("no thinking at all"),
        Effort::Minimal => Ok("MINIMAL"),
        Effort::Low => Ok("LOW"),
        Effort::Medium => Ok("MEDIUM"),
        Effort::High => Ok("HIGH"),
        Effort::XHigh => Ok("XHIGH"),
        Effort::Max => Err("more than very high effort"),
    }
}

/// Returns the budget that Google itself takes for an effort, where it offers these models in OpenAI's protocol.
fn budget(effort: Effort) -> Result<u32, &'static str> {
    match effort {
        Effort::None => Ok(0),
        Effort::Minimal | Effort::Low => Ok(1024),
        Effort::Medium => Ok(8192),
        Effort::High => Ok(24_576),
        Effort::XHigh | Effort::Max => Err("more than high effort"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thinking(model: &str, effort: Effort) -> Result<Thinking, &'static str> {
        let request = ChatRequest {
            model: model.to_owned(),
            effort: Some(effort),
            ..ChatRequest::default()
        };
        Thinking::of(&request).map(|thinking| thinking.expect("an effort was asked for"))
    }

    #[test]
    fn later_models_think_at_a_level_and_earlier_ones_with_a_budget() {
        use Thinking::{ThinkingBudget, ThinkingLevel};
        for model in ["gemini-3.8-flash", "gemini-4-argon", "gemini-flash-latest"] {
            let thought = Effort::ALL.map(|effort| thinking(model, effort).ok());
            let words = ["MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH"];
            assert_eq!(thought[0], None, "{model}");
            assert_eq!(thought[1..6], words.map(ThinkingLevel).map(Some), "{model}");
            assert_eq!(thought[6], None, "{model}");
        }
        for model in ["gemini-2.5-pro", "models/gemini-2.5-flash"] {
            let thought = Effort::ALL.map(|effort| thinking(model, effort).ok());
            let tokens = [0, 1024, 1024, 8192, 24_576];
            assert_eq!(
                thought[..5],
                tokens.map(ThinkingBudget).map(Some),
                "{model}"
            );
            assert_eq!(thought[5..], [None, None], "{model}");
        }
    }

    #[test]
    fn a_budget_goes_before_the_effort_whatever_the_model() {
        for model in ["gemini-3.8-flash", "gemini-2.5-pro"] {
            let request = ChatRequest {
                model: model.to_owned(),
                effort: Some(Effort::Max),
                thinking_tokens: Some(77),
                ..ChatRequest::default()
            };
            let budget = Thinking::ThinkingBudget(77);
            assert_eq!(Thinking::of(&request), Ok(Some(budget)), "{model}");
        }
    }
}
