//! A store in a PostgreSQL database.

mod environment;

pub use environment::PostgresEnvironment;
