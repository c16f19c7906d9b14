//! The part of a system that a question looks at: one panel, or everything.

use super::model::{Line, Model};
use super::system::{Owner, System};
use crate::program::Meaning;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Some of a system's columns and rows.
pub(super) struct Scope {
    /// The panel, where it is a single one.
    pub panel: Option<u32>,
    pub columns: Vec<u32>,
    pub rows: Vec<u32>,
    /// The statements that can be asked about here.
    pub units: Vec<u32>,
    /// Where the scope has each of its columns; none where it has all of the system's, as they stand.
    position: Option<HashMap<u32, u32>>,
}

impl Scope {
    pub(super) fn everything(system: &System<'_>) -> Self {
        let rows = (0..system.lines.len() as u32).filter(|row| system.owners[*row as usize] != Owner::Soft);
        let all = |count: usize| (0..count as u32).collect();
        let (columns, units) = (all(system.columns.len()), all(system.units.len()));
        Self { panel: None, columns, rows: rows.collect(), units, position: None }
    }

    fn of_panel(panel: u32, columns: Vec<u32>, rows: Vec<u32>, units: Vec<u32>) -> Self {
        let position = columns.iter().enumerate().map(|(at, column)| (*column, at as u32)).collect();
        Self { panel: Some(panel), columns, rows, units, position: Some(position) }
    }

    /// These statements' rows, with all that says what their auxiliary columns mean; then, of the others among `units`, what
    /// forbids their columns or asks for fewer of them. Columns elsewhere need not be held, and so don't matter.
    pub(super) fn around(system: &System<'_>, own: &[u32], units: &[u32]) -> Self {
        let mut rows: BTreeSet<u32> = own.iter().flat_map(|unit| &system.units[*unit as usize].rows).copied().collect();
        let columns_of = |rows: &BTreeSet<u32>| -> BTreeSet<u32> {
            rows.iter().flat_map(|row| &system.lines[*row as usize].terms).map(|(column, _)| *column).collect()
        };
        // What a definition defines is no seat, and all else in it is one.
        let seats = system.formulation.seats.len() as u32;
        let defined: BTreeSet<u32> = columns_of(&rows).into_iter().filter(|column| *column >= seats).collect();
        if !defined.is_empty() {
            let terms = |row: u32| system.lines[row as usize].terms.iter().map(|(column, _)| column);
            let defining =
                (0..system.owners.len() as u32).filter(|row| system.owners[*row as usize] == Owner::Definition);
            rows.extend(defining.filter(|row| terms(*row).any(|column| defined.contains(column))));
        }
        let columns = columns_of(&rows);
        let mut among: BTreeSet<u32> = own.iter().copied().collect();
        let mut held = vec![false; system.columns.len()];
        columns.iter().for_each(|column| held[*column as usize] = true);
        for unit in units {
            let own = &system.units[*unit as usize].rows;
            let touches = |row: &u32| {
                let mut terms = system.lines[*row as usize].terms.iter();
                terms.any(|(column, weight)| *weight != 0 && held[*column as usize])
            };
            if is_plain_limit(system, *unit) && own.iter().any(touches) && among.insert(*unit) {
                rows.extend(own);
            }
        }
        let allowed: BTreeSet<u32> = units.iter().copied().collect();
        let forbids = system.forbids.iter().filter(|(column, unit)| held[*column as usize] && allowed.contains(unit));
        among.extend(forbids.map(|(_, unit)| *unit));
        let columns: Vec<u32> = columns.into_iter().collect();
        let position = columns.iter().enumerate().map(|(at, column)| (*column, at as u32)).collect();
        let (rows, units) = (rows.into_iter().collect(), among.into_iter().collect());
        Self { panel: None, columns, rows, units, position: Some(position) }
    }

    /// Where the scope has a column of the system's.
    fn at(&self, column: u32) -> Option<u32> {
        match &self.position {
            Some(position) => position.get(&column).copied(),
            None => Some(column),
        }
    }

    /// The statements that are broken whatever is seated, each by itself: their rows have no seat to count.
    pub(super) fn hopeless(system: &System<'_>) -> Vec<u32> {
        let mut units = BTreeSet::new();
        for (line, owner) in system.lines.iter().zip(&system.owners) {
            let broken = line.lower.is_some_and(|lower| lower > 0) || line.upper.is_some_and(|upper| upper < 0);
            if let (Owner::Unit(unit), true, true) = (owner, line.terms.is_empty(), broken) {
                units.insert(*unit);
            }
        }
        units.into_iter().collect()
    }

