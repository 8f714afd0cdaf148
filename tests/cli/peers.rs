//! The libraries of the web app, Werkzeug and cryptography: they accept what we write, and we what they write.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::invocation::Invocation;
use crate::sandbox::Sandbox;
use crate::stored::{ADA, StoredUser};

const EMAIL: &str = "ada@example.org";
const SECRET: &str = "fixture-secret";
const PASSWORD: &str = "trüb & klar $1:2 \u{1f511}";

/// Runs a program of Python's with the packages that `tests/run` fetched.
fn python<'s>(sandbox: &'s Sandbox, program: &str) -> Invocation<'s> {
    let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/python-peers");
    assert!(
        packages.join("werkzeug").is_dir(),
        "{} has no packages: tests/run puts them there",
        packages.display()
    );
    sandbox
        .program("python3", &["-c", program])
        .with_env("PYTHONPATH", packages)
        .with_env("PYTHONDONTWRITEBYTECODE", "1")
}

/// Gives JSON to a program of Python's as `given`, and reads JSON back.
#[track_caller]
fn ask_python(sandbox: &Sandbox, program: &str, given: &Value) -> Value {
    let program = format!("import json, sys\ngiven = json.load(sys.stdin)\n{program}");
    let run = python(sandbox, &program).with_stdin(given.to_string());
    run.run().succeeds().stdout_json()
}

fn users(sandbox: &Sandbox) -> Value {
    let text = fs::read(sandbox.store().join("users.json")).expect("it is there");
    serde_json::from_slice(&text).expect("it is JSON")
}

fn hash_of(sandbox: &Sandbox, email: &str) -> Value {
    let users = users(sandbox);
    let mut accounts = users.as_object().expect("an object").values();
    let account = accounts.find(|account| account["email"] == email);
    account.expect("it is there")["password_hash"].clone()
}

fn verify(sandbox: &Sandbox, password: &str) -> i32 {
    let verify = ["user", "verify", EMAIL, "--password-stdin"];
    let run = sandbox.chatkeep(&verify).with_stdin(password);
    run.run().code()
}

#[test]
fn werkzeug_accepts_our_password_hashes() {
    let sandbox = Sandbox::flask_store();
    for arguments in [
        ["user", "passwd", EMAIL, "--password-stdin"],
        ["user", "add", "new@example.org", "--password-stdin"],
    ] {
        let run = sandbox.chatkeep(&arguments).with_stdin(PASSWORD);
        run.run().succeeds();
    }
    let checks = "from werkzeug.security import check_password_hash
json.dump([[check_password_hash(hash, word) for word in given['words']] for hash in given['hashes']], sys.stdout)";
    let hashes = [EMAIL, "new@example.org"].map(|email| hash_of(&sandbox, email));
    let words = [PASSWORD, "trüb & klar"];
    let answer = ask_python(&sandbox, checks, &json!({"hashes": hashes, "words": words}));
    assert_eq!(answer, json!([[true, false], [true, false]]));
}

#[test]
fn a_disabled_account_is_wrong_to_werkzeug_and_no_error() {
    let sandbox = Sandbox::flask_store();
    let disable = ["user", "disable", EMAIL];
    sandbox.chatkeep(&disable).run().succeeds();
    let check = "from werkzeug.security import check_password_hash
json.dump(check_password_hash(given, 'correct horse'), sys.stdout)";
    let answer = ask_python(&sandbox, check, &hash_of(&sandbox, EMAIL));
    assert_eq!(answer, json!(false));
}

#[test]
fn we_accept_the_hashes_of_werkzeug_whatever_their_parameters() {
    let sandbox = Sandbox::flask_store();
    // The method, and how long the salt is.
    let methods = json!([
        ["scrypt", 16],
        ["scrypt:1024:4:3", 1],
        ["scrypt:16384:8:2", 40],
        ["pbkdf2", 16],
        ["pbkdf2:sha256:1", 1],
        ["pbkdf2:sha256:12345", 40],
        ["pbkdf2:sha512:1000", 16],
    ]);
    let make = "from werkzeug.security import generate_password_hash
json.dump([generate_password_hash(given['word'], *method) for method in given['methods']], sys.stdout)";
    let given = json!({"word": PASSWORD, "methods": methods});
    let hashes = ask_python(&sandbox, make, &given);
    let mut users = users(&sandbox);
    for hash in hashes.as_array().expect("a list") {
        users[ADA]["password_hash"] = hash.clone();
        fs::write(sandbox.store().join("users.json"), users.to_string()).expect("writable");
        assert_eq!(verify(&sandbox, PASSWORD), 0, "{hash}");
    }
    assert_eq!(verify(&sandbox, "trüb & klar"), 7);
}

/// The token in which the app, and we for it, keep a key.
fn token(sandbox: &Sandbox, provider: &str) -> Value {
    let text = StoredUser::read(sandbox, ADA).text;
    #[derive(serde::Deserialize)]
    struct Keys {
        api_keys: Value,
    }
    let keys: Keys = serde_json::from_str(&text).expect("it has the app's form");
    keys.api_keys[provider].clone()
}

/// The app's way from its secret to the key of its tokens.
const FERNET: &str = "import base64, hashlib
from cryptography.fernet import Fernet
fernet = Fernet(base64.urlsafe_b64encode(hashlib.sha256(given['secret'].encode()).digest()))\n";

#[test]
fn cryptography_opens_our_tokens() {
    let sandbox = Sandbox::flask_store();
    let key = format!("sk-{}", "0123456789_-".repeat(20));
    sandbox
        .chatkeep(&["key", "set", EMAIL, "google", "--key-stdin"])
        .with_env("FLASK_SECRET_KEY", SECRET)
        .with_stdin(key.as_str())
        .run()
        .succeeds();
    let open =
        format!("{FERNET}json.dump(fernet.decrypt(given['token'].encode()).decode(), sys.stdout)");
    let given = json!({"secret": SECRET, "token": token(&sandbox, "google")});
    assert_eq!(ask_python(&sandbox, &open, &given), json!(key));
}

#[test]
fn we_open_the_tokens_of_cryptography() {
    let sandbox = Sandbox::flask_store();
    let secret = "an ünusual secret, with spaces";
    let make = format!(
        "{FERNET}json.dump([fernet.encrypt(key.encode()).decode() for key in given['keys']], sys.stdout)"
    );
    // As long as a block less one, a block, and one more: where padding goes wrong, it does so here.
    let keys: Vec<String> = [15, 16, 17, 200].map(|length| "k".repeat(length)).into();
    let tokens = ask_python(&sandbox, &make, &json!({"secret": secret, "keys": keys}));
    for (key, token) in keys.iter().zip(tokens.as_array().expect("a list")) {
        let file = json!({"api_keys": {"openai": token}, "conversations": {}});
        let path = sandbox.store().join(format!("user_data/{ADA}.json"));
        fs::write(path, file.to_string()).expect("writable");
        let shown = sandbox
            .chatkeep(&["key", "show", EMAIL, "openai", "--reveal"])
            .with_env("FLASK_SECRET_KEY", secret)
            .run()
            .succeeds();
        assert_eq!(shown.stdout_text(), format!("{key}\n"));
    }
}
