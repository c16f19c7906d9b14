//! An objective's weights, small: on large forums one on nearly every column, most of them small numbers.

/// Columns with whole coefficients, ascending by column, none zero.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    /// Of the first columns, zero for those without.
    dense: Vec<i32>,
    /// Of the columns after those.
    sparse: Vec<(u32, i64)>,
}

impl Weights {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, i64)> + Clone + '_ {
        let dense = (0..).zip(&self.dense).filter(|(_, weight)| **weight != 0);
        dense.map(|(column, weight)| (column, i64::from(*weight))).chain(self.sparse.iter().copied())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// How many columns before this one have a weight.
    pub(crate) fn before(&self, column: u32) -> usize {
        let dense = &self.dense[..self.dense.len().min(column as usize)];
        dense.iter().filter(|weight| **weight != 0).count() + self.sparse.partition_point(|term| term.0 < column)
    }
}

impl From<Vec<(u32, i64)>> for Weights {
    /// Of terms ascending by column, none zero.
    fn from(terms: Vec<(u32, i64)>) -> Self {
        // A column listed densely takes a quarter of the room of a term: as far as half of the columns have one.
        let small = terms.iter().position(|term| i32::try_from(term.1).is_err()).unwrap_or(terms.len());
        let many = (1..=small).rev().find(|&count| terms[count - 1].0 as usize <= 2 * count).unwrap_or(0);
        let mut dense = vec![0; many.checked_sub(1).map_or(0, |last| terms[last].0 as usize + 1)];
        for &(column, weight) in &terms[..many] {
            dense[column as usize] = weight as i32;
        }
        Self { dense, sparse: terms[many..].to_vec() }
    }
}

#[cfg(test)]
mod tests {
    use super::Weights;

    #[test]
    fn every_term_comes_out_again() {
        let many: Vec<(u32, i64)> = (0..100).filter(|at| at % 3 != 0).map(|at| (at, i64::from(at) - 200)).collect();
        let mut large = many.clone();
        large[40].1 = i64::MIN;
        for terms in [Vec::new(), many, large, vec![(5_000, 1), (70_000, -3)]] {
            let weights = Weights::from(terms.clone());
            assert_eq!(weights.iter().collect::<Vec<_>>(), terms);
            assert_eq!(weights.is_empty(), terms.is_empty());
            assert_eq!(weights.before(50), terms.iter().filter(|term| term.0 < 50).count());
        }
    }
}
