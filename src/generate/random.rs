//! The random numbers of synthetic forums: `SplitMix64`, whole numbers only.

/// `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
///
/// Ten lines rather than a dependency: a crate's next version may draw its ranges in another way, and every benchmark
/// figure ever published of a forum "by name and seed" would then speak of another forum. The stream is pinned by the
/// published first outputs of the algorithm.
#[derive(Clone, Debug)]
pub(super) struct Random {
    state: u64,
}

/// What a stream is drawn for. Each purpose has its own stream, so that a variant that draws more of one thing leaves
/// the rest of the forum as it was.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Programme = 1,
    Person = 2,
    Knowledge = 3,
    Calendar = 4,
    Preference = 5,
    Cost = 6,
    Role = 7,
    Clash = 8,
}

impl Random {
    pub(super) fn new(seed: u64, purpose: Purpose) -> Self {
        // One draw separates neighbouring seeds; the odd constant keeps the purposes' streams apart.
        let start = Self { state: seed }.next();
        Self { state: start ^ (purpose as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93) }
    }

    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number from 0 to `bound - 1`, or 0 where `bound` is 0. The high half of a product: for the small bounds
    /// used here its bias is below one in 2^50.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }

    /// True in `percent` of a hundred draws.
    pub(super) fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// A position in `weights`, each as often as its weight says.
    pub(super) fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (position, &weight) in weights.iter().enumerate() {
            if left < weight {
                return position;
            }
            left -= weight;
        }
        0
    }

    /// `count` positions in `weights`, as often as the weights say but each at least `least` times, in random order. Dealt
    /// rather than drawn one by one, or a small pool would now and then have nobody from the rarest group.
    pub(super) fn deal(&mut self, weights: &[u64], count: usize, least: usize) -> Vec<usize> {
        let total = weights.iter().sum::<u64>().max(1);
        let mut dealt = Vec::with_capacity(count);
        for (position, &weight) in weights.iter().enumerate() {
            let share = (count as u64 * weight / total) as usize;
            dealt.extend(std::iter::repeat_n(position, share.max(least)));
        }
        // Rounding leaves some over, `least` may have given too many; either is set right by the commonest group.
        let commonest = (0..weights.len()).max_by_key(|&position| weights.get(position)).unwrap_or(0);
        while dealt.len() > count {
            match dealt.iter().position(|&position| position == commonest) {
                Some(place) => drop(dealt.swap_remove(place)),
                None => dealt.truncate(count),
            }
        }
        dealt.resize(count, commonest);
        self.shuffle(&mut dealt);
        dealt
    }

    /// Puts a list into random order (Fisher and Yates).
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = self.below(last as u64 + 1) as usize;
            list.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_one() {
        // First outputs for the seed 1234567, as given with the reference implementations.
        let mut random = Random { state: 1_234_567 };
        let drawn: Vec<u64> = (0..5).map(|_| random.next()).collect();
        assert_eq!(
            drawn,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821
            ]
        );
    }

    #[test]
    fn draws_stay_below_their_bound_and_reach_both_ends() {
        let mut random = Random::new(1, Purpose::Person);
        let drawn: Vec<u64> = (0..1000).map(|_| random.below(7)).collect();
        assert_eq!(drawn.iter().max(), Some(&6));
        assert_eq!(drawn.iter().min(), Some(&0));
        assert_eq!(random.below(0), 0);
        assert_eq!(random.weighted(&[]), 0);
    }

    #[test]
    fn weights_are_kept() {
        let mut random = Random::new(2, Purpose::Person);
        let mut drawn = [0_u32; 3];
        for _ in 0..9000 {
            drawn[random.weighted(&[1, 0, 2])] += 1;
        }
        assert_eq!(drawn[1], 0);
        // One third of 9000 is 3000, with a standard deviation of 45.
        assert!((2700..3300).contains(&drawn[0]), "{drawn:?}");
    }

    #[test]
    fn a_deal_keeps_shares_and_the_least() {
        let dealt = Random::new(4, Purpose::Person).deal(&[90, 9, 1], 20, 2);
        let of = |group| dealt.iter().filter(|&&position| position == group).count();
        // 9% and 1% of 20 are 1.8 and 0.2, both lifted to 2; the rest falls to the commonest.
        assert_eq!((of(0), of(1), of(2)), (16, 2, 2));
        assert_eq!(Random::new(4, Purpose::Person).deal(&[1, 1], 1, 3).len(), 1);
    }

    #[test]
    fn a_shuffle_loses_nobody() {
        let mut list: Vec<u32> = (0..50).collect();
        Random::new(3, Purpose::Person).shuffle(&mut list);
        assert_ne!(list, (0..50).collect::<Vec<_>>());
        list.sort_unstable();
        assert_eq!(list, (0..50).collect::<Vec<_>>());
    }
}
