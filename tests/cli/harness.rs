//! The tests' own tools are tested here: one that cannot fail would prove nothing.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::json;
use snapbox::str;

use crate::backend::Backend;
use crate::backup_files::app_files;
use crate::fixture;
use crate::sandbox::Sandbox;
use crate::tree::tree_digest;

/// Returns whether `action` panics, as a failed assertion does.
fn fails<T>(action: impl FnOnce() -> T) -> bool {
    catch_unwind(AssertUnwindSafe(action)).is_err()
}

#[test]
fn the_fixture_is_what_its_readme_says_to_the_byte() {
    let readme = fixture::flask_store().with_file_name("README.md");
    let readme = fs::read_to_string(readme).expect("it is there");
    let digest = tree_digest(&fixture::flask_store());
    let files: Vec<_> = digest
        .iter()
        .filter(|(_, facts)| !facts.ends_with("folder"))
        .collect();
    assert_eq!(files.len(), 3);
    for (path, facts) in files {
        let sum = facts.rsplit(' ').next().expect("it has words");
        let row = format!("| `{}` | `{sum}` |", path.display());
        assert!(readme.contains(&row), "{row}");
    }
}

#[test]
fn a_sandbox_has_the_fixture_with_the_modes_of_the_app() {
    let sandbox = Sandbox::flask_store();
    let original = tree_digest(&fixture::flask_store());
    let copy = tree_digest(&sandbox.store());
    assert!(original.keys().eq(copy.keys()));
    for (path, facts) in &copy {
        let parts: Vec<_> = facts.splitn(3, ' ').collect();
        assert!(original[path].ends_with(parts[2]), "{}", path.display());
        let mode = if parts[2] == "folder" { "0755" } else { "0644" };
        assert_eq!(parts[0], mode, "{}", path.display());
    }
}

