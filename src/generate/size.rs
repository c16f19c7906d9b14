//! The sizes of synthetic forums by name.

use super::random::{Purpose, Random};

/// How large a forum is and how thickly knowledge is spread in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    pub panels: usize,
    /// Panellists of each panel.
    pub seats: u32,
    pub speakers: usize,
    pub slots: usize,
    pub slots_a_day: usize,
    pub topics: usize,
    /// 0 for Zipf's law as it is; more where the pool is too small to hold experts on the rarest topics otherwise.
    pub flattened: u64,
    /// How often a speaker knows so many topics: the weight of 1, of 2, and so on. With the number of topics it settles
    /// how many pairs of a panel and a speaker who knows one of its topics there are.
    pub topics_known: &'static [u64],
}

/// Names, smallest first.
pub(super) const NAMES: [&str; 5] = ["tiny", "small", "regional", "global", "mega"];

/// The size of that name; the number of panels of `small` depends on the seed.
pub(super) fn size(name: &str, seed: u64) -> Option<Size> {
    let size = |panels, seats, speakers, slots, slots_a_day, topics, flattened, topics_known| Size {
        panels,
        seats,
        speakers,
        slots,
        slots_a_day,
        topics,
        flattened,
        topics_known,
    };
    match name {
        "tiny" => Some(size(4, 4, 24, 3, 3, 4, 0, &[0, 1, 2, 3])),
        "small" => {
            let panels = 7 + Random::new(seed, Purpose::Programme).below(6) as usize;
            Some(size(panels, 5, 60, 6, 3, 8, 0, &[0, 1, 3, 2]))
        }
        "regional" => Some(size(60, 5, 400, 15, 5, 16, 3, &[1, 2, 1])),
        "global" => Some(size(300, 5, 2000, 40, 8, 36, 0, &[2, 4, 4])),
        "mega" => Some(size(1000, 6, 8000, 60, 12, 42, 0, &[1, 2, 2])),
        _ => None,
    }
}

impl Size {
    /// The same programme with 13 speakers for every 3 panels: 1,300 for 300. Never fewer than a panel and a half needs.
    pub(super) fn tight(self) -> Self {
        let speakers = (self.panels * 13 / 3).max(self.seats as usize * 3 / 2).min(self.speakers);
        Self { speakers, ..self }
    }
}
