//! What the engine sees of a program: sizes, ranges, bounds, weights, and the terms of one column at a time.
//!
//! Narrow on purpose: nothing asks for all terms at once, so that they can be stored small.

use super::counts::Counts;
use super::tolerance::LEAN;
use rustc_hash::FxHashMap;

/// A range of a row's sum.
pub(crate) type Range = (Option<i64>, Option<i64>);

/// A program to be maximised, all data whole.
pub(crate) trait View {
    fn columns(&self) -> usize;
    fn rows(&self) -> usize;
    /// The range of a row's sum.
    fn range(&self, row: usize) -> Range;
    fn bounds(&self, column: usize) -> (i64, i64);
    /// The objective's coefficient, to be maximised.
    fn weight(&self, column: usize) -> i64;
    /// What a unit of the column counts for where a good point is looked for rather than proven: the weight, and in a goal
    /// that says little of most columns what later goals want, in weights comparable to it.
    fn pull(&self, column: usize) -> f64 {
        self.weight(column) as f64
    }
    /// What breaks ties in the relaxation, small beside a unit of weight; later goals' wants, scaled down.
    fn tie(&self, _column: usize) -> f64 {
        0.0
    }
    /// Whether later goals break ties.
    fn leans(&self) -> bool {
        false
    }
    /// The rows that keep what earlier goals reached.
    fn kept(&self) -> std::ops::Range<usize> {
        0..0
    }
    /// All columns as runs, from the first to before the last, each of columns of one panel or of columns of none.
    fn runs(&self) -> Box<dyn Iterator<Item = (usize, usize, Option<u32>)> + '_>;
    /// The column's terms: row and coefficient, each row once; `room` may be used to make them.
    fn terms<'a>(&'a self, column: usize, room: &'a mut Vec<(u32, i32)>) -> &'a [(u32, i32)];
    /// Every term of these columns, in any order: so many columns of these bounds have this coefficient in the row.
    fn tally(
        &self,
        columns: std::ops::Range<usize>,
        room: &mut Counts,
        found: &mut dyn FnMut(u32, i32, (i64, i64), u32),
    ) {
        for column in columns {
            let bounds = self.bounds(column);
            for &(row, a) in self.terms(column, &mut room.terms) {
                found(row, a, bounds, 1);
            }
        }
    }
    /// What some columns' terms cost at these prices of the rows; added to the list.
    fn costs(&self, prices: &[f64], columns: std::ops::Range<usize>, costs: &mut Vec<f64>);
}

/// A view with every term in memory, two bytes for nearly every one: neighbouring columns share rows, so each page of
/// columns numbers the rows that it has. A number below [`OTHER`] is such a row with coefficient 1; with the flag [`OTHER`]
/// two words of coefficient follow; [`RAW`] is followed by two words of the program's row and two of coefficient.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    /// The place in `kinds` of each row's range: few are different.
    ranges: Vec<u32>,
    kinds: Vec<Range>,
    /// Weights; [`LARGE`] for those in `large`, by column.
    weights: Vec<i32>,
    large: Vec<(u32, i64)>,
    /// How many of the last rows keep what earlier goals reached.
    keeping: usize,
    /// What later goals want of each column; empty where ties are left alone.
    wants: Vec<f32>,
    /// The greatest want.
    want: f32,
    /// The first column of each run of columns of one panel.
    panels: Vec<(u32, u32)>,
    /// A bit for each column with bounds other than 0 and 1; `bounds` has them by column.
    bounded: Vec<u64>,
    bounds: Vec<(u32, (i64, i64))>,
    ends: Vec<u32>,
    words: Vec<u16>,
    /// The rows of page `p`, by number: `rows[pages[p]..]`.
    pages: Vec<u32>,
    rows: Vec<u32>,
    /// While columns come: where each row stands last in `rows`.
    numbered: Vec<u32>,
}

/// Columns of a page: some panels of a large forum, so that what they share is listed seldom.
const PAGE: usize = 8192;
const OTHER: u16 = 1 << 15;
const RAW: u16 = u16::MAX;
const LARGE: i32 = i32::MIN;
const NONE: u32 = u32::MAX;

