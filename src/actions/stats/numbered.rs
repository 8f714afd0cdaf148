//! Values that are each kept once, and known by a number.

use std::borrow::Borrow;
use std::hash::{BuildHasher, Hash};

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

/// Values, each under the number of its place.
#[derive(Debug, Clone)]
pub(super) struct Numbered<T> {
    values: Vec<T>,
    /// The numbers, found by what they stand for: so no value is kept twice.
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            numbers: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
        }
    }
}

impl<T> Numbered<T> {
    /// Returns the number of a value; one that has none yet is kept as `own` makes it.
    pub(super) fn number<Q>(&mut self, value: &Q, own: impl FnOnce(&Q) -> T) -> u32
    where
        T: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        let Self {
            values,
            numbers,
            hasher,
        } = self;
        let known = |number: &u32| values[*number as usize].borrow();
        let entry = numbers.entry(
            hasher.hash_one(value),
            |number| known(number) == value,
            |number| hasher.hash_one(known(number)),
        );
        match entry {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => {
                let number = u32::try_from(values.len()).expect("so many values fit no memory");
                values.push(own(value));
                place.insert(number);
                number
            }
        }
    }

    /// Returns what has this number.
    pub(super) fn value(&self, number: u32) -> &T {
        &self.values[number as usize]
    }

    /// Returns all, in the order of their numbers.
    pub(super) fn values(&self) -> &[T] {
        &self.values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_one_number_however_many_there_are() {
        let mut numbered = Numbered::<String>::default();
        let texts: Vec<String> = (0..1_000).map(|number| number.to_string()).collect();
        for _ in 0..2 {
            for (number, text) in (0..).zip(&texts) {
                assert_eq!(numbered.number(text.as_str(), str::to_owned), number);
            }
        }
        assert_eq!(numbered.values(), texts);
        assert_eq!(numbered.value(7), "7");
    }
}
