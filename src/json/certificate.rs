//! Certificates on the wire: numbers in flat lists, changes instead of repetitions.

use super::wire::Object;
use crate::{Certificate, Cut, Lemma, Multipliers, Node, Proof};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What proves the answer; `docs/certificates.md` says how to check it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CertificateEntry {
    /// The columns that are no seats and not 0 at the plan, by name in the exported program.
    auxiliary: Object<i64>,
    /// One for each goal with a bound, in their order, unmet wishes first; or the one of infeasibility.
    proofs: Vec<ProofEntry>,
}

/// Why no plan passes a value of a goal, or why there is none.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProofEntry {
    /// The sum of the goal's terms that no plan passes; left out where there is no plan at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bound: Option<i64>,
    /// The rows used, by name in the exported program.
    rows: Vec<String>,
    /// The columns split or in cuts, by name in the exported program.
    columns: Vec<String>,
    /// Rows that follow from earlier ones, numbered on from `rows`.
    cuts: Vec<CutEntry>,
    /// What the nodes use.
    multipliers: Vec<MultipliersEntry>,
    /// Multipliers that tighten bounds before anything else, by number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    first: Vec<u32>,
    /// Rows proven by trees of their own, numbered on from `cuts`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lemmas: Vec<LemmaEntry>,
    /// The tree, each node before the nodes of its lower side, and these before those of its upper side.
    nodes: Vec<NodeEntry>,
    /// A point that reaches the bound, where later goals gave some of it up: the columns that are not 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    witness: Option<Object<i64>>,
}

/// A sum of rows and upper bounds, divided and rounded down.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CutEntry {
    /// Row, how often; row, how often; and so on.
    rows: Vec<i64>,
    /// Column, how often its upper bound, or its lower one where that is negative; and so on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    columns: Vec<i64>,
    /// What the sum is divided by.
    divisor: i64,
}

/// What some columns are worth together at the most, at the reduced weights that multipliers leave.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LemmaEntry {
    /// The multipliers of the proof that leave the reduced weights, by number.
    of: u32,
    /// Rows by number: every column on one of them is the lemma's, unless it is an earlier lemma's.
    over: Vec<u32>,
    /// The right side.
    most: i64,
    /// Rows that follow from earlier ones, numbered on from the proof's `rows`, for this lemma alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cuts: Vec<CutEntry>,
    /// What the nodes use: `objective` is how often the reduced weights.
    multipliers: Vec<MultipliersEntry>,
    /// The tree that shows it.
    nodes: Vec<NodeEntry>,
}

/// How often the goal and each row stand in a sum.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MultipliersEntry {
    /// Earlier multipliers to which `rows` are added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<u32>,
    /// How often the goal's terms.
    objective: i64,
    /// Row, how often; row, how often; and so on. Each row's number is less the one before it.
    rows: Vec<i64>,
}

/// What a node uses, and how it splits.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NodeEntry {
    /// Multipliers, by number.
    uses: Vec<u32>,
    /// Column and value: at most that in the lower side, at least one more in the upper side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    split: Option<(u32, i64)>,
}

pub(crate) fn written(certificate: &Certificate) -> CertificateEntry {
    CertificateEntry {
        auxiliary: certificate.auxiliary.iter().cloned().collect(),
        proofs: certificate.proofs.iter().map(proof).collect(),
    }
}

pub(super) fn proof(proof: &Proof) -> ProofEntry {
    ProofEntry {
        bound: proof.bound,
        rows: proof.rows.clone(),
        columns: proof.columns.clone(),
        cuts: proof.cuts.iter().map(CutEntry::of).collect(),
        multipliers: proof.multipliers.iter().map(MultipliersEntry::of).collect(),
        first: proof.first.clone(),
        lemmas: proof.lemmas.iter().map(LemmaEntry::of).collect(),
        nodes: proof.nodes.iter().map(NodeEntry::of).collect(),
        witness: proof.witness.as_ref().map(|point| point.iter().cloned().collect()),
    }
}

impl CutEntry {
    fn of(cut: &Cut) -> Self {
        Self { rows: flat(&cut.rows), columns: flat(&cut.columns), divisor: cut.divisor }
    }

    fn read(self) -> Option<Cut> {
        Some(Cut { rows: pairs(&self.rows, false)?, columns: pairs(&self.columns, false)?, divisor: self.divisor })
    }
}

impl LemmaEntry {
    fn of(lemma: &Lemma) -> Self {
        Self {
            of: lemma.of,
            over: lemma.over.clone(),
            most: lemma.most,
            cuts: lemma.cuts.iter().map(CutEntry::of).collect(),
            multipliers: lemma.multipliers.iter().map(MultipliersEntry::of).collect(),
            nodes: lemma.nodes.iter().map(NodeEntry::of).collect(),
        }
    }

