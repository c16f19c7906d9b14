//! Tests: proofs written by hand against a few rows, each right one accepted, each wrong one refused for its reason.
#![allow(clippy::unwrap_used)]

use super::proof::{Flaw, check};
use super::rows::{Column, Objective, Row, Rows};
use crate::{Cut, Multipliers, Node, Proof, Tolerance};

/// A row `lower <= terms <= upper` with its name.
pub(super) type Named<'a> = (&'a str, Option<i64>, Option<i64>, &'a [(u32, i64)]);

/// Columns by their bounds, and rows.
pub(super) fn rows(columns: &[(i64, i64)], list: &[Named<'_>]) -> Rows {
    let mut rows = Rows::default();
    for (number, &(lower, upper)) in (0..).zip(columns) {
        rows.columns.push(Column { lower, upper });
        rows.column_at.insert(format!("x{number}"), number);
    }
    for (number, &(name, lower, upper, terms)) in (0..).zip(list) {
        rows.list.push(Row { lower, upper, terms: terms.to_vec() });
        rows.row_at.insert(name.to_owned(), number);
    }
    rows
}

pub(super) fn maximise(terms: &[(u32, i64)]) -> Objective {
    Objective { maximise: true, terms: terms.to_vec(), constant: 0, unit: 1000, tolerance: Tolerance::None }
}

fn minimise(terms: &[(u32, i64)]) -> Objective {
    Objective { maximise: false, ..maximise(terms) }
}

pub(super) fn uses(objective: i64, rows: &[(u32, i64)]) -> Multipliers {
    Multipliers { from: None, objective, rows: rows.to_vec() }
}

pub(super) fn leaf(uses: &[u32]) -> Node {
    Node { uses: uses.to_vec(), split: None }
}

pub(super) fn split(uses: &[u32], column: u32, at: i64) -> Node {
    Node { uses: uses.to_vec(), split: Some((column, at)) }
}

pub(super) fn proof(bound: Option<i64>, rows: &[&str], multipliers: Vec<Multipliers>, nodes: Vec<Node>) -> Proof {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Proof { bound, rows: names(rows), columns: names(&["x0", "x1"]), multipliers, nodes, ..Proof::default() }
}

/// Two columns from 0 to 3, `2x + 2y <= 7`.
fn pair() -> Rows {
    rows(&[(0, 3), (0, 3)], &[("both", None, Some(7), &[(0, 2), (1, 2)])])
}

pub(super) fn cut(rows: &[(u32, i64)], columns: &[(u32, i64)], divisor: i64) -> Cut {
    Cut { rows: rows.to_vec(), columns: columns.to_vec(), divisor }
}

/// `x + y` is at most `bound`: by one cut, used once.
fn by_cut(rows: &Rows, bound: i64, cut: Cut) -> Result<(), Flaw> {
    let mut by = proof(Some(bound), &["both"], vec![uses(1, &[(1, 1)])], vec![leaf(&[0])]);
    by.cuts.push(cut);
    check(rows, &[], Some(&maximise(&[(0, 1), (1, 1)])), &by)
}

pub(super) const OPEN: Result<(), Flaw> = Err(Flaw::Open { node: 0 });

#[test]
fn a_bound_follows_from_a_sum_and_not_one_below_it() {
    // 2x + 2y <= 7, so x + y <= 3.5: 3 follows, 2 does not, with the goal twice and the row once.
    let goal = maximise(&[(0, 1), (1, 1)]);
    let by = |bound| proof(Some(bound), &["both"], vec![uses(2, &[(0, 1)])], vec![leaf(&[0])]);
    assert_eq!(check(&pair(), &[], Some(&goal), &by(3)), Ok(()));
    assert_eq!(check(&pair(), &[], Some(&goal), &by(2)), OPEN);
    // With x at 3 at the most and y at 2: x + y <= 5 needs no row.
    let alone = proof(Some(5), &[], vec![uses(1, &[])], vec![leaf(&[0])]);
    let narrow = rows(&[(0, 3), (0, 2)], &[]);
    assert_eq!(check(&narrow, &[], Some(&goal), &alone), Ok(()));
    assert_eq!(check(&narrow, &[], Some(&goal), &Proof { bound: Some(4), ..alone }), OPEN);
    // To minimise: x + y is at least 4 where both are 2 to 3; 5 is not proven.
    let high = rows(&[(2, 3), (2, 3)], &[]);
    let least = |bound| proof(Some(bound), &[], vec![uses(1, &[])], vec![leaf(&[0])]);
    let goal = minimise(&[(0, 1), (1, 1)]);
    assert_eq!(check(&high, &[], Some(&goal), &least(4)), Ok(()));
    assert_eq!(check(&high, &[], Some(&goal), &least(5)), OPEN);
}

#[test]
fn a_row_counts_on_the_side_of_its_multiplier() {
    // x + y >= 5 of two columns up to 3: x >= 2, so -x <= -2; with the row's lower end, -1 times.
    let above = rows(&[(0, 3), (0, 3)], &[("both", Some(5), None, &[(0, 1), (1, 1)])]);
    let goal = minimise(&[(0, 1)]);
    let by = |times| proof(Some(2), &["both"], vec![uses(1, &[(0, times)])], vec![leaf(&[0])]);
    assert_eq!(check(&above, &[], Some(&goal), &by(-1)), Ok(()));
    assert_eq!(check(&above, &[], Some(&goal), &by(1)), Err(Flaw::WrongSide("both".into())));
    assert_eq!(check(&pair(), &[], Some(&goal), &by(-1)), Err(Flaw::WrongSide("both".into())));
}

#[test]
fn a_proof_that_there_is_no_point() {
    // x + y >= 7 of two columns up to 3.
    let none = rows(&[(0, 3), (0, 3)], &[("both", Some(7), None, &[(0, 1), (1, 1)])]);
    let by = proof(None, &["both"], vec![uses(0, &[(0, -1)])], vec![leaf(&[0])]);
    assert_eq!(check(&none, &[], None, &by), Ok(()));
    let some = rows(&[(0, 3), (0, 4)], &[("both", Some(7), None, &[(0, 1), (1, 1)])]);
    assert_eq!(check(&some, &[], None, &by), OPEN);
    // With a goal the least that any point is worth is to be undercut: 5x - 2y with x from -1 to 3 and y from 1 to 3 is
    // worth -11 at least.
    let goal = maximise(&[(0, 5), (1, -2)]);
    let wide = |least| rows(&[(-1, 3), (1, 3)], &[("both", Some(least), None, &[(0, 1), (1, 1)])]);
    // With the row t times, 5x - 2y <= (5 + t) * 3 + (t - 2) * 3 - 7t = 9 - t: less than -11 from 21 times on.
    let with = |times: i64| proof(None, &["both"], vec![uses(1, &[(0, -times)])], vec![leaf(&[0])]);
    assert_eq!(check(&wide(7), &[], Some(&goal), &with(9)), OPEN);
    assert_eq!(check(&wide(7), &[], Some(&goal), &with(20)), OPEN);
    assert_eq!(check(&wide(7), &[], Some(&goal), &with(21)), Ok(()));
    assert_eq!(check(&wide(6), &[], Some(&goal), &with(21)), OPEN);
}

#[test]
fn a_cut_is_a_sum_divided_and_rounded_down() {
    // 7 / 2 rounded down is 3: x + y <= 3.
    assert_eq!(by_cut(&pair(), 3, cut(&[(0, 1)], &[], 2)), Ok(()));
    assert_eq!(by_cut(&pair(), 2, cut(&[(0, 1)], &[], 2)), OPEN);
    // Three times the row, and x <= 3 and y <= 3 three times each: 9x + 9y <= 21 + 18, so x + y <= 4 when divided by 9.
    assert_eq!(by_cut(&pair(), 4, cut(&[(0, 3)], &[(0, 3), (1, 3)], 9)), Ok(()));
    assert_eq!(by_cut(&pair(), 3, cut(&[(0, 3)], &[(0, 3), (1, 3)], 9)), OPEN);
    // Divided by 1 a row stays as it is: 2x + 2y <= 7 proves 3 of the goal taken twice.
    let mut whole = proof(Some(3), &["both"], vec![uses(2, &[(1, 1)])], vec![leaf(&[0])]);
    whole.cuts.push(cut(&[(0, 1)], &[], 1));
    assert_eq!(check(&pair(), &[], Some(&maximise(&[(0, 1), (1, 1)])), &whole), Ok(()));
    for divisor in [0, -1, -2] {
        let flaw = Err(Flaw::NotPositive("a cut's divisor"));
        assert_eq!(by_cut(&pair(), 3, cut(&[(0, 1)], &[], divisor)), flaw, "{divisor}");
    }
}

#[test]
fn a_cut_takes_each_columns_own_bound() {
    // x + 2y <= 7 with x from 0 to 9 and y from 2 to 9.
    let of = |columns: &[(u32, i64)], divisor, goal: u32, bound| {
        let rows = rows(&[(0, 9), (2, 9)], &[("row", None, Some(7), &[(0, 1), (1, 2)])]);
        let mut by = proof(Some(bound), &["row"], vec![uses(1, &[(1, 1)])], vec![leaf(&[0])]);
        by.cuts.push(cut(&[(0, 1)], columns, divisor));
        check(&rows, &[], Some(&maximise(&[(goal, 1)])), &by)
    };
    // Twice y >= 2 taken away: x <= 3.
    assert_eq!(of(&[(1, -2)], 1, 0, 3), Ok(()));
    assert_eq!(of(&[(1, -2)], 1, 0, 2), OPEN);
    // Twice y <= 9 added: x + 4y <= 25, and a quarter of it, with nothing left of x, is y <= 6.
    assert_eq!(of(&[(1, 2)], 4, 1, 6), Ok(()));
    assert_eq!(of(&[(1, 2)], 4, 1, 5), OPEN);
    assert_eq!(of(&[(2, 1)], 4, 1, 6), Err(Flaw::OutOfRange("columns")));
}

#[test]
fn a_rounded_column_may_not_be_negative() {
    // 2x + 3y <= 7, halved: 1.5 of y is rounded to 1. Right where y >= 0 and wrong where it may be -1.
    let halved = |lower| {
        let rows = rows(&[(-4, 3), (lower, 3)], &[("both", None, Some(7), &[(0, 2), (1, 3)])]);
        by_cut(&rows, 3, cut(&[(0, 1)], &[], 2))
    };
    assert_eq!(halved(0), Ok(()));
    assert_eq!(halved(1), Ok(()));
    assert_eq!(halved(-1), Err(Flaw::RoundsNegative));
}

/// x + y <= 3 with x either 0 or 1: x + 3y is at most 9 where x is 0, and 7 where x is 1.
fn forked() -> (Rows, Objective) {
    (rows(&[(0, 1), (0, 9)], &[("both", None, Some(3), &[(0, 1), (1, 1)])]), maximise(&[(0, 1), (1, 3)]))
}

#[test]
fn a_tree_closes_at_every_leaf() {
    let (rows, goal) = forked();
    let three = || vec![uses(1, &[(0, 3)])];
    let by = |bound, nodes| check(&rows, &[], Some(&goal), &proof(Some(bound), &["both"], three(), nodes));
    // x + 3y - 3 * (x + y - 3) = 9 - 2x.
    assert_eq!(by(9, vec![split(&[], 0, 0), leaf(&[0]), leaf(&[0])]), Ok(()));
    assert_eq!(by(8, vec![split(&[], 0, 0), leaf(&[0]), leaf(&[0])]), Err(Flaw::Open { node: 1 }));
    assert_eq!(by(9, vec![split(&[], 0, 0), leaf(&[0]), leaf(&[])]), Err(Flaw::Open { node: 2 }));
    assert_eq!(by(9, vec![split(&[], 0, 0), leaf(&[]), leaf(&[0])]), Err(Flaw::Open { node: 1 }));
    // A side that is missing, and one too many.
    assert_eq!(by(9, vec![split(&[], 0, 0), leaf(&[0])]), Err(Flaw::Nodes));
    assert_eq!(by(9, vec![leaf(&[0]), leaf(&[0])]), Err(Flaw::Nodes));
    assert_eq!(by(9, vec![]), Err(Flaw::Nodes));
    // Numbers of what is not there.
    assert_eq!(by(9, vec![split(&[], 2, 0)]), Err(Flaw::OutOfRange("columns")));
    assert_eq!(by(9, vec![leaf(&[1])]), Err(Flaw::OutOfRange("multipliers")));
    assert_eq!(by(9, vec![split(&[], 0, i64::MAX)]), Err(Flaw::Overflow));
}

#[test]
fn a_side_without_values_is_closed_by_itself() {
    let (rows, goal) = forked();
    let by = |nodes| check(&rows, &[], Some(&goal), &proof(Some(9), &["both"], vec![uses(1, &[(0, 3)])], nodes));
    // x is never below 0 and never above 1.
    assert_eq!(by(vec![split(&[], 0, -1), leaf(&[]), leaf(&[0])]), Ok(()));
    assert_eq!(by(vec![split(&[], 0, 1), leaf(&[0]), leaf(&[])]), Ok(()));
    // Below what is closed already nothing is left to show, on either side and further down.
    assert_eq!(by(vec![split(&[0], 0, 0), split(&[], 1, 2), leaf(&[]), leaf(&[]), leaf(&[])]), Ok(()));
    // The bounds of one side don't hold on the other: x <= 0 there, and here it is 1.
    assert_eq!(by(vec![split(&[], 0, 0), leaf(&[0]), split(&[], 0, 0), leaf(&[]), leaf(&[0])]), Ok(()));
    assert_eq!(
        by(vec![split(&[], 0, 0), split(&[], 0, 0), leaf(&[0]), leaf(&[]), leaf(&[])]),
        Err(Flaw::Open { node: 4 })
    );
}

#[test]
fn multipliers_narrow_the_bounds_for_what_follows() {
    // x is 0 or 1, x + y <= 3 and y <= 3x: x + 3y is 7 at the most, at x = 1. To be worth 8, 9 - 2x leaves x at 0, and
    // 10x, what y <= 3x leaves of the goal, is 0 then.
    let rows_of = rows(
        &[(0, 1), (0, 9)],
        &[("both", None, Some(3), &[(0, 1), (1, 1)]), ("more", None, Some(0), &[(0, -3), (1, 1)])],
    );
    let goal = maximise(&[(0, 1), (1, 3)]);
    let by = |uses_in_turn: &[u32]| {
        let multipliers = vec![uses(1, &[(0, 3)]), uses(1, &[(1, 3)])];
        check(&rows_of, &[], Some(&goal), &proof(Some(7), &["both", "more"], multipliers, vec![leaf(uses_in_turn)]))
    };
    assert_eq!(by(&[0, 1]), Ok(()));
    assert_eq!(by(&[0]), OPEN);
    assert_eq!(by(&[1]), OPEN);
}

#[test]
fn bounds_are_narrowed_by_the_slack_and_no_further() {
    // x from 0 to 9 and at most 6, or at least 3, by a row. The goal alone says what x must be for more than the bound.
    let of = |goal: &Objective, bound: i64, times: i64| {
        let row = rows(&[(0, 9)], &[("row", Some(3), Some(6), &[(0, 1)])]);
        let mut by = proof(Some(bound), &["row"], vec![uses(1, &[]), uses(0, &[(0, times)])], vec![leaf(&[0, 1])]);
        by.columns.pop();
        check(&row, &[], Some(goal), &by)
    };
    // More than 6: x >= 7. More than 5: x >= 6.
    assert_eq!(of(&maximise(&[(0, 1)]), 6, 1), Ok(()));
    assert_eq!(of(&maximise(&[(0, 1)]), 5, 1), OPEN);
    // 2x > 12: x >= 6.5, so 7. 2x > 11: 6.
    assert_eq!(of(&maximise(&[(0, 2)]), 12, 1), Ok(()));
    assert_eq!(of(&maximise(&[(0, 2)]), 11, 1), OPEN);
    // Less than 3, and less than 4; twice less than 6, and less than 7.
    assert_eq!(of(&minimise(&[(0, 1)]), 3, -1), Ok(()));
    assert_eq!(of(&minimise(&[(0, 1)]), 4, -1), OPEN);
    assert_eq!(of(&minimise(&[(0, 2)]), 6, -1), Ok(()));
    assert_eq!(of(&minimise(&[(0, 2)]), 7, -1), OPEN);
}

#[test]
fn multipliers_add_to_earlier_ones() {
    let goal = maximise(&[(0, 1), (1, 1)]);
    let more = |from, by: i64| Multipliers { from, objective: 2, rows: vec![(0, by)] };
    let by = |from, times| {
        let multipliers = vec![uses(2, &[(0, 3)]), more(from, times)];
        check(&pair(), &[], Some(&goal), &proof(Some(3), &["both"], multipliers, vec![leaf(&[1])]))
    };
    // 3 - 2 times the row, twice the goal: as above.
    assert_eq!(by(Some(0), -2), Ok(()));
    assert_eq!(by(None, 1), Ok(()));
    assert_eq!(by(None, -2), Err(Flaw::WrongSide("both".into())));
    assert_eq!(by(Some(1), -2), Err(Flaw::OutOfRange("multipliers")));
    assert_eq!(by(Some(0), i64::MAX), Err(Flaw::Overflow));
    // What adds up to nothing needs no side.
    let above = rows(&[(0, 1), (0, 1)], &[("both", Some(0), None, &[(0, 1), (1, 1)])]);
    let nothing = vec![uses(1, &[(0, -3)]), Multipliers { from: Some(0), objective: 1, rows: vec![(0, 3)] }];
    assert_eq!(check(&above, &[], Some(&goal), &proof(Some(2), &["both"], nothing, vec![leaf(&[1])])), Ok(()));
    let negative = vec![uses(-1, &[])];
    let flaw = Err(Flaw::NotPositive("the goal's multiplier"));
    assert_eq!(check(&pair(), &[], Some(&goal), &proof(Some(9), &[], negative, vec![leaf(&[0])])), flaw);
    // Without the goal nothing is bounded, and nothing refused either.
    assert_eq!(check(&pair(), &[], Some(&goal), &proof(Some(9), &[], vec![uses(0, &[])], vec![leaf(&[0])])), OPEN);
}

#[test]
fn what_comes_first_narrows_bounds_for_all_that_follows() {
    // 3x >= 7 leaves x at 3 of 0 to 3: whatever y does, 2x + 2y <= 7 leaves y at 0, so that x + y is 3.
    let rows =
        rows(&[(0, 3), (0, 3)], &[("both", None, Some(7), &[(0, 2), (1, 2)]), ("high", Some(7), None, &[(0, 3)])]);
    let goal = maximise(&[(1, 1)]);
    let by = |first: &[u32], bound| {
        let multipliers = vec![uses(0, &[(1, -1)]), uses(2, &[(0, 1)])];
        let mut by = proof(Some(bound), &["both", "high"], multipliers, vec![leaf(&[1])]);
        by.first = first.to_vec();
        check(&rows, &[], Some(&goal), &by)
    };
    assert_eq!(by(&[0], 0), Ok(()));
    // Without it x may be 0, and y 3.5.
    assert_eq!(by(&[], 0), OPEN);
    assert_eq!(by(&[], 3), Ok(()));
    assert_eq!(by(&[2], 0), Err(Flaw::OutOfRange("multipliers")));
    // What leaves no point at all closes every node.
    let mut none = proof(Some(-9), &["both"], vec![uses(0, &[(0, -1)])], vec![leaf(&[])]);
    none.first = vec![0];
    let empty = self::rows(&[(0, 3), (0, 3)], &[("both", Some(13), None, &[(0, 2), (1, 2)])]);
    assert_eq!(check(&empty, &[], Some(&goal), &none), Ok(()));
}

#[test]
fn kept_goals_are_rows_by_their_number() {
    let kept = [Row { lower: None, upper: Some(1), terms: vec![(0, 1), (1, 1)] }];
    let goal = maximise(&[(0, 1), (1, 1)]);
    let by = |name, bound| {
        let by = proof(Some(bound), &[name], vec![uses(1, &[(0, 1)])], vec![leaf(&[0])]);
        check(&pair(), &kept, Some(&goal), &by)
    };
    assert_eq!(by("keep/0", 1), Ok(()));
    assert_eq!(by("keep/0", 0), OPEN);
    for name in ["keep/1", "keep/", "keep/-1", "other"] {
        assert_eq!(by(name, 1), Err(Flaw::Unknown(name.into())));
    }
}

#[test]
fn sums_beyond_their_numbers_are_refused() {
    let goal = maximise(&[(0, i64::MAX), (1, 1)]);
    let wide = rows(&[(0, i64::MAX), (0, 1)], &[]);
    let by = proof(Some(1), &[], vec![uses(i64::MAX, &[])], vec![leaf(&[0])]);
    assert_eq!(check(&wide, &[], Some(&goal), &by), Err(Flaw::Overflow));
}

#[test]
fn a_flaw_says_what_is_wrong() {
    let words = [
        (Flaw::Unknown("r".into()), "the forum has no row or column `r`"),
        (Flaw::OutOfRange("rows"), "a number of rows is out of range"),
        (Flaw::WrongSide("r".into()), "row `r` has no such side"),
        (Flaw::NotPositive("a cut's divisor"), "a cut's divisor must be positive"),
        (Flaw::RoundsNegative, "a cut rounds the coefficient of a column that may be negative"),
        (Flaw::Open { node: 3 }, "node 3 is a leaf that is not closed"),
        (Flaw::Nodes, "the nodes are not one tree"),
        (Flaw::Overflow, "a sum does not fit its numbers"),
    ];
    for (flaw, words) in words {
        assert_eq!(flaw.to_string(), words);
    }
}
