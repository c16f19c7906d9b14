//! Panels of one seat that all want the same person, and what hangs on a panel.

use super::dive::LEFT;
use super::nearby::Nearby;
use super::panel::Panel;
use super::small::Point;
use super::split::apart;
use super::{From, compose};
use crate::engine::solve::Ears;
use crate::engine::view::{Stored, View};

const PANELS: usize = LEFT + 4;

struct Deaf;

impl Ears for Deaf {
    fn stop(&mut self) -> bool {
        false
    }
    fn report(&mut self, _incumbent: Option<i64>, _bound: Option<i64>) {}
}

/// Person 0 is worth 11 on every panel and 12 on panel 0; each other panel's own person is worth 10 there, all else is 1.
/// Each sits once, so the best is 12 and 10 for every other panel: whoever else took person 0 would gain 1, and panel 0
/// lose 11.
fn wanted(panels: usize) -> Stored {
    let ranges = (0..panels).map(|_| (Some(1), Some(1))).chain((0..panels).map(|_| (None, Some(1))));
    let mut view = Stored::new(ranges);
    for panel in 0..panels {
        for person in 0..panels {
            let weight = match (panel, person) {
                (0, 0) => 12,
                (_, 0) => 11,
                _ if panel == person => 10,
                _ => 1,
            };
            let terms = [(panel as u32, 1), ((panels + person) as u32, 1)];
            view.push((0, 1), weight, panel as u32, terms.into_iter()).unwrap();
        }
    }
    view.close()
}

#[test]
fn panels_that_all_want_one_person_settle_for_their_own() {
    let view = wanted(PANELS);
    // From the worst point on: everybody one panel further.
    let point: Vec<(u32, i64)> = (0..PANELS).map(|panel| ((panel * PANELS + (panel + 1) % PANELS) as u32, 1)).collect();
    let open = vec![true; view.columns()];
    // Panel after panel is worth 1, but for the last one, which has person 0.
    let count = i64::try_from(PANELS).unwrap();
    let worth = count - 1 + 11;
    let from = From { prices: &vec![0.0; view.rows()], open: &open, point: &point, worth, bound: i64::MAX };
    let mixed = compose(&view, &from, u64::MAX, &mut Deaf);
    // No panel can do without a seat, and prices that make person 0 cost 1 elsewhere leave 12 and 10 for each other panel.
    assert_eq!(mixed.bounded.unwrap().bound, 12 + 10 * (count - 1));
    let own: Vec<(u32, i64)> = (0..PANELS).map(|panel| ((panel * PANELS + panel) as u32, 1)).collect();
    assert_eq!(mixed.point, Some(own));
}

/// Looks around in the program of so many panels, from everybody one panel further on: the point, and how often.
fn looked_around(count: usize) -> (Vec<(u32, i64)>, u64) {
    let view = wanted(count);
    let apart = apart(&view, &mut || false).unwrap();
    let columns: Vec<Vec<u32>> = apart.panels.iter().map(|own| own.columns.clone()).collect();
    let mut place = vec![u32::MAX; view.rows()];
    let own = apart.panels.iter().zip(&columns);
    let panels: Vec<Panel> = own.map(|(own, columns)| Panel::new(&view, &apart, own, columns, &mut place)).collect();
    let usable = vec![(0..count as u32).collect(); count];
    // Alone, each panel would have person 0.
    let most = (0..count).map(|panel| if panel == 0 { 12 } else { 11 }).collect();
    let prices = vec![0; apart.links.len()];
    let (panels, columns) = (&panels[..], &columns[..]);
    let nearby = Nearby { view: &view, apart: &apart, panels, columns, usable, most, prices, scale: 1 };
    let worst = (0..count).map(|panel| ((panel * count + (panel + 1) % count) as u32, 1));
    let mut point = Point::new(&view, worst).unwrap();
    let enough = 12 + 10 * (i64::try_from(count).unwrap() - 1);
    let looked = nearby.improve(&mut point, enough, u64::MAX, &mut || false).unwrap();
    assert!(point.broken(true).is_empty());
    (point.listed(), looked.looks)
}

/// Without prices, panels that hold what another wants are freed with it, until everybody is where they are worth most.
#[test]
fn looking_around_a_few_panels_at_a_time_mends_them_all() {
    let (point, looks) = looked_around(PANELS);
    assert!(looks > 1);
    let own: Vec<(u32, i64)> = (0..PANELS).map(|panel| ((panel * PANELS + panel) as u32, 1)).collect();
    assert_eq!(point, own);
}

/// Three free panels of four or fewer are more than two thirds of them: there is nothing to look around in.
#[test]
fn few_panels_are_no_place_to_look_around() {
    for count in 1..=4 {
        assert_eq!(looked_around(count).1, 0, "{count}");
    }
}

/// Row 0 is panel 0's own, row 1 panel 1's, row 2 links them; what is missed on row 0 is panel 0's, and so is row 3, on
/// which only that stands; what is missed on row 2 is free.
#[test]
fn what_hangs_on_one_panel_is_its_own() {
    let mut view = Stored::new((0..4).map(|_| (None, Some(1))));
    for (panel, rows) in [(0, vec![0, 2]), (1, vec![1, 2]), (u32::MAX, vec![0, 3]), (u32::MAX, vec![2])] {
        view.push((0, 1), 1, panel, rows.into_iter().map(|row| (row, 1))).unwrap();
    }
    let all = apart(&view.close(), &mut || false).unwrap();
    let own: Vec<_> = all.panels.iter().map(|own| (own.columns.clone(), own.rows.clone())).collect();
    assert_eq!(own, [(vec![0, 2], vec![0, 3]), (vec![1], vec![1])]);
    assert_eq!((all.links, all.free), (vec![2], vec![3]));
}
