//! What always holds, as rows: ranges of seats, one seat a panel, one panel per slot, workload, pins.

use super::names::name;
use super::pool::{Pool, doubles, most_held, role_of, slot};
use super::{Rows, ones};
use crate::verify::Overflow;
use crate::verify::places::{Index, Seated};
use std::collections::{BTreeMap, HashMap};

/// Adds the rows of `docs/rules.md`'s table, save those that the columns keep by themselves.
pub(super) fn rows(index: &Index<'_>, pool: &Pool<'_>, rows: &mut Rows) -> Result<(), Overflow> {
    let mut filled: HashMap<(u32, u32), Vec<u32>> = HashMap::new();
    let mut held: HashMap<(u32, u32), Vec<u32>> = HashMap::new();
    for (column, seat) in (0..).zip(&pool.seats) {
        filled.entry((seat.panel, seat.role)).or_default().push(column);
        held.entry((seat.panel, seat.speaker)).or_default().push(column);
    }
    for (panel, on) in (0..).zip(&index.forum.panels) {
        for range in &on.seats {
            let columns = role_of(index, panel, range).and_then(|role| filled.get(&(panel, role)));
            let terms = columns.map(|columns| ones(columns)).unwrap_or_default();
            let bounds = (Some(i64::from(range.min)), Some(i64::from(range.max)));
            rows.row(name(&["seats", &on.id, &range.role]), bounds, terms)?;
        }
    }
    for (speaker, (who, own)) in (0..).zip(index.forum.speakers.iter().zip(&pool.of_speaker)) {
        if let Some(limit) = most_held(index.forum, speaker) {
            rows.row(name(&["max_seats", &who.id]), (None, Some(limit)), ones(own))?;
        }
        self::speaker(index, pool, &who.id, own, rows)?;
    }
    for pin in &index.forum.pins {
        let (Some(panel), Some(speaker)) = (index.panel(&pin.panel), index.speaker(&pin.speaker)) else { continue };
        let mut columns = held.get(&(panel, speaker)).cloned().unwrap_or_default();
        let meant = |column: &u32| {
            let role = pool.seat(*column).map(|seat| index.roles.name(seat.role));
            pin.role.as_deref().is_none_or(|wanted| role == Some(wanted))
        };
        columns.retain(meant);
        if let ([column], false) = (&columns[..], pool.open)
            && let Some(column) = rows.columns.get_mut(*column as usize)
        {
            column.lower = 1;
        }
        let role = pin.role.as_deref().unwrap_or_default();
        rows.row(name(&["pin", &pin.panel, &pin.speaker, role]), (Some(1), None), ones(&columns))?;
    }
    if pool.open { forbidden(index, pool, rows) } else { Ok(()) }
}

/// What forbids single seats, each as a row by which none of them is held.
fn forbidden(index: &Index<'_>, pool: &Pool<'_>, rows: &mut Rows) -> Result<(), Overflow> {
    let mut add = |name: String, columns: Vec<u32>| {
        if columns.is_empty() { Ok(()) } else { rows.any_row(name, (None, Some(0)), ones(&columns)) }
    };
    for (who, own) in index.forum.speakers.iter().zip(&pool.of_speaker) {
        let those = |wanted: &dyn Fn(&Seated<'_>) -> bool| -> Vec<u32> {
            own.iter().copied().filter(|column| pool.seat(*column).is_some_and(wanted)).collect()
        };
        if let Some(roles) = &who.roles {
            let other = |seat: &Seated<'_>| roles.iter().all(|role| role != index.roles.name(seat.role));
            add(name(&["roles", &who.id]), those(&other))?;
        }
        for slot in &who.unavailable {
            add(name(&["unavailable", &who.id, slot]), those(&|seat| seat.on.slot.as_ref() == Some(slot)))?;
        }
    }
    for bar in &index.forum.bars {
        let Some(own) = index.speaker(&bar.speaker).and_then(|speaker| pool.of_speaker.get(speaker as usize)) else {
            continue;
        };
        let barred = |seat: &Seated<'_>| {
            seat.on.id == bar.panel && bar.role.as_deref().is_none_or(|role| role == index.roles.name(seat.role))
        };
        let role = bar.role.as_deref().unwrap_or_default();
        let own = own.iter().copied().filter(|column| pool.seat(*column).is_some_and(barred));
        add(name(&["bar", &bar.panel, &bar.speaker, role]), own.collect())?;
    }
    Ok(())
}

/// One speaker: one seat a panel, one panel per slot.
fn speaker(index: &Index<'_>, pool: &Pool<'_>, id: &str, own: &[u32], rows: &mut Rows) -> Result<(), Overflow> {
    let mut panels: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut slots: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for &column in own {
        if let Some(seat) = pool.seat(column) {
            panels.entry(seat.panel).or_default().push(column);
        }
    }
    for (&panel, columns) in &panels {
        let on = index.forum.panels.get(panel as usize).map_or("", |panel| &panel.id);
        let (besides, single): (Vec<u32>, Vec<u32>) =
            columns.iter().partition(|column| pool.seat(**column).is_some_and(|seat| doubles(index, seat)));
        let besides = if pool.open { columns.clone() } else { besides };
        rows.row(name(&["one_seat", on, id]), (None, Some(1)), ones(&single))?;
        // Who sits on the panel: the seats themselves, where at most one is held, or a column of its own.
        let mut sitting = columns.clone();
        if columns.len() > 1 && !besides.is_empty() {
            let present = rows.column(name(&["present", on, id]), 0, 1)?;
            let link = |columns: &[u32]| columns.iter().map(|column| (*column, 1)).chain([(present, -1)]).collect();
            for column in besides {
                let role = pool.seat(column).map_or("", |seat| index.roles.name(seat.role));
                rows.row(name(&["present", on, id, role]), (None, Some(0)), link(&[column]))?;
            }
            if !pool.open {
                rows.row(name(&["present", on, id, ""]), (None, Some(0)), link(&single))?;
            }
            sitting = vec![present];
        }
        if let Some(slot) = slot(index, panel) {
            slots.entry(slot).or_default().extend(sitting);
        }
    }
    for (slot, sitting) in slots {
        rows.row(name(&["slot", id, index.slots.name(slot)]), (None, Some(1)), ones(&sitting))?;
    }
    Ok(())
}
