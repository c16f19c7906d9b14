//! People in profiles: what most rules say of a seat depends on its place and the profile of who sits there, so that it is
//! found once for all of them.

use super::index::Index;
use super::rule_scope::{Item, Measure, RuleScope};
use super::seats::SeatColumns;
use rustc_hash::FxHashMap;

/// Everybody's profile.
pub(crate) struct Profiles {
    of: Vec<u32>,
    /// One speaker of each profile.
    examples: Vec<u32>,
    /// For each rule whether it tells nobody of one profile from another.
    alike: Vec<bool>,
}

/// What one rule sees of a speaker beside levels: whether they match, their speaker-side cells, their items.
type Seen<'a> = (bool, &'a [u32], &'a [u32]);

impl Profiles {
    /// Profiles for as many of the rules as they stay few with: organisations, say, nearly tell everybody apart.
    pub(crate) fn new(index: &Index<'_>, scopes: &[RuleScope<'_>]) -> Self {
        let speakers = index.forum.speakers.len();
        let most = speakers / 16 + 64;
        let mut profiles =
            Self { of: vec![0; speakers], examples: (0..speakers.min(1) as u32).collect(), alike: Vec::new() };
        for scope in scopes {
            let finer = profiles.split(scope, most);
            profiles.alike.push(finer.is_some());
            if let Some((of, examples)) = finer {
                (profiles.of, profiles.examples) = (of, examples);
            }
        }
        profiles
    }

    /// Finer profiles, whose people the rule does not tell apart; `None` where it needs more than `most`, or looks at
    /// levels, which depend on the panel.
    fn split(&self, scope: &RuleScope<'_>, most: usize) -> Option<(Vec<u32>, Vec<u32>)> {
        let levels = scope.matching.expertise.is_some() || matches!(scope.measure, Measure::Levels);
        if levels || scope.counts_people() {
            return None;
        }
        let mut known: FxHashMap<(u32, Seen<'_>), u32> = FxHashMap::default();
        let mut examples = Vec::new();
        let mut of = Vec::with_capacity(self.of.len());
        for (speaker, &profile) in (0..).zip(&self.of) {
            let items = match &scope.measure {
                Measure::Items { item: Item::OfSpeaker(items), .. } => items.of(speaker),
                _ => &[],
            };
            let matches = scope.matching.speakers[speaker as usize];
            let seen = (matches, scope.groups.traits_of(speaker), items);
            let fresh = examples.len() as u32;
            let finer = *known.entry((profile, seen)).or_insert(fresh);
            if finer == fresh {
                examples.push(speaker);
                if examples.len() > most {
                    return None;
                }
            }
            of.push(finer);
        }
        Some((of, examples))
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.examples.len()
    }

    /// A speaker's profile.
    pub(crate) fn of(&self, speaker: u32) -> u32 {
        self.of[speaker as usize]
    }

    /// Whether a rule tells nobody of one profile from another.
    pub(crate) fn alike(&self, rule: u32) -> bool {
        self.alike[rule as usize]
    }
}

/// The columns that a rule counts.
#[derive(Clone, Copy)]
pub(crate) struct Candidates<'s> {
    pub seats: &'s SeatColumns,
    /// The same by profile, where the rule tells nobody of one profile from another.
    pub alike: Option<&'s Tally>,
}

/// How many of each profile may sit in each place.
pub(crate) struct Tally {
    /// One speaker of the profile, and how many columns; by place, then in the order of their first columns.
    counts: Vec<(u32, u32)>,
    starts: Vec<u32>,
}

impl Tally {
    pub(crate) fn new(index: &Index<'_>, seats: &SeatColumns, profiles: &Profiles) -> Self {
        let mut tally = Self { counts: Vec::new(), starts: vec![0] };
        // Where the profile stands in `counts`, one further, if it is of the place in hand.
        let mut at = vec![0_usize; profiles.len()];
        for place in 0..index.places.len() as u32 {
            let start = tally.counts.len();
            for &speaker in seats.speakers_of(place) {
                let profile = profiles.of(speaker);
                let at = &mut at[profile as usize];
                if *at <= start {
                    tally.counts.push((profiles.examples[profile as usize], 0));
                    *at = tally.counts.len();
                }
                tally.counts[*at - 1].1 += 1;
            }
            tally.starts.push(tally.counts.len() as u32);
        }
        tally
    }

    /// The place's profiles, a speaker for each, with how many columns there are of it.
    pub(crate) fn of(&self, place: u32) -> &[(u32, u32)] {
        &self.counts[self.starts[place as usize] as usize..self.starts[place as usize + 1] as usize]
    }
}
