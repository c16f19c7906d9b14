//! Ties by seed: interchangeable speakers are chosen equally often, and the order of the file decides nothing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod oracle;

use convener::{Answer, Forum, Options, Panel, Plan, Rule, Speaker, generate, json};
use std::collections::BTreeMap;

fn plan(forum: &Forum, seed: u64) -> Option<Plan> {
    match convener::solve(forum, &Options::default().seed(seed)).unwrap() {
        Answer::Optimal(best) => Some(best.plan),
        _ => None,
    }
}

/// Six speakers who differ in their ids alone, one expert whom every plan needs, and one woman less than asked for.
fn forum() -> Forum {
    let mut forum = Forum::new("ties").speaker(Speaker::new("expert").expertise("privacy", 5).gender("man"));
    for id in ["ana", "b2", "zoe", "m-7", "q", "aaaa"] {
        let mut speaker = Speaker::new(id).expertise("privacy", 3).gender("woman");
        speaker.max_seats = Some(1);
        forum = forum.speaker(speaker);
    }
    forum
        .panel(Panel::new("p1").topic("privacy").slot("am").seats("panellist", 2, 2))
        .panel(Panel::new("p2").topic("privacy").slot("pm").seats("panellist", 3, 3))
        .rule(Rule::new("women").filter(convener::Filter::all().is("gender", "woman")).at_least(1))
}

#[test]
fn interchangeable_speakers_are_chosen_equally_often() {
    let forum = forum();
    let mut chosen: BTreeMap<String, u32> = BTreeMap::new();
    let mut together: BTreeMap<String, u32> = BTreeMap::new();
    let seeds = 1200_u32;
    for seed in 0..seeds {
        for panel in plan(&forum, u64::from(seed)).unwrap().panels {
            for seat in panel.seats.iter().filter(|seat| seat.speaker != "expert") {
                *chosen.entry(seat.speaker.clone()).or_insert(0) += 1;
                if panel.panel == "p1" {
                    *together.entry(seat.speaker.clone()).or_insert(0) += 1;
                }
            }
        }
    }
    // The expert sits on both panels; one woman on p1 and two on p2 of six: each on half of the plans, a sixth of p1's.
    for (counts, expected) in [(&chosen, f64::from(seeds) * 0.5), (&together, f64::from(seeds) / 6.0)] {
        assert_eq!(counts.len(), 6);
        let squares: f64 = counts.values().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum();
        // Five degrees of freedom: one in a thousand is above 20.5.
        assert!(squares < 20.5, "{squares}: {counts:?}");
    }
}

/// The forum with everything whose order means nothing the other way round.
fn reversed(forum: &Forum) -> Forum {
    let mut forum = forum.clone();
    forum.speakers.reverse();
    forum.panels.reverse();
    forum.panels.iter_mut().for_each(|panel| {
        panel.seats.reverse();
        panel.rules.reverse();
        panel.topics.reverse();
    });
    forum.rules.reverse();
    forum.pins.reverse();
    forum.bars.reverse();
    forum.draft.reverse();
    forum
}

/// The seats held, in no order.
fn seats(plan: Option<Plan>) -> Option<Vec<(String, String, String)>> {
    let mut seats: Vec<_> = plan?
        .panels
        .into_iter()
        .flat_map(|panel| panel.seats.into_iter().map(move |seat| (panel.panel.clone(), seat.role, seat.speaker)))
        .collect();
    seats.sort();
    Some(seats)
}

#[test]
fn the_order_of_the_file_decides_nothing() {
    for seed in 0..300 {
        let forum = json::read(oracle::random::forum(seed).to_string().as_bytes()).unwrap();
        assert_eq!(seats(plan(&forum, seed)), seats(plan(&reversed(&forum), seed)), "{}", forum.id);
    }
    for (variant, _) in generate::variants() {
        let forum = generate::forum("tiny", variant, 1).unwrap();
        assert_eq!(seats(plan(&forum, 5)), seats(plan(&reversed(&forum), 5)), "{variant}");
    }
}

#[test]
fn a_seeded_answer_is_confirmed_and_says_its_seed() {
    let forum = forum();
    let answer = convener::solve(&forum, &Options::default().seed(11)).unwrap();
    assert_eq!(convener::verify(&forum, &answer).standing(), convener::Standing::Confirmed);
    let text = json::solve(json::write(&forum, false).as_bytes(), &Options::default().seed(11), false).text;
    assert!(text.contains(r#""seed":11"#), "{text}");
}
