//! The speakers of a synthetic forum: who they are, what they know, when they can come.

use super::programme::{Session, draw_topics, popularity, slot_id, topic_id, topics_in};
use super::random::{Purpose, Random};
use super::size::Size;
use crate::Speaker;

/// Sectors with how often each occurs: uneven, as pools are.
pub(super) const SECTORS: [(&str, u64); 6] = [
    ("civil_society", 26),
    ("private_sector", 22),
    ("technical_community", 18),
    ("academia", 16),
    ("government", 12),
    ("international_organisation", 6),
];

/// Regions with how often each occurs.
pub(super) const REGIONS: [(&str, u64); 5] =
    [("grulac", 32), ("weog", 26), ("asia_pacific", 20), ("africa", 14), ("eastern_europe", 8)];

/// The share of men in the pool, in percent.
const MEN: u64 = 60;
/// The share of people who come for the first time.
const NEWCOMERS: u64 = 33;
/// The share of slots in which a speaker can't come.
const UNAVAILABLE: u64 = 15;
/// The fewest people of any group in a pool.
const LEAST: usize = 3;
/// How often a topic is known at level 1, 2, 3, 4, 5.
const LEVELS: [u64; 5] = [15, 20, 30, 20, 15];

/// A speaker with what they know as bits and the slots in which they can't come.
pub(super) struct Candidate {
    pub speaker: Speaker,
    pub topics: u64,
    pub away: Vec<bool>,
}

impl Candidate {
    /// Whether the pair of this speaker and the panel counts: they know one of its topics and can come.
    pub(super) fn suits(&self, session: &Session) -> bool {
        self.topics & session.topics != 0 && self.away.get(session.slot) != Some(&true)
    }
}

pub(super) fn pool(size: &Size, seed: u64, sessions: &[Session]) -> Vec<Candidate> {
    let mut person = Random::new(seed, Purpose::Person);
    let mut knowledge = Random::new(seed, Purpose::Knowledge);
    let mut calendar = Random::new(seed, Purpose::Calendar);
    let sectors = person.deal(&SECTORS.map(|(_, weight)| weight), size.speakers, LEAST);
    let regions = person.deal(&REGIONS.map(|(_, weight)| weight), size.speakers, LEAST);
    let men = person.deal(&[100 - MEN, MEN], size.speakers, LEAST);
    let newcomers = person.deal(&[100 - NEWCOMERS, NEWCOMERS], size.speakers, LEAST);
    let popularity = popularity(size);
    // What no panel is about is left out, as nobody would ask for it.
    let asked = sessions.iter().fold(0, |bits, session| bits | session.topics);
    let organisations = (size.speakers as u64 * 6 / 10).max(1);
    let width = size.speakers.to_string().len();
    let mut candidates = Vec::with_capacity(size.speakers);
    let groups = sectors.into_iter().zip(regions).zip(men.into_iter().zip(newcomers));
    for (number, ((sector, region), (man, newcomer))) in (1..).zip(groups) {
        let mut speaker = Speaker::new(format!("s{number:0width$}"))
            .gender(if man == 1 { "man" } else { "woman" })
            .sector(SECTORS[sector].0)
            .organisation(format!("org-{:0width$}", person.below(organisations) + 1))
            .attribute("region", REGIONS[region].0)
            .attribute("newcomer", newcomer == 1);
        speaker.max_seats = Some(1 + person.below(3) as u32);

        let count = 1 + knowledge.weighted(size.topics_known);
        let topics = draw_topics(&mut knowledge, &popularity, count) & asked;
        for topic in topics_in(topics) {
            let level = 1 + knowledge.weighted(&LEVELS) as u8;
            speaker.expertise.insert(topic_id(topic), level);
        }

        let away: Vec<bool> = (0..size.slots).map(|_| calendar.percent(UNAVAILABLE)).collect();
        let slots = away.iter().enumerate().filter(|&(_, &away)| away);
        speaker.unavailable = slots.map(|(slot, _)| slot_id(size, slot)).collect();
        candidates.push(Candidate { speaker, topics, away });
    }
    candidates
}
