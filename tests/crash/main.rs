//! Kills the program at each system call that changes something, fails its system calls one at a time, and works out what a
//! power cut could leave: after any of it the store opens, with all that was reported as done.
//!
//! strace does the killing and failing. Each case has folders of its own and is counted; the counts are printed, also
//! where the output of passing tests is not shown.

#[path = "../cli/environment.rs"]
mod environment;
#[path = "../cli/fixture.rs"]
mod fixture;

mod budgets;
mod cases;
mod commands;
mod event;
mod experiment;
mod faults;
mod kills;
mod passwords;
mod place;
mod power_loss;
mod power_model;
mod rekeyed;
mod state;
mod surroundings;
mod tally;
