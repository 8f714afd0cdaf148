//! How much a model may think and answer, in the words that it understands.
//!
//! Models up to 4.5 think with a budget, later ones as their effort has it; each refuses the other's words. The limit of a
//! reply must be given, and thinking counts towards it.

use serde::Serialize;

use crate::providers::endpoint::ANTHROPICS_MAX_TOKENS;
use crate::providers::request::{ChatRequest, Effort};

/// The most that the API answers in one piece; more could take longer than the ten minutes that it has for it.
const MAX_TOKENS_IN_ONE_PIECE: u32 = 21_333;
/// The first models that think as their effort has it, and do so only if told.
const FIRST_ADAPTIVE: (u32, u32) = (4, 6);

/// How a model is to think.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Thinking {
    /// As much as its effort makes it.
    Adaptive,
    /// With so many tokens at most.
    Enabled {
        /// These tokens.
        budget_tokens: u32,
    },
    /// Not at all.
    Disabled,
}

impl Thinking {
    /// Returns what is to be said about thinking; nothing if it was not asked for, or if the model needs no words for it.
    pub(super) fn of(request: &ChatRequest) -> Option<Self> {
        match request.thinking_tokens {
            Some(0) => Some(Self::Disabled),
            Some(budget_tokens) => Some(Self::Enabled { budget_tokens }),
            None => {
                let is_adaptive =
                    generation(&request.model).is_some_and(|version| version >= FIRST_ADAPTIVE);
                (request.effort.is_some() && is_adaptive).then_some(Self::Adaptive)
            }
        }
    }
}

/// Returns the word for an effort. An error says what there is no word for.
pub(super) fn effort_word(effort: Effort) -> Result<&'static str, &'static str> {
    match effort {
        Effort::None | Effort::Minimal => Err("less than low effort"),
        Effort::Low | Effort::Medium | Effort::High | Effort::XHigh | Effort::Max => {
            Ok(effort.as_str())
        }
    }
}

/// Returns the limit of the reply. An error says what cannot be asked for.
///
/// A limit that was asked for is the limit, however large. Otherwise it leaves room for an answer behind the thinking.
pub(super) fn max_tokens(request: &ChatRequest) -> Result<u32, &'static str> {
    let thinking = request.thinking_tokens.unwrap_or(0);
    if let Some(asked) = request.max_tokens {
        return if thinking < asked {
            Ok(asked)
        } else {
            Err("more thinking than the limit of the reply leaves room for")
        };
    }
    let usual = request.model_limit.unwrap_or(ANTHROPICS_MAX_TOKENS);
    let usual = if request.stream {
        usual
    } else {
        usual.min(MAX_TOKENS_IN_ONE_PIECE)
    };
    if thinking == 0 {
        return Ok(usual);
    }
    let with_room = usual.max(thinking.saturating_add(ANTHROPICS_MAX_TOKENS));
    let possible = request.model_limit.filter(|limit| *limit > thinking);
    Ok(possible.map_or(with_room, |limit| with_room.min(limit)))
}

