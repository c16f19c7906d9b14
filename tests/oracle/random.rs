//! Random small forums, valid by construction and the same for the same seed on every machine.

mod goals;
mod pool;
mod programme;
mod rules;

use serde_json::{Value, json};

/// `SplitMix64`: one multiplication short of the simplest generator that passes the usual tests.
pub struct Prng(u64);

impl Prng {
    /// A generator for the seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number between the two, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.next() % u64::try_from(high - low + 1).unwrap()).unwrap()
    }

    /// True this often in a hundred.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of the items.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[usize::try_from(self.between(0, items.len() as i64 - 1)).unwrap()]
    }

    /// Some of the items, in their order; at least one.
    pub fn some<T: Clone>(&mut self, items: &[T]) -> Vec<T> {
        let chosen: Vec<T> = items.iter().filter(|_| self.chance(50)).cloned().collect();
        if chosen.is_empty() { vec![self.pick(items).clone()] } else { chosen }
    }
}

/// A random forum: 2 to 4 panels, 3 to 7 speakers, up to 6 rules of every kind.
pub fn forum(seed: u64) -> Value {
    let r = &mut Prng::new(seed.wrapping_mul(0x2545_F491_4F6C_DD1D).wrapping_add(7));
    let mut forum = json!({"version": 1, "forum": format!("random-{seed}")});
    forum["panels"] = programme::panels(r);
    forum["speakers"] = pool::speakers(r, &forum);
    if let Some(vocabulary) = pool::vocabulary(r, &forum) {
        forum["vocabulary"] = vocabulary;
    }
    programme::pins_bars_and_draft(r, &mut forum);
    rules::add(r, &mut forum);
    goals::add(r, &mut forum);
    forum
}