fn halves(word: u32) -> [u16; 2] {
    [word as u16, (word >> 16) as u16]
}

fn whole(halves: &[u16]) -> u32 {
    u32::from(halves[0]) | u32::from(halves[1]) << 16
}

impl Stored {
    /// A view of rows with these ranges, without columns.
    pub fn new(ranges: impl Iterator<Item = Range>) -> Self {
        let mut view = Self { ends: vec![0], ..Self::default() };
        let mut known: FxHashMap<Range, u32> = FxHashMap::default();
        for range in ranges {
            let fresh = view.kinds.len() as u32;
            let kind = *known.entry(range).or_insert(fresh);
            if kind == fresh {
                view.kinds.push(range);
            }
            view.ranges.push(kind);
        }
        view.numbered = vec![NONE; view.ranges.len()];
        view
    }

    /// Makes room for so many columns: lists of that length are not moved while they grow.
    pub fn expect(&mut self, columns: usize) {
        self.weights.reserve_exact(columns);
        self.ends.reserve_exact(columns);
        self.bounded.reserve_exact(columns.div_ceil(64));
    }

    /// Adds a column; `panel` is `u32::MAX` for none. `None` where the terms no longer fit their words.
    pub fn push(
        &mut self,
        bounds: (i64, i64),
        weight: i64,
        panel: u32,
        terms: impl Iterator<Item = (u32, i64)>,
    ) -> Option<()> {
        let column = u32::try_from(self.weights.len()).ok()?;
        if column.is_multiple_of(64) {
            self.bounded.push(0);
        }
        if bounds != (0, 1) {
            *self.bounded.last_mut()? |= 1 << (column % 64);
            self.bounds.push((column, bounds));
        }
        match i32::try_from(weight) {
            Ok(weight) if weight != LARGE => self.weights.push(weight),
            _ => {
                self.weights.push(LARGE);
                self.large.push((column, weight));
            }
        }
        if self.panels.last().is_none_or(|run| run.1 != panel) {
            self.panels.push((column, panel));
        }
        if (column as usize).is_multiple_of(PAGE) {
            self.pages.push(u32::try_from(self.rows.len()).ok()?);
        }
        for (row, coefficient) in terms {
            let coefficient = i32::try_from(coefficient).ok()?.cast_unsigned();
            match self.number(row)? {
                RAW => {
                    self.words.push(RAW);
                    self.words.extend(halves(row));
                    self.words.extend(halves(coefficient));
                }
                number if coefficient == 1 => self.words.push(number),
                number => {
                    self.words.push(number | OTHER);
                    self.words.extend(halves(coefficient));
                }
            }
        }
        self.ends.push(u32::try_from(self.words.len()).ok()?);
        Some(())
    }

    /// The row's number on the last page, [`RAW`] where the page is full; `None` for a row or page out of range.
    fn number(&mut self, row: u32) -> Option<u16> {
        let start = *self.pages.last()?;
        let at = self.numbered.get_mut(row as usize)?;
        if *at == NONE || *at < start {
            let next = self.rows.len() as u32;
            // The greatest number with its flag would be RAW.
            if next - start + 1 >= u32::from(OTHER) {
                return Some(RAW);
            }
            *at = next;
            self.rows.push(row);
        }
        Some((*at - start) as u16)
    }

    /// So many of the last rows keep what earlier goals reached.
    pub fn keep(&mut self, rows: usize) {
        self.keeping = rows;
    }

    /// What a later goal wants of the columns: it breaks ties and steers early points.
    pub fn lean(&mut self, wants: Vec<f32>) {
        self.want = wants.iter().fold(0.0, |most, want| want.abs().max(most));
        self.wants = if self.want > 0.0 { wants } else { Vec::new() };
    }

    /// Gives back what only adding columns needs.
    pub fn close(mut self) -> Self {
        self.numbered = Vec::new();
        self.words.shrink_to_fit();
        self.rows.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.weights.shrink_to_fit();
        self
    }
}