    fn read(self) -> Option<Lemma> {
        Some(Lemma {
            of: self.of,
            over: self.over,
            most: self.most,
            cuts: self.cuts.into_iter().map(CutEntry::read).collect::<Option<_>>()?,
            multipliers: self.multipliers.into_iter().map(MultipliersEntry::read).collect::<Option<_>>()?,
            nodes: self.nodes.into_iter().map(NodeEntry::read).collect(),
        })
    }
}

impl MultipliersEntry {
    fn of(one: &Multipliers) -> Self {
        let mut before = 0;
        let mut rows = flat(&one.rows);
        for row in rows.iter_mut().step_by(2) {
            (*row, before) = (*row - before, *row);
        }
        Self { from: one.from, objective: one.objective, rows }
    }

    fn read(self) -> Option<Multipliers> {
        Some(Multipliers { from: self.from, objective: self.objective, rows: pairs(&self.rows, true)? })
    }
}

impl NodeEntry {
    fn of(node: &Node) -> Self {
        Self { uses: node.uses.clone(), split: node.split }
    }

    fn read(self) -> Node {
        Node { uses: self.uses, split: self.split }
    }
}

fn flat(terms: &[(u32, i64)]) -> Vec<i64> {
    terms.iter().flat_map(|&(number, times)| [i64::from(number), times]).collect()
}

impl CertificateEntry {
    /// The certificate as it was written; `None` where a list of pairs isn't one.
    pub(crate) fn read(self) -> Option<Certificate> {
        let proofs = self.proofs.into_iter().map(ProofEntry::read).collect::<Option<_>>()?;
        Some(Certificate { proofs, auxiliary: self.auxiliary.0.into_iter().collect() })
    }
}

impl ProofEntry {
    pub(super) fn read(self) -> Option<Proof> {
        Some(Proof {
            bound: self.bound,
            rows: self.rows,
            columns: self.columns,
            cuts: self.cuts.into_iter().map(CutEntry::read).collect::<Option<_>>()?,
            multipliers: self.multipliers.into_iter().map(MultipliersEntry::read).collect::<Option<_>>()?,
            first: self.first,
            lemmas: self.lemmas.into_iter().map(LemmaEntry::read).collect::<Option<_>>()?,
            nodes: self.nodes.into_iter().map(NodeEntry::read).collect(),
            witness: self.witness.map(|point| point.0.into_iter().collect()),
        })
    }
}

/// Pairs from a flat list; `steps` says that each number is less the one before.
fn pairs(flat: &[i64], steps: bool) -> Option<Vec<(u32, i64)>> {
    let (pairs, rest) = flat.as_chunks::<2>();
    let mut before = 0_i64;
    let pair = |[number, times]: &[i64; 2]| {
        let number = if steps { number.checked_add(before)? } else { *number };
        before = number;
        Some((u32::try_from(number).ok()?, *times))
    };
    if rest.is_empty() { pairs.iter().map(pair).collect() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let proof = Proof {
            bound: Some(-3),
            rows: vec!["a".into(), "b".into()],
            columns: vec!["c".into()],
            cuts: vec![Cut { rows: vec![(0, 1), (1, -1)], columns: vec![(0, 1)], divisor: 2 }],
            multipliers: vec![Multipliers { from: None, objective: 7, rows: vec![(0, 3), (2, -5)] }],
            first: vec![0],
            lemmas: vec![Lemma {
                of: 0,
                over: vec![1],
                most: -5,
                cuts: vec![Cut { rows: vec![(1, 1)], columns: vec![], divisor: 3 }],
                multipliers: vec![Multipliers { from: None, objective: 1, rows: vec![(2, 4)] }],
                nodes: vec![Node { uses: vec![0], split: None }],
            }],
            nodes: vec![Node { uses: vec![0], split: Some((0, 4)) }, Node::default(), Node::default()],
            witness: Some(vec![("c".into(), 1)]),
        };
        let certificate = Certificate { proofs: vec![proof], auxiliary: vec![("d".into(), 2)] };
        let text = serde_json::to_string(&written(&certificate)).unwrap();
        assert!(text.contains(r#""rows":[0,3,2,-5]"#), "{text}");
        let entry: CertificateEntry = serde_json::from_str(&text).unwrap();
        assert_eq!(entry.read(), Some(certificate));
        assert_eq!(pairs(&[1, 2, 3], false), None);
        assert_eq!(pairs(&[-1, 2], false), None);
        assert_eq!(pairs(&[i64::MAX, 2, i64::MAX, 2], true), None);
    }
}
