//! Addresses, redirects and connections: where a key may go.

use super::*;

#[test]
fn a_redirect_is_not_followed() {
    let elsewhere = TestServer::start(vec![answer("200 OK", &[JSON], WHOLE)]);
    let location = format!("Location: {}/chat/completions", elsewhere.url);
    for status in [
        "301 Moved Permanently",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let outcome = ask(vec![answer(status, &[&location], "")]);
        let error = outcome.error();
        assert!(
            matches!(error, ProviderError::Redirected { target: Some(host), .. } if host == "127.0.0.1")
        );
    }
    assert!(elsewhere.received().is_empty());
}

#[test]
fn nobody_there_is_a_failure_to_connect() {
    // The port is taken on one loopback address, so no other test can be found at it on the next.
    let server = TestServer::start(vec![answer("200 OK", &[JSON], WHOLE)]);
    let outcome = ask_with(vec![], request(true), |endpoint| {
        endpoint.base_url = server.url.replace("127.0.0.1", "127.0.0.2");
    });
    let error = outcome.error();
    assert!(matches!(error, ProviderError::Connect { .. }), "{error:?}");
    assert!(
        !format!("{error:?}").contains("/v1"),
        "no address in it: {error:?}"
    );
    assert_eq!(outcome.retries, 2);
}

#[test]
fn plain_bytes_where_tls_is_expected_are_a_tls_failure() {
    let outcome = ask_with(vec![], request(true), |endpoint| {
        endpoint.base_url = speak_without_tls().replace("http:", "https:");
    });
    let error = outcome.error();
    assert!(matches!(error, ProviderError::Tls { .. }), "{error:?}");
    assert_eq!(outcome.retries, 0);
}

#[test]
fn a_key_goes_over_plain_http_to_this_machine_only() {
    let opened = |url: &str, key: Option<&str>| {
        let endpoint = Endpoint {
            key: key.map(SecretText::new),
            ..endpoint(url)
        };
        open(endpoint, Arc::new(RecordedTiming::default())).map(|_| ())
    };
    for url in [
        "http://127.0.0.1:1/v1",
        "http://127.8.9.1/v1",
        "http://[::1]:8080/v1",
        "http://localhost:11434/v1",
        "https://example.com/v1",
    ] {
        assert!(opened(url, Some(KEY)).is_ok(), "{url}");
    }
    for url in [
        "http://example.com/v1",
        "http://192.168.1.2/v1",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://[::2]/v1",
    ] {
        let refused = opened(url, Some(KEY));
        assert!(
            matches!(refused, Err(ProviderError::InsecureUrl { .. })),
            "{url}"
        );
        assert!(opened(url, None).is_ok(), "{url}");
    }
}

#[test]
fn an_address_that_cannot_be_used_is_refused_without_being_shown() {
    for url in [
        "",
        "example.com",
        "ftp://example.com",
        "https://me:secret@example.com",
        "file:///v1",
    ] {
        let Err(error) = open(endpoint(url), Arc::new(RecordedTiming::default())) else {
            panic!("{url} was taken");
        };
        assert!(matches!(error, ProviderError::BadSetting { .. }), "{url}");
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
}

#[test]
fn a_query_in_the_address_stays_behind_the_path() {
    let server = TestServer::start(vec![answer("200 OK", &[JSON], WHOLE)]);
    let url = format!("{}/?api-version=1", server.url);
    ask_with(vec![], request(false), |endpoint| endpoint.base_url = url);
    let head = &server.received()[0].head;
    assert!(
        head.starts_with("POST /v1/chat/completions?api-version=1 "),
        "{head}"
    );
}

#[test]
fn a_key_that_cannot_be_a_header_is_refused() {
    let with = |key: Option<&str>| {
        let endpoint = Endpoint {
            key: key.map(SecretText::new),
            ..Endpoint::new(Kind::OpenAi)
        };
        open(endpoint, Arc::new(RecordedTiming::default())).err()
    };
    assert!(matches!(
        with(Some("sk\n1")),
        Some(ProviderError::KeyUnusable { .. })
    ));
    assert!(matches!(with(None), Some(ProviderError::KeyMissing { .. })));
    assert!(matches!(
        with(Some("")),
        Some(ProviderError::KeyMissing { .. })
    ));
}
