//! Drives the program as users and scripts do, each test in folders of its own.

mod environment;
mod fixture;
mod http_request;
mod invocation;
mod openai_server;
mod outcome;
mod redaction;
mod running;
mod sandbox;
mod stored;
mod terminal;
mod tree;

mod accounts;
mod backup_files;
mod backups;
mod bad_input;
mod budgets;
mod chat;
mod colors;
mod damaged_backups;
mod damaged_files;
mod doctor;
mod exports;
mod harness;
mod hostile_text;
mod init;
mod key_tests;
mod keys;
mod locking;
mod owners;
mod peers;
mod reading;
mod real_input;
mod restores;
mod stats;