/// Reads the version in a model's name, whatever stands before or behind it: `claude-opus-4-6`, `claude-3-7-sonnet-20250219`.
fn generation(model: &str) -> Option<(u32, u32)> {
    // A longer number is a date.
    let number = |word: &str| word.parse().ok().filter(|_| word.len() <= 2);
    let (_, name) = model.split_once("claude-")?;
    let mut words = name.split(|c: char| !c.is_ascii_alphanumeric());
    let major = words.find_map(number)?;
    Some((major, words.next().and_then(number).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(model: &str) -> ChatRequest {
        ChatRequest {
            model: model.to_owned(),
            stream: true,
            ..ChatRequest::default()
        }
    }

    #[test]
    fn a_version_is_found_in_every_form_of_a_name() {
        for (model, version) in [
            ("claude-opus-4-6", Some((4, 6))),
            ("claude-sonnet-4-5-20250929", Some((4, 5))),
            ("claude-sonnet-4-5@20250929", Some((4, 5))),
            ("claude-opus-4-20250514", Some((4, 0))),
            ("claude-3-7-sonnet-latest", Some((3, 7))),
            ("anthropic/claude-opus-4.8", Some((4, 8))),
            ("claude-sonnet-5", Some((5, 0))),
            ("claude-fable-5-2", Some((5, 2))),
            ("claude-opus-10-1", Some((10, 1))),
            ("claude-mythos-preview", None),
            ("gateway-alias-5", None),
            ("", None),
        ] {
            assert_eq!(generation(model), version, "{model}");
        }
    }

    #[test]
    fn thinking_is_adaptive_where_the_model_knows_that_word() {
        let thinking = |model| {
            Thinking::of(&ChatRequest {
                effort: Some(Effort::High),
                ..request(model)
            })
        };
        for model in ["claude-sonnet-4-6", "claude-opus-4-8", "claude-haiku-5-5"] {
            assert_eq!(thinking(model), Some(Thinking::Adaptive), "{model}");
            assert_eq!(Thinking::of(&request(model)), None, "{model}");
        }
        for model in ["claude-opus-4-5", "claude-haiku-4-5", "alias"] {
            assert_eq!(thinking(model), None, "{model}");
        }
    }

    #[test]
    fn a_budget_goes_before_the_effort() {
        let thinking = |tokens| {
            Thinking::of(&ChatRequest {
                effort: Some(Effort::Low),
                thinking_tokens: Some(tokens),
                ..request("claude-opus-4-6")
            })
        };
        let budget_tokens = 2048;
        assert_eq!(
            thinking(budget_tokens),
            Some(Thinking::Enabled { budget_tokens })
        );
        assert_eq!(thinking(0), Some(Thinking::Disabled));
    }

    #[test]
    fn efforts_below_low_have_no_word() {
        let words = Effort::ALL.map(|effort| effort_word(effort).ok());
        let (low, high) = ([None, None, Some("low"), Some("medium")], Some("high"));
        assert_eq!(words[..4], low);
        assert_eq!(words[4..], [high, Some("xhigh"), Some("max")]);
    }

    /// Asked for, of the model, thinking, and whether it is streamed.
    fn limit(
        max_tokens: Option<u32>,
        model_limit: Option<u32>,
        thinking_tokens: Option<u32>,
        stream: bool,
    ) -> Option<u32> {
        let request = ChatRequest {
            max_tokens,
            model_limit,
            thinking_tokens,
            stream,
            ..ChatRequest::default()
        };
        super::max_tokens(&request).ok()
    }

    #[test]
    fn the_limit_is_what_was_asked_for_else_the_models_else_the_usual_one() {
        assert_eq!(limit(Some(5), Some(64_000), None, true), Some(5));
        assert_eq!(limit(None, Some(64_000), None, true), Some(64_000));
        assert_eq!(limit(None, None, None, true), Some(8192));
    }

    #[test]
    fn a_reply_in_one_piece_is_shorter_unless_asked_for() {
        assert_eq!(limit(None, Some(64_000), None, false), Some(21_333));
        assert_eq!(limit(None, None, None, false), Some(8192));
        assert_eq!(limit(Some(50_000), Some(64_000), None, false), Some(50_000));
    }

    #[test]
    fn the_limit_stays_above_the_thinking() {
        assert_eq!(limit(None, None, Some(8000), true), Some(16_192));
        assert_eq!(limit(None, Some(64_000), Some(30_000), true), Some(64_000));
        assert_eq!(limit(None, Some(64_000), Some(30_000), false), Some(38_192));
        assert_eq!(limit(None, Some(32_000), Some(30_000), false), Some(32_000));
        assert_eq!(limit(None, Some(4096), Some(5000), true), Some(13_192));
        assert_eq!(limit(None, None, Some(u32::MAX), true), Some(u32::MAX));
        assert_eq!(limit(Some(4096), None, Some(4095), true), Some(4096));
        assert_eq!(limit(Some(4096), None, Some(4096), true), None);
    }
}
