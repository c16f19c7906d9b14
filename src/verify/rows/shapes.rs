//! Tests: rows that are asked for, rows that come up twice, and rows of bounds that a wish may miss.
#![allow(clippy::unwrap_used)]

use super::{Row, Rows};
use crate::verify::Overflow;
use crate::{Forum, Key, Pin, Rule, Share};
use crate::{Panel, Speaker};

/// One panel of three seats for four people, two of them women.
fn forum(rule: Rule) -> Forum {
    let mut forum = Forum::new("f").panel(Panel::new("p1").seats("panellist", 3, 3));
    for (id, gender) in [("s1", "woman"), ("s2", "woman"), ("s3", "man"), ("s4", "man")] {
        forum = forum.speaker(Speaker::new(id).gender(gender));
    }
    forum.rule(rule)
}

fn women() -> Rule {
    Rule::new("women").filter(crate::Filter::all().is("gender", "woman"))
}

/// The ends of a row.
fn ends(rule: Rule, row: &str) -> Option<(Option<i64>, Option<i64>)> {
    let rows = Rows::of(&forum(rule), None).unwrap();
    let at = rows.row_at.get(&format!("rule/women/panel=p1/{row}"))?;
    let row = rows.list.get(*at as usize).unwrap();
    Some((row.lower, row.upper))
}

#[test]
fn only_what_is_asked_for_is_kept() {
    let all = Rows::of(&forum(women().at_least(1)), None).unwrap();
    assert!(all.list.len() > 1 && all.column_at.len() == 4);
    let wanted = ["seats/p1/panellist", "seat/p1/panellist/s2"].map(str::to_owned);
    let some = Rows::of(&forum(women().at_least(1)), Some(wanted.into())).unwrap();
    let names: Vec<_> = some.row_at.keys().chain(some.column_at.keys()).collect();
    assert_eq!(names, ["seats/p1/panellist", "seat/p1/panellist/s2"]);
    // The columns are all there, without names.
    assert_eq!((some.list.len(), some.columns.len()), (1, all.columns.len()));
}

#[test]
fn of_statements_alone_only_those_asked_for_are_built() {
    // Sectors counted once are columns besides the seats': here one, of the sector that all four are of.
    let mut forum =
        forum(Rule::new("sectors").count(crate::Count::Distinct(Key::Attribute("sector".into()))).at_least(1));
    for who in &mut forum.speakers {
        who.sector = vec!["ngo".into()];
    }
    let columns = |wanted: Option<&str>| {
        let wanted = wanted.map(|row| [row.to_owned()].into());
        Rows::open(&forum, wanted).unwrap().columns.len()
    };
    assert_eq!(columns(None), 5);
    assert_eq!(columns(Some("rule/sectors/panel=p1/at_least")), 5);
    assert_eq!(columns(Some("seats/p1/panellist")), 4);
    assert_eq!(columns(Some("rule/sector/panel=p1/at_least")), 4);
}

#[test]
fn the_same_row_may_come_up_twice_and_no_other_of_its_name() {
    let mut rows = Rows::default();
    let mut add = |upper: i64| rows.row("row".into(), (None, Some(upper)), vec![(0, 1)]);
    assert_eq!((add(1), add(1), add(2)), (Ok(()), Ok(()), Err(Overflow)));
    assert_eq!(rows.list, [Row { lower: None, upper: Some(1), terms: vec![(0, 1)] }]);
    let mut twice = forum(women().at_least(1));
    let pin = || Pin { panel: "p1".into(), speaker: "s1".into(), role: None };
    twice.pins = vec![pin(), pin()];
    assert!(Rows::of(&twice, None).is_ok());
    let mut rows = Rows::default();
    assert_eq!(rows.column("x".into(), 0, 1), Ok(0));
    assert_eq!(rows.column("x".into(), 0, 1), Err(Overflow));
}

#[test]
fn both_bounds_of_a_requirement_are_one_row() {
    let both = || women().at_least(1).at_most(2);
    assert_eq!(ends(both(), "at_least"), Some((Some(1), Some(2))));
    assert_eq!(ends(women().at_least(1), "at_least"), Some((Some(1), None)));
    // A wish may miss either, each by itself.
    assert_eq!(ends(both().prefer(1, 1), "at_least"), Some((Some(1), None)));
    assert_eq!(ends(both().prefer(1, 1), "at_most"), Some((None, Some(2))));
    // 40% of 3 is 2 at least, 60% 1 at the most: they don't make a range.
    let share = |percent| Share::percent(percent).unwrap();
    let crossed = women().at_least(share(40)).at_most(share(60));
    assert_eq!(ends(crossed.clone(), "at_least"), Some((Some(2), None)));
    assert_eq!(ends(crossed, "at_most"), Some((None, Some(1))));
}
