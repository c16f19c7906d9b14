//! From the engine's proofs, by number, to a certificate, by name.

use super::auxiliary;
use super::tiers::Found;
use crate::program::{self, Formulation, Parts, Source};
use crate::{Certificate, Cut, Lemma, Multipliers, Node, Proof};
use rustc_hash::FxHashMap;

/// The certificate of what was found; `None` where something of it was not proven.
pub(super) fn certificate(formulation: &Formulation<'_>, found: &Found) -> Option<Certificate> {
    let mut certificate = Certificate::default();
    if let Some(proof) = &found.emptiness {
        certificate.proofs.push(written(formulation, None, proof));
        return Some(certificate);
    }
    let point = found.values.as_ref().map(|values| auxiliary::settled(formulation, values));
    for ((tier, objective), settled) in formulation.objectives.iter().enumerate().zip(&found.tiers) {
        let Some(bound) = settled.bound else { break };
        let sense = if objective.maximise { 1 } else { -1 };
        let proof = settled.proof.as_ref().filter(|proof| i128::from(proof.target) == i128::from(bound) * sense + 1)?;
        let mut proof = written(formulation, Some(bound), proof);
        let reached = |values: &[i64]| crate::backend::exact::sum(objective.terms.iter(), values);
        if settled.proven && point.as_deref().and_then(reached) != Some(bound) {
            let point = found.witnesses.iter().find(|witness| witness.0 == tier)?;
            proof.witness = Some(named(formulation, point.1.iter().copied()));
        }
        certificate.proofs.push(proof);
    }
    if let Some(values) = &point {
        let others = (0..).zip(values.iter().copied()).skip(formulation.seats.len());
        certificate.auxiliary = named(formulation, others.filter(|(_, value)| *value != 0));
    }
    Some(certificate)
}

/// The columns that are not 0, by name.
fn named(formulation: &Formulation<'_>, values: impl Iterator<Item = (u32, i64)>) -> Vec<(String, i64)> {
    values.map(|(column, value)| (formulation.column_name(formulation.column(column).meaning), value)).collect()
}

/// Numbers in the order in which they come up.
#[derive(Default)]
struct Numbers {
    list: Vec<u32>,
    at: FxHashMap<u32, u32>,
}

impl Numbers {
    fn of(&mut self, original: u32) -> u32 {
        *self.at.entry(original).or_insert_with(|| {
            self.list.push(original);
            (self.list.len() - 1) as u32
        })
    }
}

/// A proof by number as one by name; those after the program's rows keep earlier goals.
pub(crate) fn written(formulation: &Formulation<'_>, bound: Option<i64>, proof: &program::Proof) -> Proof {
    let mut numbering = Numbering { rows: rows(proof), columns: Numbers::default() };
    let cuts = numbering.cuts(&proof.cuts);
    let mut list = List::default();
    let first: Vec<u32> = proof.first.iter().map(|used| list.add(&numbering, used, None)).collect();
    let mut lemmas = Vec::new();
    let mut nodes = numbering.nodes(&proof.nodes, &mut list, first.last().copied());
    if let Some(Parts { prices, lemmas: parts }) = &proof.parts {
        let of = list.add(&numbering, prices, None);
        lemmas = parts.iter().map(|part| numbering.lemma(part, of)).collect();
        // The prices, and each lemma once.
        let from = (numbering.rows.len() + cuts.len()) as u32;
        let once = (from..).zip(&lemmas).map(|(number, _)| (number, 1)).collect();
        list.written.push(Multipliers { from: Some(of), objective: prices.objective, rows: once });
        if let Some(root) = nodes.first_mut() {
            root.uses.push((list.written.len() - 1) as u32);
        }
    }
    let kept = formulation.rows().len();
    let row_name = |row: u32| match formulation.rows().get(row as usize) {
        Some(bounds) => formulation.row_name(bounds.origin),
        None => format!("keep/{}", row as usize - kept),
    };
    let rows = numbering.rows.iter().map(|&row| row_name(row)).collect();
    let column_name = |column: &u32| formulation.column_name(formulation.column(*column).meaning);
    let columns = numbering.columns.list.iter().map(column_name).collect();
    Proof { bound, rows, columns, cuts, multipliers: list.written, first, lemmas, nodes, witness: None }
}

