//! Checks every history of the machine in a small world, by Stateright.

mod checks;
mod histories;
mod parts;
mod world;
