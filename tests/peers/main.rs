//! Chat with servers that others wrote: the mocks aimock and llmock, and the gateway litellm. `tests/run` puts them below
//! target/peers; where one is missing, its tests say so, and fail in continuous integration.

#[path = "../cli/environment.rs"]
mod environment;
#[path = "../cli/fixture.rs"]
mod fixture;
#[path = "../recorded/program.rs"]
mod program;
#[path = "../recorded/wire.rs"]
mod wire;

mod http;
mod server;
mod talk;

mod aimock;
mod litellm;
mod llmock;
