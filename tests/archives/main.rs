//! Archives that must be refused: each for its own reason, in little memory and on little disk, with the store and all around
//! it as they were. They are made by `corpus.py`, both as the program writes backups and as others make tarballs.

#[path = "../cli/environment.rs"]
mod environment;
#[path = "../cli/fixture.rs"]
mod fixture;
#[path = "../cli/tree.rs"]
mod tree;

mod corpus;
mod cut_and_flipped;
mod place;
mod refused;
mod taken;
