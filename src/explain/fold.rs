//! Columns that no row and no cost tells apart, taken as one: of people alike only how many sit somewhere matters.

use super::model::Model;
use super::reduce::{Part, Reduced};
use std::collections::HashMap;

/// The columns of a part by sort: all of one sort have the same cost, and the same coefficient in each of the part's rows.
pub(super) struct Folded {
    /// For each column of the part, its sort.
    sort: Vec<u32>,
    /// For each sort its columns, by position in the part.
    pub members: Vec<Vec<u32>>,
}

impl Folded {
    pub(super) fn new(model: &Model, part: &Part) -> Self {
        let mut position = vec![u32::MAX; model.bounds.len()];
        for (at, column) in part.columns.iter().enumerate() {
            position[*column as usize] = at as u32;
        }
        let mut terms: Vec<Vec<(u32, i64)>> = vec![Vec::new(); part.columns.len()];
        for &line in &part.lines {
            for &(column, weight) in &model.lines[line as usize].terms {
                if let Some(own) = terms.get_mut(position[column as usize] as usize) {
                    own.push((line, weight));
                }
            }
        }
        let mut known: HashMap<(i64, Vec<(u32, i64)>), u32> = HashMap::new();
        let (mut sort, mut members) = (Vec::with_capacity(terms.len()), Vec::<Vec<u32>>::new());
        for (at, terms) in terms.into_iter().enumerate() {
            let cost = model.costs[part.columns[at] as usize];
            let own = *known.entry((cost, terms)).or_insert(members.len() as u32);
            match members.get_mut(own as usize) {
                Some(others) => others.push(at as u32),
                None => members.push(vec![at as u32]),
            }
            sort.push(own);
        }
        Self { sort, members }
    }

    /// The sort of a column of the part, where the column stands first in it.
    pub(super) fn first(&self, at: u32) -> Option<u32> {
        let sort = *self.sort.get(at as usize)?;
        (self.members.get(sort as usize)?.first() == Some(&at)).then_some(sort)
    }

    /// The bounds of a sort's sum.
    pub(super) fn bounds(&self, sort: usize, reduced: &Reduced, part: &Part) -> (i64, i64) {
        let own = self.members[sort].iter().map(|at| reduced.bounds[part.columns[*at as usize] as usize]);
        own.fold((0, 0), |sum, own| (sum.0.saturating_add(own.0), sum.1.saturating_add(own.1)))
    }

    /// The columns' values where these are the sums of the sorts: the first columns of a sort take what they can.
    pub(super) fn unfold(&self, sums: &[i64], reduced: &Reduced, part: &Part) -> Vec<i64> {
        let bounds = |at: u32| reduced.bounds[part.columns[at as usize] as usize];
        let mut values = vec![0; part.columns.len()];
        for (members, sum) in self.members.iter().zip(sums) {
            let least = members.iter().fold(0_i64, |least, at| least.saturating_add(bounds(*at).0));
            let mut left = sum.saturating_sub(least);
            for at in members {
                let (lower, upper) = bounds(*at);
                let more = left.min(upper.saturating_sub(lower));
                values[*at as usize] = lower.saturating_add(more);
                left -= more;
            }
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::Line;
    use super::*;

    /// Of five people in two rows, three stand in the first alone, one in both and one, who costs 2, in the first.
    #[test]
    fn columns_alike_are_one_and_come_apart_again() {
        let mut model = Model::default();
        for cost in [0, 0, 0, 0, 2] {
            model.column(0, 1, cost);
        }
        let line = |columns: &[u32]| Line { terms: columns.iter().map(|c| (*c, 1)).collect(), ..Line::default() };
        model.lines = vec![line(&[0, 1, 2, 3, 4]), line(&[2])];
        model.bounds[3] = (1, 1);
        let part = Part { columns: vec![0, 1, 2, 3, 4], lines: vec![0, 1] };
        let reduced = Reduced::new(&model);
        let folded = Folded::new(&model, &part);
        assert_eq!(folded.members, [vec![0, 1, 3], vec![2], vec![4]]);
        assert_eq!((folded.first(0), folded.first(1), folded.first(4)), (Some(0), None, Some(2)));
        assert_eq!(folded.bounds(0, &reduced, &part), (1, 3));
        assert_eq!(folded.unfold(&[2, 1, 0], &reduced, &part), [1, 0, 1, 1, 0]);
    }
}