/// The program's rows that a proof names, ascending.
fn rows(proof: &program::Proof) -> Vec<u32> {
    let parts = proof.parts.iter().flat_map(|parts| &parts.lemmas);
    let trees = std::iter::once(&proof.nodes).chain(parts.clone().map(|part| &part.nodes));
    let used = trees.flatten().flat_map(|node| &node.used).chain(&proof.first);
    let used = used.chain(proof.parts.iter().map(|parts| &parts.prices)).map(|used| &used.rows);
    let cuts = proof.cuts.iter().chain(parts.clone().flat_map(|part| &part.cuts)).map(|cut| &cut.rows);
    let named = used.chain(cuts).flatten().filter_map(|&(source, _)| match source {
        Source::Row(row) => Some(row),
        Source::Cut(_) => None,
    });
    let mut rows: Vec<u32> = named.chain(parts.flat_map(|part| part.over.iter().copied())).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// A proof's own numbers of rows and columns.
struct Numbering {
    rows: Vec<u32>,
    columns: Numbers,
}

impl Numbering {
    fn row(&self, row: u32) -> u32 {
        self.rows.partition_point(|other| *other < row) as u32
    }

    fn terms(&self, terms: &[(Source, i64)]) -> Vec<(u32, i64)> {
        let number = |source: Source| match source {
            Source::Row(row) => self.row(row),
            Source::Cut(cut) => self.rows.len() as u32 + cut,
        };
        let mut terms: Vec<(u32, i64)> = terms.iter().map(|&(source, times)| (number(source), times)).collect();
        terms.sort_unstable();
        terms
    }

    fn cuts(&mut self, cuts: &[program::Rounding]) -> Vec<Cut> {
        let cut = |cut: &program::Rounding| Cut {
            rows: self.terms(&cut.rows),
            columns: cut.columns.iter().map(|&(column, times)| (self.columns.of(column), times)).collect(),
            divisor: cut.divisor,
        };
        cuts.iter().map(cut).collect()
    }

    fn lemma(&mut self, lemma: &program::Lemma, of: u32) -> Lemma {
        let over = lemma.over.iter().map(|&row| self.row(row)).collect();
        let cuts = self.cuts(&lemma.cuts);
        let mut list = List::default();
        let nodes = self.nodes(&lemma.nodes, &mut list, None);
        Lemma { of, over, most: lemma.most, cuts, multipliers: list.written, nodes }
    }

    /// Each node before those of its lower side, and these before those of its upper side. Multipliers are written as what
    /// changes from those used last above: neighbours differ little.
    fn nodes(&mut self, nodes: &[program::Node], used: &mut List, last: Option<u32>) -> Vec<Node> {
        let mut written = Vec::new();
        let mut waiting = vec![(0_u32, last)];
        while let Some((at, mut last)) = waiting.pop() {
            let Some(node) = nodes.get(at as usize) else { continue };
            let mut own = Vec::new();
            for one in &node.used {
                let next = used.add(self, one, last);
                own.push(next);
                last = Some(next);
            }
            let split = node.split.map(|split| (self.columns.of(split.column), split.at));
            if let Some(split) = node.split {
                waiting.push((split.above, last));
                waiting.push((split.below, last));
            }
            written.push(Node { uses: own, split });
        }
        written
    }
}

/// Multipliers as they are written, and whole.
#[derive(Default)]
struct List {
    written: Vec<Multipliers>,
    whole: Vec<Vec<(u32, i64)>>,
}

impl List {
    /// Adds multipliers, as what changes from others where that is shorter; returns their number.
    fn add(&mut self, numbering: &Numbering, used: &program::Multipliers, last: Option<u32>) -> u32 {
        let rows = numbering.terms(&used.rows);
        let next = self.written.len() as u32;
        self.written.push(shortest(used.objective, &rows, last, &self.whole));
        self.whole.push(rows);
        next
    }
}

/// The multipliers as they are, or as what changes from others, whichever is shorter.
fn shortest(objective: i64, rows: &[(u32, i64)], from: Option<u32>, whole: &[Vec<(u32, i64)>]) -> Multipliers {
    if let Some(from) = from {
        let change = difference(rows, &whole[from as usize]);
        if change.len() < rows.len() {
            return Multipliers { from: Some(from), objective, rows: change };
        }
    }
    Multipliers { from: None, objective, rows: rows.to_vec() }
}

/// What added to `before` gives `after`; both ascending.
fn difference(after: &[(u32, i64)], before: &[(u32, i64)]) -> Vec<(u32, i64)> {
    let mut change = Vec::new();
    let (mut a, mut b) = (after.iter().peekable(), before.iter().peekable());
    loop {
        match (a.peek(), b.peek()) {
            (Some(x), Some(y)) if x.0 == y.0 => {
                if x.1 != y.1 {
                    change.push((x.0, x.1 - y.1));
                }
                a.next();
                b.next();
            }
            (Some(x), y) if y.is_none_or(|y| x.0 < y.0) => {
                change.push(**x);
                a.next();
            }
            (_, Some(y)) => {
                change.push((y.0, -y.1));
                b.next();
            }
            _ => return change,
        }
    }
}