#[test]
fn a_run_knows_nothing_of_the_outside() {
    let sandbox = Sandbox::new();
    let shown = sandbox.program::<&str>("env", &[]).run().succeeds();
    let mut names: Vec<_> = shown
        .stdout_text()
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, _)| name)
        .collect();
    names.sort_unstable();
    assert_eq!(
        names.join(" "),
        "CHATKEEP_STORE HOME LANG PATH TMPDIR TZ XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME"
    );
    let script =
        r#"pwd; echo "${CHATKEEP_STORE-none} $NEW"; cd; pwd; echo "$XDG_CONFIG_HOME" "$TMPDIR""#;
    sandbox
        .program("sh", &["-c", script])
        .without_env("CHATKEEP_STORE")
        .with_env("NEW", "new")
        .in_folder(sandbox.home())
        .run()
        .succeeds()
        .stdout_is(str![[r#"
[HOME]
none new
[HOME]
[CONFIG] [ROOT]/tmp

"#]]);
}

#[test]
fn input_output_and_exit_code_are_passed_on() {
    let sandbox = Sandbox::new();
    let sh = |script| sandbox.program("sh", &["-c", script]);
    let outcome = sh("cat; echo '{\"why\": 1}' >&2; exit 3")
        .with_stdin("{\"a\": [1]}")
        .run()
        .fails_with(3);
    assert_eq!(outcome.stdout_json(), json!({"a": [1]}));
    assert_eq!(outcome.stderr_json(), json!({"why": 1}));
    outcome.stderr_is(str![[r#"
{"why": 1}

"#]]);
    assert!(fails(|| sh("exit 3").run().succeeds()));
    assert!(
        fails(|| sh("exit 3").run().fails_with(3)),
        "it said nothing"
    );
    assert!(fails(|| sh("echo x >&2; exit 3").run().fails_with(4)));
    assert!(fails(|| sh("kill $$").run().code()));
    assert!(fails(|| sh("echo panicked at x >&2; exit 1")
        .run()
        .fails_with(1)));
    assert!(fails(|| sh("echo x").run().stdout_is(str!["y"])));
}

#[test]
fn the_program_runs_from_a_pipe_and_at_a_terminal() {
    let sandbox = Sandbox::flask_store();
    sandbox.chatkeep(&["--version"]).run().succeeds();
    let (code, shown) = sandbox.at_terminal(&["--version"]).ends();
    assert_eq!(code, 0, "{shown}");
}

#[test]
fn what_differs_from_run_to_run_is_redacted_and_the_fixture_is_not() {
    let sandbox = Sandbox::new();
    let now = chrono::Utc::now();
    let text = [
        sandbox.store().join("users.json").display().to_string(),
        uuid::Uuid::new_v4().to_string(),
        "ef2a47e3-0b1c-45d9-a093-c01e43ddece2".to_owned(),
        now.to_rfc3339(),
        now.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string(),
        now.format("%Y-%m-%d %H:%M").to_string(),
        now.format("chatkeep-%Y%m%d_%H%M%SZ.tar.gz").to_string(),
        "2026-02-09T14:03:11.651429".to_owned(),
        "chatkeep-20260209_020000Z.tar.gz".to_owned(),
    ]
    .join("\n");
    snapbox::assert_data_eq!(
        sandbox.redact(&text),
        str![[r#"
[STORE]/users.json
[UUID]
ef2a47e3-0b1c-45d9-a093-c01e43ddece2
[NOW]
[NOW]
[NOW]
chatkeep-[NOW].tar.gz
2026-02-09T14:03:11.651429
chatkeep-20260209_020000Z.tar.gz
"#]]
    );
}

#[test]
fn every_kind_of_change_is_noticed() {
    json_files_only!("it changes files");
    for script in [
        "chmod 600 users.json",
        "printf ' ' >>users.json",
        "rm users.json",
        "mkdir new",
        "mv user_data data",
        "ln -sf elsewhere users.json",
        "echo x >../home/.chatkeep",
    ] {
        let sandbox = Sandbox::flask_store();
        let run = sandbox
            .program("sh", &["-c", script])
            .in_folder(sandbox.store());
        assert!(fails(|| run.run_changing_nothing()), "{script}");
    }
    let sandbox = Sandbox::flask_store();
    sandbox
        .program(
            "sh",
            &["-c", "cat users.json && mv users.json u && mv u users.json"],
        )
        .in_folder(sandbox.store())
        .run_changing_nothing()
        .succeeds();
}

#[test]
fn a_change_of_the_store_is_noticed_wherever_it_is() {
    let sandbox = Sandbox::flask_store();
    let add = ["user", "add", "new@example.org", "--no-password"];
    assert!(fails(|| sandbox.chatkeep(&add).run_changing_nothing()));
    // The first was carried out all the same.
    let shown = ["user", "show", "new@example.org"];
    sandbox.chatkeep(&shown).run_changing_nothing().succeeds();
}

#[test]
fn the_program_works_on_what_is_tested_and_on_nothing_else() {
    let sandbox = Sandbox::flask_store();
    let folder = sandbox.store();
    let begins = match Backend::tested() {
        Backend::Json => "/",
        Backend::Sqlite => "sqlite:/",
        Backend::Postgres => "postgres://",
    };
    let shown = sandbox
        .chatkeep(&["user", "list", "--verbose"])
        .run()
        .succeeds();
    let said = format!("store: {begins}");
    assert!(shown.stderr_text().contains(&said), "{shown}");
    assert_eq!(folder.exists(), Backend::tested().is_json());
}

#[test]
fn what_a_test_changes_in_the_folder_is_what_the_program_finds_and_the_other_way_round() {
    let sandbox = Sandbox::flask_store();
    let content = |sandbox: &Sandbox| {
        let files = app_files(&sandbox.store()).into_iter();
        let content = files.map(|(path, facts)| {
            let bytes = facts.splitn(3, ' ').nth(2).map(str::to_owned);
            (path, bytes)
        });
        content.collect::<Vec<_>>()
    };
    let before = content(&sandbox);
    sandbox.chatkeep(&["user", "list"]).run().succeeds();
    assert_eq!(content(&sandbox), before, "it came back to the byte");
    for name in ["Countess", "Lady"] {
        let users = sandbox.store().join("users.json");
        let text = fs::read_to_string(&users).expect("it is there");
        fs::write(&users, text.replace("Grace Hopper", name)).expect("it is ours");
        let listed = sandbox.chatkeep(&["user", "list"]).run().succeeds();
        assert!(listed.stdout_text().contains(name), "{listed}");
        let back = ["user", "set", "grace@example.org", "--name", "Grace Hopper"];
        sandbox.chatkeep(&back).run().succeeds();
        let users = fs::read_to_string(sandbox.store().join("users.json")).expect("there");
        assert!(users.contains("Grace Hopper") && !users.contains(name));
    }
}

#[test]
fn permissions_stop_an_unprivileged_run() {
    json_files_only!("it changes files");
    let sandbox = Sandbox::flask_store();
    let users = sandbox.store().join("users.json");
    fs::set_permissions(&users, Permissions::from_mode(0o000)).expect("it is ours");
    sandbox
        .program("cat", &[&users])
        .unprivileged()
        .run_changing_nothing()
        .fails_with(1);
    // It is the mode alone that stops it: the file is that user's, and so are the folders.
    let script = r#"chmod 600 "$CHATKEEP_STORE/users.json" && test -r "$CHATKEEP_STORE/users.json" && test -w . && id -u && id -G"#;
    let run = sandbox.program("sh", &["-c", script]).unprivileged().run();
    let run = run.succeeds();
    assert!(run.stdout_text().lines().all(|id| id != "0"), "{run}");
    sandbox
        .chatkeep(&["--version"])
        .unprivileged()
        .run()
        .succeeds();
    let (code, shown) = sandbox
        .chatkeep(&["--version"])
        .unprivileged()
        .at_terminal()
        .ends();
    assert_eq!(code, 0, "{shown}");
}

#[test]
fn a_terminal_shows_echoes_hides_and_interrupts() {
    let sandbox = Sandbox::new();
    let script = "stty size; printf 'Nom, s’il vous plaît? '; read n; stty -echo; printf 'Secret? '; read s; \
                  stty echo; echo; echo \"$n has ${#s} characters\"; test -t 0 && test -t 1 && test -t 2 && exit 7";
    let mut terminal = sandbox.program("sh", &["-c", script]).at_terminal();
    assert_eq!(terminal.sees("s’il vous plaît? "), "24 80\nNom, ");
    terminal.types("Zoë");
    assert_eq!(terminal.sees("Secret? "), "Zoë\n");
    terminal.types("hush");
    let (code, rest) = terminal.ends();
    assert_eq!((code, rest.as_str()), (7, "\nZoë has 4 characters\n"));

    let mut waiting = sandbox
        .program("sh", &["-c", "echo ready; read x; echo not reached"])
        .at_terminal();
    waiting.sees("ready\n");
    waiting.presses_control('c');
    let (code, rest) = waiting.ends();
    assert_eq!(code, 130, "{rest}");
    assert!(!rest.contains("not reached"), "{rest}");
}
