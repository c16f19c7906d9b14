//! The panels of a synthetic forum: topics by popularity, slots in equal shares.

use super::random::{Purpose, Random};
use super::size::Size;
use crate::Panel;

/// A panel with its topics as bits, one for each topic of the programme, and its slot as a number.
pub(super) struct Session {
    pub panel: Panel,
    pub topics: u64,
    pub slot: usize,
}

/// Zipf's law in whole numbers (720,720 divides by 1 to 16): the topic of rank r weighs 1/(r + `flattened`), which in
/// Mandelbrot's form is flat among the first few.
pub(super) fn popularity(size: &Size) -> Vec<u64> {
    (1..=size.topics as u64).map(|rank| 720_720 / (rank + size.flattened)).collect()
}

/// So many different topics by popularity, as bits. There are at most 64 topics.
pub(super) fn draw_topics(random: &mut Random, popularity: &[u64], count: usize) -> u64 {
    let mut left = popularity.to_vec();
    let mut drawn = 0;
    for _ in 0..count.min(left.len()) {
        let topic = random.weighted(&left);
        drawn |= 1 << topic;
        if let Some(weight) = left.get_mut(topic) {
            *weight = 0;
        }
    }
    drawn
}

/// The topics whose bits are set, in order.
pub(super) fn topics_in(bits: u64) -> impl Iterator<Item = usize> {
    (0..64).filter(move |topic| bits >> topic & 1 == 1)
}

pub(super) fn topic_id(topic: usize) -> String {
    format!("t{:02}", topic + 1)
}

pub(super) fn slot_id(size: &Size, slot: usize) -> String {
    format!("d{}-s{:02}", slot / size.slots_a_day + 1, slot % size.slots_a_day + 1)
}

/// The programme without its seats: 1 to 3 topics a panel, panels dealt out to the slots in random order.
pub(super) fn programme(size: &Size, seed: u64) -> Vec<Session> {
    let mut random = Random::new(seed, Purpose::Programme);
    let popularity = popularity(size);
    let mut slots: Vec<usize> = (0..size.panels).map(|panel| panel % size.slots).collect();
    random.shuffle(&mut slots);
    let width = size.panels.to_string().len();
    let mut sessions = Vec::with_capacity(size.panels);
    for (number, slot) in slots.into_iter().enumerate() {
        let count = 1 + random.below(3) as usize;
        let topics = draw_topics(&mut random, &popularity, count);
        let mut panel = Panel::new(format!("p{:0width$}", number + 1))
            .slot(slot_id(size, slot))
            .day(format!("d{}", slot / size.slots_a_day + 1));
        panel.topics = topics_in(topics).map(topic_id).collect();
        sessions.push(Session { panel, topics, slot });
    }
    sessions
}
