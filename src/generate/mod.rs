//! Synthetic forums for benchmarks and tests, by name, variant and seed: the same on every machine.
//!
//! No person, organisation or event in them is real. Every decision is drawn in whole numbers from a stream that is part
//! of this module, so a forum of a name, variant and seed is the same bytes everywhere, and a figure measured on it can
//! be measured again.

mod clash;
mod pool;
mod programme;
mod random;
mod rules;
mod size;
mod variant;
mod wishes;

use crate::Forum;
use pool::Candidate;
use programme::Session;
use random::{Purpose, Random};
use size::Size;

/// A forum while it is being made.
struct Draft {
    forum: Forum,
    sessions: Vec<Session>,
    candidates: Vec<Candidate>,
    size: Size,
    seed: u64,
}

/// The names of the sizes, smallest first.
///
/// ```
/// assert!(convener::generate::names().contains(&"regional"));
/// ```
#[must_use]
pub fn names() -> Vec<&'static str> {
    size::NAMES.to_vec()
}

/// The names of the variants, `plain` first, each with what sets it apart.
///
/// ```
/// assert_eq!(convener::generate::variants()[0].0, "plain");
/// ```
#[must_use]
pub fn variants() -> Vec<(&'static str, &'static str)> {
    variant::ALL.iter().map(|variant| (variant.name, variant.about)).collect()
}

/// The forum of that name, variant and seed. Its id is the three, joined: `regional-plain-7`.
///
/// # Errors
///
/// A sentence that lists the names, where the name or the variant is none of them.
///
/// ```
/// let forum = convener::generate::forum("regional", "plain", 1)?;
/// assert_eq!((forum.panels.len(), forum.speakers.len()), (60, 400));
/// assert!(convener::generate::forum("huge", "plain", 1).unwrap_err().contains("mega"));
/// # Ok::<(), String>(())
/// ```
pub fn forum(name: &str, variant: &str, seed: u64) -> Result<Forum, String> {
    let mut size =
        size::size(name, seed).ok_or_else(|| format!("unknown size `{name}`: one of {}", names().join(", ")))?;
    let variant = variant::ALL.iter().find(|known| known.name == variant).ok_or_else(|| {
        let known: Vec<&str> = variant::ALL.iter().map(|variant| variant.name).collect();
        format!("unknown variant `{variant}`: one of {}", known.join(", "))
    })?;
    if variant.name == "tight" {
        size = size.tight();
    }

    let mut sessions = programme::programme(&size, seed);
    rules::seat(&size, &mut sessions);
    let candidates = pool::pool(&size, seed, &sessions);
    let mut forum = Forum::new(format!("{name}-{}-{seed}", variant.name))
        .vocabulary("sector", pool::SECTORS.map(|(sector, _)| sector))
        .vocabulary("gender", ["woman", "man"])
        .vocabulary("region", pool::REGIONS.map(|(region, _)| region));
    forum.rules = rules::rules(&sessions);
    forum.goals = rules::goals();
    let mut draft = Draft { forum, sessions, candidates, size, seed };
    draft.prefer_some();
    (variant.apply)(&mut draft);
    draft.forum.speakers = draft.candidates.into_iter().map(|candidate| candidate.speaker).collect();
    draft.forum.panels = draft.sessions.into_iter().map(|session| session.panel).collect();
    Ok(draft.forum)
}

impl Draft {
    /// What speakers would rather do: each names ten or so of the panels that suit them, with -39 to 20.
    fn prefer_some(&mut self) {
        let mut random = Random::new(self.seed, Purpose::Preference);
        self.prefer(|pairs| {
            let mut stated = Vec::new();
            for &panel in pairs {
                // Drawn whether or not it is used, so that the stream doesn't depend on what it decides.
                let (named, value) = (random.below(pairs.len() as u64) < 10, random.below(60) as i32 - 39);
                if named && value != 0 {
                    stated.push((panel, value));
                }
            }
            stated
        });
    }

    /// Sets every speaker's preferences to what `state` says of the panels that suit them (positions in the programme).
    fn prefer(&mut self, mut state: impl FnMut(&[usize]) -> Vec<(usize, i32)>) {
        for candidate in &mut self.candidates {
            let suiting = self.sessions.iter().enumerate().filter(|(_, session)| candidate.suits(session));
            let pairs: Vec<usize> = suiting.map(|(panel, _)| panel).collect();
            let stated = state(&pairs);
            candidate.speaker.preference = stated
                .into_iter()
                .filter_map(|(panel, value)| Some((self.sessions.get(panel)?.panel.id.clone(), value)))
                .collect();
        }
    }
}
