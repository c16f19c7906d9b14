//! Cuts as integer roundings of earlier rows, kept in a form from which the coefficient of any column follows.
//!
//! A cut is a sum of rows (each as `sum <= bound`, times a whole number) and of upper bounds `x <= u` of some columns,
//! divided and rounded down: valid for every whole point with `x >= 0` (Chvátal 1973; {0,1/2}-cuts: Caprara & Fischetti
//! 1996; mod-k cuts: Caprara, Fischetti & Letchford 2000).

const NONE: u32 = u32::MAX;

/// Where a row of the relaxation comes from.
pub(crate) use crate::program::Source;

/// `floor(sum of times * row / divisor)`.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    /// Rows, each times a whole number: positive for the upper bound, negative for the lower one.
    pub rows: Vec<(Source, i64)>,
    pub divisor: i64,
    /// Columns of the program whose upper bound is in the sum, so many times.
    pub lifted: Vec<(u32, i64)>,
    pub most: i64,
    /// Coefficients of the core's columns (numbers of the program).
    pub terms: Vec<(u32, i64)>,
}

/// The pool, with the way from a row to the cuts that it is in.
#[derive(Debug)]
pub(crate) struct Cuts {
    pub held: Vec<Cut>,
    first: Vec<u32>,
    first_of_cut: Vec<u32>,
    links: Vec<(u32, i64, u32)>,
    /// Column, cut, times; sorted.
    lifted: Vec<(u32, u32, i64)>,
}

impl Cuts {
    pub fn new(rows: usize) -> Self {
        Self {
            held: Vec::new(),
            first: vec![NONE; rows],
            first_of_cut: Vec::new(),
            links: Vec::new(),
            lifted: Vec::new(),
        }
    }

    /// Keeps a cut.
    pub fn add(&mut self, cut: Cut) -> u32 {
        let number = self.held.len() as u32;
        for &(source, times) in &cut.rows {
            let head = match source {
                Source::Row(row) => &mut self.first[row as usize],
                Source::Cut(earlier) => &mut self.first_of_cut[earlier as usize],
            };
            self.links.push((number, times, *head));
            *head = (self.links.len() - 1) as u32;
        }
        for &(column, times) in &cut.lifted {
            let at = self.lifted.partition_point(|&e| e < (column, number, times));
            self.lifted.insert(at, (column, number, times));
        }
        self.first_of_cut.push(NONE);
        self.held.push(cut);
        number
    }

    /// The coefficients of a column, which has the given terms, in all cuts: ascending by cut, none zero.
    pub fn column(&self, column: u32, terms: &[(u32, i32)], out: &mut Vec<(u32, i64)>) {
        out.clear();
        if self.held.is_empty() {
            return;
        }
        for &(row, a) in terms {
            self.spread(self.first[row as usize], i64::from(a), out);
        }
        let from = self.lifted.partition_point(|e| e.0 < column);
        for &(_, cut, times) in self.lifted[from..].iter().take_while(|e| e.0 == column) {
            insert(out, cut, times);
        }
        let mut at = 0;
        while at < out.len() {
            let (cut, sum) = out[at];
            let a = sum.div_euclid(self.held[cut as usize].divisor);
            out[at].1 = a;
            if a != 0 {
                self.spread(self.first_of_cut[cut as usize], a, out);
            }
            at += 1;
        }
        out.retain(|e| e.1 != 0);
    }

    fn spread(&self, mut at: u32, a: i64, out: &mut Vec<(u32, i64)>) {
        while at != NONE {
            let (cut, times, next) = self.links[at as usize];
            insert(out, cut, times * a);
            at = next;
        }
    }
}

fn insert(out: &mut Vec<(u32, i64)>, cut: u32, a: i64) {
    match out.binary_search_by_key(&cut, |e| e.0) {
        Ok(at) => out[at].1 += a,
        Err(at) => out.insert(at, (cut, a)),
    }
}
