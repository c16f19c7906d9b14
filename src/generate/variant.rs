//! What each variant changes in the plain forum.

use super::Draft;
use super::pool::SECTORS;
use super::random::{Purpose, Random};
use super::rules::{EXPERT, rule};
use super::{clash, wishes};
use crate::{Bound, Count, Direction, Filter, Goal, Metric, Number, Quantity};

/// A variant: its name and what it does to the plain forum of the same size and seed.
pub(super) struct Variant {
    pub name: &'static str,
    pub about: &'static str,
    pub apply: fn(&mut Draft),
}

/// Every variant, the plain one first.
pub(super) const ALL: [Variant; 11] = [
    Variant { name: "plain", about: "the rules that every variant starts from", apply: |_| {} },
    Variant { name: "fine", about: "weights of fine grain: levels times 100 and noise for every pair", apply: fine },
    // The pool is smaller from the start: see `Size::tight`.
    Variant { name: "tight", about: "4.33 speakers a panel", apply: |_| {} },
    Variant { name: "roles", about: "a moderator and a rapporteur on every panel", apply: roles },
    Variant { name: "tiers", about: "three goals, one after the other", apply: tiers },
    Variant { name: "wishes", about: "ten wishes in three priorities", apply: wishes::add },
    Variant { name: "travel", about: "a travel fund over the people who come", apply: travel },
    Variant { name: "worst", about: "the worst panel's expertise first", apply: worst },
    Variant { name: "equal", about: "the six stakeholder groups at most one seat apart", apply: equal },
    Variant { name: "variable", about: "panels of 4 to 6 seats, 5 on average", apply: variable },
    Variant { name: "conflict", about: "two further requirements that often clash with the rest", apply: clash::add },
];

fn fine(draft: &mut Draft) {
    draft.forum.goals = vec![Goal::blend(Direction::Maximise, [(Metric::Expertise, 100), (Metric::Preference, 1)])];
    let mut random = Random::new(draft.seed, Purpose::Preference);
    draft.prefer(|pairs| pairs.iter().map(|&panel| (panel, random.below(100) as i32)).collect());
}

fn roles(draft: &mut Draft) {
    for session in &mut draft.sessions {
        let panel = std::mem::replace(&mut session.panel, crate::Panel::new(""));
        session.panel = panel.seats("moderator", 1, 1).seats("rapporteur", 1, 1);
    }
    // What makes a panel is asked of its panellists; what is fair is asked of every seat.
    for rule in &mut draft.forum.rules {
        if !matches!(
            rule.id.as_str(),
            "organisations" | "newcomers" | "region-share" | "sector-share" | "knows-a-topic"
        ) {
            rule.roles = Some(vec!["panellist".to_owned()]);
        }
    }
    draft.forum.rules.push(
        rule("moderators", "A moderator is an expert on one of the panel's topics")
            .roles(["moderator"])
            .filter(Filter::all().expert(EXPERT))
            .at_least(1),
    );
    let mut random = Random::new(draft.seed, Purpose::Role);
    for candidate in &mut draft.candidates {
        // Half take any role.
        let taken: &[&str] = match random.below(20) {
            0..5 => &["panellist"],
            5..8 => &["panellist", "rapporteur"],
            8..10 => &["panellist", "moderator"],
            _ => continue,
        };
        candidate.speaker.roles = Some(taken.iter().map(|&role| role.to_owned()).collect());
    }
}

fn tiers(draft: &mut Draft) {
    let mut newcomers = Goal::maximise(Metric::Seats);
    newcomers.filter = Filter::all().is("newcomer", true);
    draft.forum.goals = vec![Goal::maximise(Metric::Expertise), Goal::maximise(Metric::Preference), newcomers];
}

/// Half of the people come from far. The fund pays 55% of what a plan would cost in which everybody has one seat and
/// costs what the pool costs on average, so a plan has to use people twice or choose those who live near.
fn travel(draft: &mut Draft) {
    let mut random = Random::new(draft.seed, Purpose::Cost);
    let mut total = 0_u64;
    for candidate in &mut draft.candidates {
        let far = random.percent(50);
        let cost = 50 * if far { 12 + random.below(29) } else { 1 + random.below(8) };
        total += cost;
        candidate.speaker.cost = i32::try_from(cost).ok().map(Number::from);
    }
    let seats = draft.sessions.len() as u64 * u64::from(draft.size.seats);
    let fund = total * seats * 55 / 100 / (draft.candidates.len() as u64).max(1);
    draft.forum.rules.push(
        rule("travel-fund", "The travel fund pays for everybody who comes")
            .for_each([])
            .count(Count::Sum(Quantity::Attribute("cost".to_owned())))
            .at_most(Bound::from(i32::try_from(fund).unwrap_or(i32::MAX / 4))),
    );
}

fn worst(draft: &mut Draft) {
    draft.forum.goals.insert(0, Goal::maximise(Metric::Expertise).worst_panel());
}

fn equal(draft: &mut Draft) {
    let mut equal = rule("equal-sectors", "The six stakeholder groups take part equally").for_each(["sector"]);
    equal.at_most_apart = Some(Number::from(1));
    draft.forum.rules.push(equal);
    // A sixth of the seats each is more than the rarest group of the pool could fill, so here they are alike.
    for (candidate, (sector, _)) in draft.candidates.iter_mut().zip(SECTORS.iter().cycle()) {
        candidate.speaker.sector = vec![(*sector).to_owned()];
    }
}

/// Without a limit on the whole, every panel would take six.
fn variable(draft: &mut Draft) {
    for session in &mut draft.sessions {
        for seats in &mut session.panel.seats {
            (seats.min, seats.max) = (4, 6);
        }
    }
    let seats = i32::try_from(draft.sessions.len()).unwrap_or(i32::MAX / 8).saturating_mul(5);
    draft.forum.rules.push(rule("programme", "The programme has five seats a panel").for_each([]).at_most(seats));
}
