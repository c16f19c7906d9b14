//! Tests: lemmas written by hand, each right one accepted, each wrong one refused for its reason.
#![allow(clippy::unwrap_used)]

use super::proof::{Flaw, check};
use super::proving::{Named, OPEN, cut, leaf, maximise, proof, rows, split, uses};
use super::rows::{Objective, Rows};
use crate::{Lemma, Multipliers, Proof};

/// Two panels of one seat, with two people each who may be on it, and one who is wanted by both: x0 + x1 = 1 on the one,
/// x2 + x3 = 1 on the other, x0 + x2 <= 1. On each panel half a person more would fit: 2 x0 + 2 x1 <= 3.
fn panels() -> (Rows, Objective) {
    let columns = [(0, 1); 4];
    let list: [Named<'_>; 3] = [
        ("one", None, Some(3), &[(0, 2), (1, 2)]),
        ("other", None, Some(3), &[(2, 2), (3, 2)]),
        ("link", None, Some(1), &[(0, 1), (2, 1)]),
    ];
    (rows(&columns, &list), maximise(&[(0, 5), (1, 3), (2, 4), (3, 3)]))
}

/// With a price of 1 on the link, x0 is worth 4, x1 3, x2 3 and x3 3: at most 4 and 3 on the panels, and 1 for the link.
fn lemma(over: &[u32], most: i64) -> Lemma {
    // A seat taken leaves half a place: one cut of each panel's own row.
    let cuts = vec![cut(&[(over[0], 1)], &[], 2)];
    let worth = if over[0] == 0 { 4 } else { 3 };
    let multipliers = vec![uses(1, &[(3, worth)])];
    Lemma { of: 0, over: over.to_vec(), most, cuts, multipliers, nodes: vec![leaf(&[0])] }
}

/// Prices, and each lemma once.
fn by_parts(bound: i64, lemmas: Vec<Lemma>) -> Proof {
    let once = (3..).zip(&lemmas).map(|(number, _)| (number, 1)).collect();
    let all = Multipliers { from: Some(0), objective: 1, rows: once };
    let mut by = proof(Some(bound), &["one", "other", "link"], vec![uses(1, &[(2, 1)]), all], vec![leaf(&[1])]);
    by.lemmas = lemmas;
    by
}

#[test]
fn lemmas_and_prices_add_up() {
    let (rows, goal) = panels();
    let by = |proof: &Proof| check(&rows, &[], Some(&goal), proof);
    let both = |one, other| vec![lemma(&[0], one), lemma(&[1], other)];
    // 4 + 3 + 1: x0 and x3, which is what there is. Rows alone, which let in one and a half on each panel, say more.
    assert_eq!(by(&by_parts(8, both(4, 3))), Ok(()));
    assert_eq!(by(&by_parts(7, both(4, 3))), OPEN);
    assert_eq!(by(&by_parts(8, both(4, 2))), OPEN);
    assert_eq!(by(&by_parts(8, both(3, 3))), OPEN);
    // What a lemma says is used as it says it: one too weak is no help.
    assert_eq!(by(&by_parts(8, both(4, 4))), OPEN);
    assert_eq!(by(&by_parts(9, both(4, 4))), Ok(()));
    // A panel without a lemma is worth all that its columns are: 3 + 3 on the other.
    assert_eq!(by(&by_parts(10, vec![lemma(&[0], 4)])), OPEN);
    assert_eq!(by(&by_parts(11, vec![lemma(&[0], 4)])), Ok(()));
}

#[test]
fn a_lemma_is_about_its_own_columns() {
    let (rows, goal) = panels();
    let by = |lemmas| check(&rows, &[], Some(&goal), &by_parts(8, lemmas));
    // Over both panels' rows its own cut leaves the other's columns free: 4 + 6.
    assert_eq!(by(vec![lemma(&[0, 1], 9), lemma(&[1], 3)]), OPEN);
    // Whatever it says of columns that an earlier lemma has, it says of none: 0 at the most, and never less.
    let none = |most| Lemma { multipliers: vec![uses(1, &[])], ..lemma(&[0], most) };
    let again = |most| vec![lemma(&[0], 4), lemma(&[1], 3), none(most)];
    assert_eq!(by(again(0)), Ok(()));
    assert_eq!(by(again(-1)), OPEN);
    assert_eq!(by(vec![lemma(&[0], 4), Lemma { over: vec![3], ..lemma(&[1], 3) }]), Err(Flaw::OutOfRange("rows")));
    assert_eq!(by(vec![lemma(&[0], 4), Lemma { of: 2, ..lemma(&[1], 3) }]), Err(Flaw::OutOfRange("multipliers")));
    // Multipliers that stand on lemmas leave no reduced weights for one.
    assert_eq!(by(vec![lemma(&[0], 4), Lemma { of: 1, ..lemma(&[1], 3) }]), Err(Flaw::OutOfRange("rows")));
    assert_eq!(by(vec![lemma(&[0], i64::MAX), lemma(&[1], 3)]), OPEN);
}

#[test]
fn a_lemmas_cuts_and_splits_are_its_own() {
    let (rows, goal) = panels();
    let by = |lemmas| check(&rows, &[], Some(&goal), &by_parts(8, lemmas));
    // Without the cut half a place is left: 4 + 1.5.
    let uncut = Lemma { cuts: vec![], multipliers: vec![uses(1, &[(0, 2)])], ..lemma(&[0], 4) };
    assert_eq!(by(vec![uncut.clone(), lemma(&[1], 3)]), OPEN);
    // Split at x0: with it, 2 x1 <= 1 leaves x1 at 0; without it, x1 alone is 3. On both sides 4 is not passed.
    let nodes = |above: &[u32]| vec![split(&[], 0, 0), leaf(&[0]), leaf(above)];
    let of = |above: &[u32]| Lemma {
        multipliers: vec![uses(1, &[]), uses(0, &[(0, 1)])],
        nodes: nodes(above),
        ..uncut.clone()
    };
    assert_eq!(by(vec![of(&[1, 0]), lemma(&[1], 3)]), Ok(()));
    assert_eq!(by(vec![of(&[0]), lemma(&[1], 3)]), Err(Flaw::Open { node: 2 }));
    // The next lemma doesn't know this one's cut, nor its bounds.
    let other = Lemma { cuts: vec![], ..lemma(&[1], 3) };
    assert_eq!(by(vec![lemma(&[0], 4), other]), Err(Flaw::OutOfRange("rows")));
    let free = Lemma { multipliers: vec![uses(1, &[])], cuts: vec![], nodes: vec![leaf(&[0])], ..lemma(&[0], 4) };
    assert_eq!(by(vec![of(&[1, 0]), lemma(&[1], 3), Lemma { over: vec![], most: 0, ..free.clone() }]), Ok(()));
    assert_eq!(by(vec![of(&[1, 0]), free]), OPEN);
    // And the tree that follows has neither.
    let mut after = by_parts(8, vec![of(&[1, 0]), lemma(&[1], 3)]);
    after.multipliers[1].rows.push((5, 1));
    assert_eq!(check(&rows, &[], Some(&goal), &after), Err(Flaw::OutOfRange("rows")));
}