    /// One scope for each panel: the statements that look at it alone, and those that an otherwise empty programme keeps
    /// unless this panel breaks them. A set of them is impossible here exactly if it is impossible in the forum. None for
    /// who stops it.
    pub(super) fn panels(system: &System<'_>, stop: &mut dyn FnMut() -> bool) -> Vec<Self> {
        let mut column_panel: Vec<Touch> =
            (0..system.columns.len() as u32).map(|c| system.panel_of(c).map_or(Touch::None, Touch::One)).collect();
        // An indicator lies where the seats lie that its definition names.
        for (line, _) in system.lines.iter().zip(&system.owners).filter(|(_, owner)| **owner == Owner::Definition) {
            let seats = line.terms.iter().filter(|(column, _)| system.panel_of(*column).is_some());
            let touch = seats.fold(Touch::None, |touch, (column, _)| touch.and(column_panel[*column as usize]));
            for (column, _) in line.terms.iter().filter(|(column, _)| system.panel_of(*column).is_none()) {
                column_panel[*column as usize] = column_panel[*column as usize].and(touch);
            }
        }
        if stop() {
            return Vec::new();
        }
        // The least count of a family lies wherever its family does.
        let mut least: HashMap<u32, Touch> = HashMap::new();
        for line in &system.lines {
            let of_least = |column: u32| matches!(system.columns[column as usize].meaning, Meaning::Least { .. });
            for (column, _) in line.terms.iter().filter(|(column, _)| of_least(*column)) {
                let all = line.terms.iter().fold(Touch::None, |touch, (own, _)| touch.and(column_panel[*own as usize]));
                let touch = least.entry(*column).or_insert(Touch::None);
                *touch = touch.and(all);
            }
        }
        for (column, touch) in least {
            column_panel[column as usize] = touch;
        }
        if stop() {
            return Vec::new();
        }
        let row_panel: Vec<Touch> = (system.lines.iter())
            .map(|line| {
                line.terms.iter().fold(Touch::None, |touch, (column, _)| touch.and(column_panel[*column as usize]))
            })
            .collect();
        // A statement is local when all of its rows are.
        let mut unit_panel = vec![Touch::None; system.units.len()];
        for (at, unit) in system.units.iter().enumerate() {
            unit_panel[at] = unit.rows.iter().fold(Touch::None, |touch, row| touch.and(row_panel[*row as usize]));
        }
        if stop() {
            return Vec::new();
        }
        let mut by_panel: BTreeMap<u32, (Vec<u32>, Vec<u32>, BTreeSet<u32>)> = BTreeMap::new();
        for (column, touch) in column_panel.iter().enumerate() {
            if let Touch::One(panel) = touch {
                by_panel.entry(*panel).or_default().0.push(column as u32);
            }
        }
        for (row, touch) in row_panel.iter().enumerate() {
            match (touch, system.owners[row]) {
                (Touch::One(panel), Owner::Definition) => by_panel.entry(*panel).or_default().1.push(row as u32),
                (Touch::One(panel), Owner::Unit(unit)) if matches!(unit_panel[unit as usize], Touch::One(_)) => {
                    let own = by_panel.entry(*panel).or_default();
                    own.1.push(row as u32);
                    own.2.insert(unit);
                }
                (Touch::Many, Owner::Unit(unit)) if is_limit(&system.lines[row]) => {
                    let rows = &system.units[unit as usize].rows;
                    if rows.iter().all(|row| is_limit(&system.lines[*row as usize])) {
                        Self::binding(system, row as u32, unit, &column_panel, &mut by_panel);
                    }
                }
                _ => {}
            }
        }
        for &(column, unit) in &system.forbids {
            if let Touch::One(panel) = column_panel[column as usize] {
                by_panel.entry(panel).or_default().2.insert(unit);
            }
        }
        let scopes = by_panel.into_iter();
        scopes
            .map(|(panel, (columns, rows, units))| Self::of_panel(panel, columns, rows, units.into_iter().collect()))
            .collect()
    }

