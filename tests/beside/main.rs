//! Many processes on one store at once, some of them killed, and the web app beside them.

mod app;
mod app_at_work;
mod backups;
mod commands;
mod conflicts;
mod counted;
mod database;
mod empty_files;
mod many_processes;
mod register;
mod rekey;
mod scripts;
mod stale_copies;
mod stopped;
mod stored;
mod world;
