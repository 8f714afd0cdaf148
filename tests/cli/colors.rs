//! Colours: as the options, the environment and the configuration have it.

use std::fs;

use crate::sandbox::Sandbox;

const ESCAPE: char = '\x1b';

fn with_configured_color(when: &str) -> Sandbox {
    let sandbox = Sandbox::flask_store();
    let folder = sandbox.config().join("chatkeep");
    fs::create_dir(&folder).expect("the folder is ours");
    let setting = format!("color = {when:?}\n");
    fs::write(folder.join("config.toml"), setting).expect("it is ours");
    sandbox
}

#[test]
fn errors_are_coloured_as_configured_too() {
    let sandbox = with_configured_color("always");
    let refused = |arguments: &[&str]| {
        let run = sandbox.chatkeep(arguments).run_changing_nothing();
        run.fails_with(3).stderr_text().to_owned()
    };
    assert!(refused(&["user", "show", "nobody"]).contains(ESCAPE));
    let plain = refused(&["--color", "never", "user", "show", "nobody"]);
    assert!(!plain.contains(ESCAPE), "{plain}");
}

#[test]
fn nothing_is_coloured_where_it_is_redirected() {
    let sandbox = with_configured_color("auto");
    let run = sandbox.chatkeep(&["user", "show", "nobody"]).run();
    let refused = run.fails_with(3);
    assert!(!refused.stderr_text().contains(ESCAPE), "{refused}");
}
