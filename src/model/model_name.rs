//! Names of providers and models, as people type them.

/// Whether two names of providers or models are the same: case is of no matter.
pub fn is_same_name(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// Whether `wanted`, alone or as `PROVIDER/MODEL`, names this model of this provider.
pub fn is_model(wanted: &str, provider: &str, model: &str) -> bool {
    let named = wanted.split_once('/');
    is_same_name(wanted, model)
        || named.is_some_and(|(wanted_provider, wanted_model)| {
            is_same_name(wanted_provider, provider) && is_same_name(wanted_model, model)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_may_be_the_models_own() {
        assert!(is_model("GPT-4o", "openai", "gpt-4o"));
        assert!(is_model("openai/gpt-4o", "OpenAI", "gpt-4o"));
        assert!(is_model("meta/llama", "local", "meta/llama"));
        assert!(!is_model("anthropic/gpt-4o", "openai", "gpt-4o"));
    }
}
