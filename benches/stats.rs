//! Times a cost report by user, model and month over JSON files next to DuckDB and Python, which read the same files.
//!
//! `cargo bench --bench stats`, or with more runs: `cargo bench --bench stats -- --runs 10`; `-- STORE` takes the files of another
//! store. Peers that are not installed are left out. They add up binary floating-point numbers.

mod in_turn;
mod many_users;
mod peers;
mod runs;

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use in_turn::{Candidate, compare, within};
use many_users::make_store;
use peers::{is_there, shell};
use runs::Outcome;

const DEFAULT_RUNS: usize = 5;
const USERS: usize = 2_000;

/// Two processes, each with every second file.
const PYTHON: &str = "import collections,multiprocessing,os,sys,orjson
def add(paths):
    sums=collections.Counter()
    for path in paths:
        with open(path,'rb') as file: user=orjson.loads(file.read())
        for one in user['conversations'].values():
            for message in one['messages']:
                if message['role']=='assistant':
                    sums[path,one['model'],one['timestamp'][:7]]+=message.get('cost') or 0
    return sums
if __name__=='__main__':
    paths=[entry.path for entry in os.scandir(sys.argv[1])]
    with multiprocessing.Pool(2) as pool: parts=pool.map(add,[paths[0::2],paths[1::2]])
    for sums in parts:
        for group,cost in sums.items(): print(*group,cost)";

const DUCKDB: &str = "import sys,duckdb
files=sys.argv[1]+'/*.json'
columns={'conversations':'MAP(VARCHAR,STRUCT(model VARCHAR,\"timestamp\" VARCHAR,messages STRUCT(\"role\" VARCHAR,cost DOUBLE)[]))'}
duckdb.sql('''copy (select filename,one.model,left(one.\"timestamp\",7) as month,sum(message.cost)
from (select filename,one,unnest(one.messages) as message from
 (select filename,unnest(map_values(conversations)) as one from read_json($files,columns=$columns,filename=true,maximum_object_size=1073741824)))
where message.role='assistant' group by all) to '/dev/stdout' (format csv)'''.replace('$files',repr(files)).replace('$columns',repr(columns)))";

fn main() -> Outcome<()> {
    let mut arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|it| it != "--bench")
        .collect();
    let given = arguments.iter().position(|it| Path::new(it).is_dir());
    let given = given.map(|place| PathBuf::from(arguments.remove(place)));
    let runs = runs::asked_for(DEFAULT_RUNS, arguments.into_iter())?;
    let folder = tempfile::tempdir()?;
    let home = folder.path();
    let (store, mut text) = match given {
        Some(store) => (store, String::new()),
        None => {
            let store = home.join("store");
            let bytes = make_store(&store, USERS)?;
            (
                store,
                format!("\n{USERS} users, {} MB\n", bytes / 1_000_000),
            )
        }
    };
    let files = store.join("user_data");
    let stats = |by: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chatkeep"));
        command.arg("--store").arg(&store);
        command.args(["stats", "--by", by, "--format", "csv"]);
        within(home, &mut command);
        command
    };
    let state = home.join(".local");
    let forget = move || match fs::remove_dir_all(&state) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    };
    let by = "user,model,month";
    let mut candidates = vec![
        Candidate::new("cat", shell(home, "cat \"$1\"/*.json", &files)),
        Candidate::prepared("stats, nothing kept", stats(by), forget),
        Candidate::new("stats, again", stats(by)),
        Candidate::new("stats --by model, again", stats("model")),
    ];
    for (name, module, script) in [
        ("python, orjson", "orjson", PYTHON),
        ("duckdb", "duckdb", DUCKDB),
    ] {
        if !is_there("python3", &["-c", &format!("import {module}")]) {
            text += &format!("{module} is not installed, and left out\n");
            continue;
        }
        let mut command = Command::new("python3");
        within(home, command.args(["-c", script]).arg(&files));
        if let Some(path) = std::env::var_os("PYTHONPATH") {
            command.env("PYTHONPATH", path);
        }
        candidates.push(Candidate::new(name, command));
    }
    text += &compare(candidates, runs)?;
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}
