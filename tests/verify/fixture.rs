//! A small forum with a draft that the tests count by hand, tallies in short words, and what is found of a claim.

use convener::{Bound, DraftSeat, Forum, Number, Panel, Rule, Share, Speaker, Tally};
use serde_json::{Value, json};

/// Three panels, five speakers, eight seats:
///
/// | panel | topics | slot, day | panellists | moderator |
/// | --- | --- | --- | --- | --- |
/// | p1 | cybersecurity, privacy | a, d1 | s1, s2, s3 | s4 |
/// | p2 | privacy | b, d1 | s1, s5 | |
/// | p3 | cybersecurity | c, d2 | s3, s5 | |
pub fn forum() -> Forum {
    let cost = |speaker: Speaker, thousandths| Speaker { cost: Number::from_thousandths(thousandths), ..speaker };
    let s1 = Speaker::new("s1").gender("woman").sector("government").organisation("org-1");
    let s2 = Speaker::new("s2").gender("man").sector("academia").organisation("org-1");
    let s3 = Speaker::new("s3").gender("man").sector("civil_society").sector("technical").organisation("org-2");
    let s4 = Speaker::new("s4").gender("woman").sector("academia").organisation("org-3");
    let s5 = Speaker::new("s5").sector("government").organisation("org-2");
    let mut forum = Forum::new("small")
        .speaker(cost(s1, 100_000).expertise("cybersecurity", 4).expertise("privacy", 2).attribute("age", 20))
        .speaker(cost(s2, 200_500).expertise("cybersecurity", 3).attribute("age", 30))
        .speaker(s3.expertise("privacy", 5).attribute("age", 24))
        .speaker(s4.expertise("cybersecurity", 1))
        .speaker(cost(s5, 50_000).expertise("privacy", 3).attribute("age", 40))
        .panel(
            Panel::new("p1")
                .topic("cybersecurity")
                .topic("privacy")
                .slot("a")
                .day("d1")
                .seats("panellist", 3, 4)
                .seats("moderator", 0, 1),
        )
        .panel(Panel::new("p2").topic("privacy").slot("b").day("d1").seats("panellist", 2, 3))
        .panel(Panel::new("p3").topic("cybersecurity").slot("c").day("d2").seats("panellist", 1, 2));
    for (speaker, region) in [(0, "grulac"), (1, "africa"), (2, "grulac"), (4, "africa")] {
        forum.speakers[speaker].attributes.insert("region".into(), region.into());
    }
    forum.speakers[0].attributes.insert("languages".into(), vec!["es", "en"].into());
    forum.speakers[1].attributes.insert("languages".into(), vec!["en"].into());
    forum.draft = draft(&[
        ("p1", "panellist", "s1"),
        ("p1", "panellist", "s2"),
        ("p1", "panellist", "s3"),
        ("p1", "moderator", "s4"),
        ("p2", "panellist", "s1"),
        ("p2", "panellist", "s5"),
        ("p3", "panellist", "s3"),
        ("p3", "panellist", "s5"),
    ]);
    forum
}

pub fn draft(seats: &[(&str, &str, &str)]) -> Vec<DraftSeat> {
    let seat = |(panel, role, speaker): &(&str, &str, &str)| DraftSeat {
        panel: (*panel).into(),
        role: (*role).into(),
        speaker: (*speaker).into(),
    };
    seats.iter().map(seat).collect()
}

pub fn share(text: &str) -> Bound {
    text.parse::<Share>().unwrap().into()
}

/// `p1 privacy: 1, short 1`: the group's values, the count, and by how much it misses.
pub fn words(tally: &Tally) -> String {
    let mut words: Vec<&str> = tally.group.iter().map(|(_, value)| value.as_str()).collect();
    if words.is_empty() {
        words.push("all");
    }
    let count = match tally.seats {
        Some(seats) => format!("{} of {seats}", tally.count),
        None => tally.count.to_string(),
    };
    let short = if tally.is_met() { String::new() } else { format!(", short {}", tally.short) };
    format!("{}: {count}{short}", words.join(" "))
}

/// The tallies of one rule added to a forum.
pub fn counted_in(forum: Forum, rule: Rule) -> Vec<String> {
    let id = rule.id.clone();
    let audit = convener::audit(&forum.rule(rule)).unwrap();
    audit.rules.iter().filter(|tally| tally.rule == id).map(words).collect()
}

/// The tallies of one rule in the small forum.
pub fn counted(rule: Rule) -> Vec<String> {
    counted_in(forum(), rule)
}

/// The tallies of one id in a forum as it is.
pub fn of(forum: &Forum, id: &str) -> Vec<String> {
    convener::audit(forum).unwrap().rules.iter().filter(|tally| tally.rule == id).map(words).collect()
}

/// What checking an answer finds of one claim, and why.
pub fn finding(forum: &Value, answer: &Value, claim: &str) -> (String, String) {
    let both = json!({"forum": forum, "answer": answer}).to_string();
    let verdict: Value = serde_json::from_str(&convener::json::verify(both.as_bytes(), None, false).text).unwrap();
    let claims = verdict["claims"].as_array().unwrap_or_else(|| panic!("{verdict}"));
    let one = claims.iter().find(|one| one["claim"] == claim).unwrap_or_else(|| panic!("no {claim}: {verdict}"));
    let text = |field: &str| one[field].as_str().unwrap_or_default().to_owned();
    (text("finding"), text("why"))
}
