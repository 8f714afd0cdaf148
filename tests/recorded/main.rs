//! Answers of providers, replayed byte for byte: recorded ones from the folder that `CHATKEEP_RECORDED` names, and small ones
//! of the same shapes, which run everywhere. What must come out of each stands in rows that `expect.py` worked out from the
//! same bytes.

#[path = "../cli/environment.rs"]
mod environment;
#[path = "../cli/fixture.rs"]
mod fixture;
#[path = "../cli/http_request.rs"]
mod http_request;

mod case;
mod program;
mod provider;
mod replay;
mod wire;

mod bytes;
mod estimates;
mod faults;
mod outcomes;
mod rows;
