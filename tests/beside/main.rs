//! Many processes on one store at once, some of them killed, and the web app beside them.

mod commands;
mod many_processes;
mod register;
mod stored;
mod world;
