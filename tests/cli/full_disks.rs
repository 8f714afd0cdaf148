//! A SQLite database on a disk that becomes full: told, nothing half done, and what is there can be read.

use crate::backend::Backend;
use crate::sandbox::Sandbox;
use crate::stored::{ADA, StoredUser};

const MAIL: &str = "ada@example.org";

#[test]
fn where_the_disk_is_full_a_change_is_made_whole_or_not_at_all() {
    databases_only!("the files of JSON stores are tried call by call elsewhere");
    if Backend::tested() != Backend::Sqlite {
        return crate::backend::leave_out("a server has its own disk");
    }
    let commands: [&[&str]; 3] = [
        &["key", "remove", MAIL, "openai", "--yes"],
        &["user", "remove", MAIL, "--yes"],
        &["user", "add", "new@example.org", "--no-password"],
    ];
    for command in commands {
        let mut refused = 0;
        // From the first write on, then from the second on, until none is needed any more.
        for write in 1.. {
            let sandbox = Sandbox::flask_store();
            let before = StoredUser::read(&sandbox, ADA).text;
            sandbox.chatkeep(&["user", "list"]).run().succeeds();
            let fault = format!("inject=pwrite64,pwritev,ftruncate:error=ENOSPC:when={write}+");
            let strace = ["-f", "-qq", "-o", "/dev/null", "-e", &fault];
            let program = [env!("CARGO_BIN_EXE_chatkeep")];
            let arguments = [&strace[..], &program, command].concat();
            let run = sandbox.program("strace", &arguments).run();
            if run.code() == 0 {
                break;
            }
            refused += 1;
            let run = run.fails_with(1);
            // Where the index of the log cannot grow, SQLite does not tell why.
            let error = run.stderr_text();
            let is_told = error.contains("disk is full") || error.contains("disk I/O error");
            assert!(is_told, "{write}: {run}");
            assert_eq!(StoredUser::read(&sandbox, ADA).text, before, "{write}");
            sandbox.chatkeep(&["doctor"]).run().succeeds();
            sandbox.chatkeep(command).run().succeeds();
        }
        assert!(refused > 0, "{command:?} writes");
    }
}
