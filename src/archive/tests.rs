//! What a backup promises: it comes back whole, others can read it, and whatever was changed is found.

mod hostile;
mod interchange;
mod round_trip;