impl View for Stored {
    fn columns(&self) -> usize {
        self.weights.len()
    }
    fn rows(&self) -> usize {
        self.ranges.len()
    }
    fn range(&self, row: usize) -> Range {
        self.kinds[self.ranges[row] as usize]
    }
    fn bounds(&self, column: usize) -> (i64, i64) {
        if self.bounded[column / 64] >> (column % 64) & 1 == 0 {
            return (0, 1);
        }
        let at = self.bounds.partition_point(|bounds| (bounds.0 as usize) < column);
        self.bounds[at].1
    }
    fn weight(&self, column: usize) -> i64 {
        match self.weights[column] {
            LARGE => self.large[self.large.partition_point(|weight| (weight.0 as usize) < column)].1,
            weight => i64::from(weight),
        }
    }
    fn pull(&self, column: usize) -> f64 {
        let weight = self.weight(column) as f64;
        match self.wants.get(column) {
            Some(&want) => weight * f64::from(self.want) + f64::from(want),
            None => weight,
        }
    }
    fn tie(&self, column: usize) -> f64 {
        self.wants.get(column).map_or(0.0, |&want| LEAN * f64::from(want / self.want))
    }
    fn leans(&self) -> bool {
        !self.wants.is_empty()
    }
    fn kept(&self) -> std::ops::Range<usize> {
        self.rows().saturating_sub(self.keeping)..self.rows()
    }
    fn runs(&self) -> Box<dyn Iterator<Item = (usize, usize, Option<u32>)> + '_> {
        let ends = self.panels.iter().skip(1).map(|run| run.0 as usize).chain([self.columns()]);
        let run = |(&(from, panel), to)| (from as usize, to, Some(panel).filter(|&panel| panel != NONE));
        Box::new(self.panels.iter().zip(ends).map(run))
    }
    fn terms<'a>(&'a self, column: usize, room: &'a mut Vec<(u32, i32)>) -> &'a [(u32, i32)] {
        room.clear();
        let rows = &self.rows[self.pages[column / PAGE] as usize..];
        let words = &self.words[self.ends[column] as usize..self.ends[column + 1] as usize];
        let mut at = 0;
        while at < words.len() {
            let word = words[at];
            if word < OTHER {
                room.push((rows[usize::from(word)], 1));
                at += 1;
            } else if word == RAW {
                room.push((whole(&words[at + 1..]), whole(&words[at + 3..]).cast_signed()));
                at += 5;
            } else {
                room.push((rows[usize::from(word & !OTHER)], whole(&words[at + 1..]).cast_signed()));
                at += 3;
            }
        }
        room
    }
    fn tally(
        &self,
        columns: std::ops::Range<usize>,
        room: &mut Counts,
        found: &mut dyn FnMut(u32, i32, (i64, i64), u32),
    ) {
        let mut from = columns.start;
        while from < columns.end {
            let page = from / PAGE;
            let to = ((page + 1) * PAGE).min(columns.end);
            let end = self.pages.get(page + 1).map_or(self.rows.len(), |end| *end as usize);
            let rows = &self.rows[self.pages[page] as usize..end];
            room.prepare(rows.len());
            for column in from..to {
                let words = &self.words[self.ends[column] as usize..self.ends[column + 1] as usize];
                let bounds = self.bounds(column);
                if bounds == (0, 1) && words.iter().all(|word| *word < OTHER) {
                    room.add(words);
                    continue;
                }
                for &(row, a) in self.terms(column, &mut room.terms) {
                    found(row, a, bounds, 1);
                }
            }
            room.drain(|number, columns| found(rows[usize::from(number)], 1, (0, 1), columns));
            from = to;
        }
    }
    fn costs(&self, prices: &[f64], columns: std::ops::Range<usize>, costs: &mut Vec<f64>) {
        let mut of_page: Vec<f64> = Vec::new();
        let mut from = columns.start;
        while from < columns.end {
            let page = from / PAGE;
            let to = ((page + 1) * PAGE).min(columns.end);
            let end = self.pages.get(page + 1).map_or(self.rows.len(), |end| *end as usize);
            of_page.clear();
            of_page.extend(self.rows[self.pages[page] as usize..end].iter().map(|&row| prices[row as usize]));
            if of_page.iter().all(|price| *price == 0.0) && end - (self.pages[page] as usize) + 1 < usize::from(OTHER) {
                costs.resize(costs.len() + to - from, 0.0);
                from = to;
                continue;
            }
            for ends in self.ends[from..=to].windows(2) {
                let words = &self.words[ends[0] as usize..ends[1] as usize];
                let mut cost = 0.0;
                let mut at = 0;
                while at < words.len() {
                    let word = words[at];
                    if word < OTHER {
                        cost += of_page[usize::from(word)];
                        at += 1;
                    } else if word == RAW {
                        let price = prices[whole(&words[at + 1..]) as usize];
                        cost += price * f64::from(whole(&words[at + 3..]).cast_signed());
                        at += 5;
                    } else {
                        let price = of_page[usize::from(word & !OTHER)];
                        cost += price * f64::from(whole(&words[at + 1..]).cast_signed());
                        at += 3;
                    }
                }
                costs.push(cost);
            }
            from = to;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Stored, View};

    /// What was put in comes out: more rows than a page has numbers for, all sizes of coefficients and weights.
    #[test]
    fn keeps_every_term() {
        let rows = 100_000_u32;
        let range =
            |row: u32| (row.is_multiple_of(3).then_some(1), row.is_multiple_of(2).then_some(i64::from(row % 7)));
        let mut view = Stored::new((0..rows).map(range));
        let column = |at: u32| -> Vec<(u32, i64)> {
            let coefficient = |k: u32| [1, -1, 7, i64::from(i32::MIN), i64::from(i32::MAX)][((at + k) % 5) as usize];
            (0..30).map(|k| ((at * 31 + k * 997) % rows, coefficient(k))).collect()
        };
        let weight = |at: u32| [3, -5, i64::from(i32::MIN), i64::MAX, 0][(at % 5) as usize];
        let bounds = |at: u32| if at.is_multiple_of(11) { (-4, i64::from(at)) } else { (0, 1) };
        let panel = |at: u32| if at < 100 { u32::MAX } else { at / 1000 };
        for at in 0..5000 {
            view.push(bounds(at), weight(at), panel(at), column(at).into_iter()).unwrap();
        }
        let view = view.close();
        let mut room = Vec::new();
        for at in (0..5000_u32).rev() {
            let expected: Vec<(u32, i32)> =
                column(at).iter().map(|&(row, a)| (row, i32::try_from(a).unwrap())).collect();
            assert_eq!(view.terms(at as usize, &mut room), expected);
            assert_eq!(view.weight(at as usize), weight(at));
            assert_eq!(view.bounds(at as usize), bounds(at));
        }
        let runs: Vec<_> = view.runs().collect();
        // Columns 0 to 99 are of no panel, the rest of panels 0 to 4.
        let ends = [(0, 100, None), (100, 1000, Some(0)), (1000, 2000, Some(1)), (2000, 3000, Some(2))];
        assert_eq!((&runs[..4], runs.len()), (&ends[..], 6));
        assert!((0..rows).all(|row| view.range(row as usize) == range(row)));
        let prices: Vec<f64> = (0..rows).map(|row| f64::from(row % 5) - 1.0).collect();
        let mut costs = Vec::new();
        view.costs(&prices, 0..1000, &mut costs);
        view.costs(&prices, 1000..5000, &mut costs);
        assert_eq!(costs.len(), 5000);
        for (at, cost) in (0_u32..).zip(costs) {
            let terms = column(at).into_iter();
            assert_eq!(cost, terms.map(|(row, a)| prices[row as usize] * a as f64).sum::<f64>());
        }
        let mut wide = Stored::new(std::iter::once((None, None)));
        assert_eq!(wide.push((0, 1), 0, 0, std::iter::once((0, i64::MAX))), None);
    }
}
