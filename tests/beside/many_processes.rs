//! Sixteen processes at once, on files and on databases, two hundred commands each: nothing is lost.

use std::time::Instant;

use crate::counted::{Counts, check, check_accounts, check_leftovers};
use crate::scripts::{SCRIPTS, Script, begin_conversation, deeds_of, run_all};
use crate::stored;
use crate::world::{ADA, ADA_ID, World};

/// Adds as many accounts as there are scripts, and returns their addresses.
fn add_accounts(world: &World) -> Vec<String> {
    let emails = (0..SCRIPTS).map(|number| format!("user{number}@example.org"));
    emails
        .inspect(|email| {
            world.run(&["user", "add", email, "--no-password"]);
        })
        .collect()
}

/// Has all of them work on one user's conversations, one of which is everybody's.
fn check_one_user(world: &World) {
    let begun = Instant::now();
    world.write_out();
    let before = stored::user_file(world, ADA_ID);
    let accounts = stored::accounts(world);
    let shared = begin_conversation(world, ADA, "shared");
    let scripts: Vec<_> = (0..SCRIPTS)
        .map(|number| Script::new(world, number, ADA, &shared))
        .collect();
    let mut deeds = run_all(world, &scripts);
    check_leftovers(world);
    world.write_out();
    let mut counts = Counts::default();
    check_accounts(world, &accounts, &deeds, &mut counts);
    let all = deeds_of(ADA_ID, &scripts, &mut deeds);
    check(world, ADA, ADA_ID, &all, &mut counts);
    let after = stored::user_file(world, ADA_ID);
    // What was there before, and was not touched, is there to the byte.
    assert_eq!(
        after.conversations.len(),
        before.conversations.len() + 1 + SCRIPTS
    );
    for (id, text) in &before.conversations {
        assert_eq!(text.get(), after.conversations[id].get());
    }
    for (provider, key) in &before.api_keys {
        assert_eq!(after.api_keys.get(provider), Some(key));
    }
    counts.print("16 scripts on one user", begun);
}

/// Has each of them work on a user of its own.
fn check_sixteen_users(world: &World) {
    let begun = Instant::now();
    let emails = add_accounts(world);
    world.write_out();
    let accounts = stored::accounts(world);
    let scripts: Vec<_> = emails
        .iter()
        .enumerate()
        .map(|(number, email)| {
            let second = begin_conversation(world, email, "second");
            Script::new(world, number, email, &second)
        })
        .collect();
    let mut deeds = run_all(world, &scripts);
    check_leftovers(world);
    world.write_out();
    let mut counts = Counts::default();
    check_accounts(world, &accounts, &deeds, &mut counts);
    for script in &scripts {
        let all = deeds_of(&script.user, &scripts, &mut deeds);
        check(world, &script.email, &script.user, &all, &mut counts);
    }
    counts.print("16 scripts on 16 users", begun);
}

/// Has half of them work on one user's conversations, and each of the others on a user of its own.
fn check_one_and_many(world: &World) {
    let begun = Instant::now();
    let emails = add_accounts(world);
    world.write_out();
    let accounts = stored::accounts(world);
    let shared = begin_conversation(world, ADA, "shared");
    let scripts: Vec<_> = emails
        .iter()
        .enumerate()
        .map(|(number, email)| match number % 2 {
            0 => Script::new(world, number, ADA, &shared),
            _ => {
                let second = begin_conversation(world, email, "second");
                Script::new(world, number, email, &second)
            }
        })
        .collect();
    let mut deeds = run_all(world, &scripts);
    check_leftovers(world);
    world.write_out();
    let mut counts = Counts::default();
    check_accounts(world, &accounts, &deeds, &mut counts);
    for script in &scripts {
        // Those of the one user are all taken with the first of them.
        let all = deeds_of(&script.user, &scripts, &mut deeds);
        check(world, &script.email, &script.user, &all, &mut counts);
    }
    counts.print("16 scripts on a database", begun);
}

#[test]
fn sixteen_scripts_on_one_user_lose_nothing() {
    check_one_user(&World::new());
}

#[test]
fn sixteen_scripts_on_sixteen_users_lose_nothing() {
    check_sixteen_users(&World::new());
}

#[test]
fn sixteen_scripts_on_a_sqlite_database_lose_nothing() {
    check_one_and_many(&World::in_sqlite());
}

#[test]
fn sixteen_scripts_on_a_postgresql_database_lose_nothing() {
    if let Some(world) = World::in_postgres() {
        check_one_and_many(&world);
    }
}