    /// Adds a limit on several panels to those that could break it alone.
    fn binding(
        system: &System<'_>,
        row: u32,
        unit: u32,
        column_panel: &[Touch],
        by_panel: &mut BTreeMap<u32, (Vec<u32>, Vec<u32>, BTreeSet<u32>)>,
    ) {
        let line = &system.lines[row as usize];
        let mut most: BTreeMap<u32, i64> = BTreeMap::new();
        for &(column, weight) in &line.terms {
            let Touch::One(panel) = column_panel[column as usize] else { continue };
            let upper = system.columns[column as usize].upper.max(0);
            let sum = most.entry(panel).or_insert(0);
            *sum = sum.saturating_add(weight.saturating_mul(upper));
        }
        for (panel, most) in most {
            if line.upper.is_some_and(|upper| most > upper) {
                let own = by_panel.entry(panel).or_default();
                own.1.push(row);
                own.2.insert(unit);
            }
        }
    }

    /// The model in which these statements hold (positions in the system), all columns free of cost.
    pub(super) fn model(&self, system: &System<'_>, active: &[bool]) -> Model {
        let mut model = Model::default();
        for &column in &self.columns {
            let of = &system.columns[column as usize];
            let first = system.forbids.partition_point(|(other, _)| *other < column);
            let forbidden = system.forbids[first..]
                .iter()
                .take_while(|(other, _)| *other == column)
                .any(|(_, u)| active[*u as usize]);
            let at = model.column(of.lower, if forbidden { 0 } else { of.upper }, 0);
            model.panels[at as usize] = system.panel_of(column);
        }
        for row in self.rows_of(system, active) {
            model.lines.push(self.line(&system.lines[row as usize]));
        }
        model
    }

    /// The system's rows that stand in the model of these statements, in the order of its lines.
    pub(super) fn rows_of<'s>(&'s self, system: &'s System<'_>, active: &'s [bool]) -> impl Iterator<Item = u32> + 's {
        self.rows.iter().copied().filter(|row| match system.owners[*row as usize] {
            Owner::Unit(unit) => active[unit as usize],
            Owner::Definition => true,
            Owner::Soft => false,
        })
    }

    /// A row in the scope's own columns; columns elsewhere are 0.
    pub(super) fn line(&self, line: &Line) -> Line {
        let terms = line.terms.iter().filter_map(|(column, weight)| Some((self.at(*column)?, *weight)));
        Line { terms: terms.collect(), lower: line.lower, upper: line.upper }
    }

    /// Which statements the values keep.
    pub(super) fn kept(&self, system: &System<'_>, values: &[i64]) -> Vec<bool> {
        let mut kept = vec![true; system.units.len()];
        let value = |column: u32| self.at(column).and_then(|at| values.get(at as usize)).copied().unwrap_or(0);
        for &row in &self.rows {
            if let Owner::Unit(unit) = system.owners[row as usize] {
                let line = &system.lines[row as usize];
                let sum: i64 = line.terms.iter().map(|(column, weight)| weight * value(*column)).sum();
                kept[unit as usize] &=
                    line.lower.is_none_or(|lower| lower <= sum) && line.upper.is_none_or(|upper| sum <= upper);
            }
        }
        for (column, unit) in &system.forbids {
            kept[*unit as usize] &= value(*column) == 0;
        }
        kept
    }
}

/// On which panels something lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Touch {
    None,
    One(u32),
    Many,
}

impl Touch {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, touch) | (touch, Self::None) => touch,
            (Self::One(a), Self::One(b)) if a == b => self,
            _ => Self::Many,
        }
    }
}

/// A row that asks for nothing: an empty programme keeps it, and fewer seats keep it better.
fn is_limit(line: &Line) -> bool {
    line.lower.is_none()
        && line.upper.is_some_and(|upper| upper >= 0)
        && line.terms.iter().all(|(_, weight)| *weight >= 0)
}

/// Whether the statement only limits seats, or forbids them: it is kept wherever nobody sits.
pub(super) fn is_plain_limit(system: &System<'_>, unit: u32) -> bool {
    let seats = system.formulation.seats.len() as u32;
    let plain = |line: &Line| is_limit(line) && line.terms.iter().all(|(column, _)| *column < seats);
    system.units[unit as usize].rows.iter().all(|row| plain(&system.lines[*row as usize]))
}
