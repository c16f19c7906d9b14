//! The factors against multiplication with the matrix itself, on random sparse bases with changes.

use super::factor::Factor;
use super::sparse::Sparse;

struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

fn column(random: &mut Random, size: usize) -> Vec<(u32, f64)> {
    if random.below(3) == 0 {
        return vec![(random.below(size as u64) as u32, -1.0)];
    }
    let mut rows: Vec<u32> = (0..=random.below(5)).map(|_| random.below(size as u64) as u32).collect();
    rows.sort_unstable();
    rows.dedup();
    rows.into_iter().map(|row| (row, if random.below(4) == 0 { 3.0 } else { 1.0 })).collect()
}

/// The column last asked for comes in at a position.
fn leave(factor: &mut Factor, at: u32, pivot: f64, size: usize) {
    let mut unit = Sparse::default();
    unit.reset(size);
    unit.add(at, 1.0);
    factor.backward_leaving(&mut unit);
    factor.change(at, pivot);
}

#[test]
fn solves_invert_the_basis() {
    let mut regular = 0;
    for seed in 0..4000 {
        let mut random = Random(seed);
        let size = 1 + random.below(30 + seed / 50) as usize;
        let mut columns: Vec<Vec<(u32, f64)>> = (0..size).map(|_| column(&mut random, size)).collect();
        let mut factor = Factor::default();
        let of: Vec<u32> = factor.factor(size, |p| columns[p].as_slice()).to_vec();
        // What could not be a pivot is replaced by the logical column of a row that is left.
        let mut placed = vec![Vec::new(); size];
        for p in 0..size {
            if of[p] != u32::MAX {
                placed[of[p] as usize] = std::mem::take(&mut columns[p]);
            }
        }
        for (row, list) in placed.iter_mut().enumerate() {
            if list.is_empty() {
                list.push((row as u32, -1.0));
            }
        }
        regular += usize::from(of.iter().all(|&row| row != u32::MAX));
        for _ in 0..6 {
            let mut x = Sparse::default();
            x.reset(size);
            for _ in 0..=random.below(3) {
                x.add(random.below(size as u64) as u32, 1.0 + random.below(5) as f64);
            }
            let right = x.values.clone();
            let mut forward = Sparse::default();
            forward.copy_from(&x);
            factor.forward(&mut forward);
            let mut product = vec![0.0; size];
            for (p, list) in placed.iter().enumerate() {
                for &(row, a) in list {
                    product[row as usize] += a * forward.values[p];
                }
            }
            for row in 0..size {
                assert!((product[row] - right[row]).abs() < 1e-6, "seed {seed} forward: {product:?} {right:?}");
                assert!(forward.values[row] == 0.0 || forward.index.contains(&(row as u32)), "seed {seed}");
            }
            let mut backward = Sparse::default();
            backward.copy_from(&x);
            factor.backward(&mut backward);
            for (p, list) in placed.iter().enumerate() {
                let product: f64 = list.iter().map(|&(row, a)| a * backward.values[row as usize]).sum();
                assert!((product - right[p]).abs() < 1e-6, "seed {seed} backward at {p}");
                assert!(backward.values[p] == 0.0 || backward.index.contains(&(p as u32)), "seed {seed}");
            }
            // Another column comes in where it has a good pivot.
            let new = column(&mut random, size);
            let mut image = Sparse::default();
            image.reset(size);
            for &(row, a) in &new {
                image.add(row, a);
            }
            factor.forward_entering(&mut image);
            let best = image
                .index
                .iter()
                .copied()
                .max_by(|&a, &b| image.values[a as usize].abs().total_cmp(&image.values[b as usize].abs()));
            if let Some(at) = best.filter(|&at| image.values[at as usize].abs() > 0.1) {
                leave(&mut factor, at, image.values[at as usize], image.values.len());
                placed[at as usize] = new;
            }
        }
    }
    assert!(regular > 100);
}

/// How far solutions with the factors are from the columns' product, by the greatest difference.
fn error(factor: &mut Factor, placed: &[Vec<(u32, f64)>], random: &mut Random) -> f64 {
    let size = placed.len();
    let mut x = Sparse::default();
    x.reset(size);
    for _ in 0..=random.below(3) {
        x.add(random.below(size as u64) as u32, 1.0 + random.below(5) as f64);
    }
    let (mut forward, mut backward) = (Sparse::default(), Sparse::default());
    forward.copy_from(&x);
    factor.forward(&mut forward);
    backward.copy_from(&x);
    factor.backward(&mut backward);
    let mut product = vec![0.0; size];
    let mut worst: f64 = 0.0;
    for (p, list) in placed.iter().enumerate() {
        let mut sum = 0.0;
        for &(row, a) in list {
            product[row as usize] += a * forward.values[p];
            sum += a * backward.values[row as usize];
        }
        worst = worst.max((sum - x.values[p]).abs());
    }
    product.iter().zip(&x.values).fold(worst, |worst, (product, x)| worst.max((product - x).abs()))
}

/// Rows come while columns change, and changes are taken back: the factors stay those of the basis.
#[test]
fn rows_come_and_changes_go() {
    let (mut grown, mut taken_back) = (0, 0);
    for seed in 0..1000 {
        let mut random = Random(seed);
        let size = 20 + random.below(180) as usize;
        let mut placed: Vec<Vec<(u32, f64)>> = (0..size as u32).map(|row| vec![(row, -1.0)]).collect();
        let mut factor = Factor::default();
        factor.factor(size, |p| placed[p].as_slice());
        let mut before = (placed.clone(), factor.changes());
        for _ in 0..30 {
            match random.below(4) {
                0 => {
                    let row = placed.len() as u32;
                    let mut terms: Vec<u32> =
                        (0..random.below(6)).map(|_| random.below(u64::from(row)) as u32).collect();
                    terms.sort_unstable();
                    terms.dedup();
                    for &p in &terms {
                        placed[p as usize].push((row, 2.0));
                    }
                    placed.push(vec![(row, -1.0)]);
                    factor.extend(terms.iter().map(|&p| (p, 2.0)));
                    before = (placed.clone(), factor.changes());
                    grown += 1;
                }
                1 if factor.changes() > before.1 => {
                    factor.take_back(before.1);
                    placed.clone_from(&before.0);
                    taken_back += 1;
                }
                _ => {
                    let new = column(&mut random, placed.len());
                    let mut image = Sparse::default();
                    image.reset(placed.len());
                    for &(row, a) in &new {
                        image.add(row, a);
                    }
                    factor.forward_entering(&mut image);
                    let size = |at: &u32| image.values[*at as usize].abs();
                    let best = image.index.iter().copied().max_by(|a, b| size(a).total_cmp(&size(b)));
                    if let Some(at) = best.filter(|at| size(at) > 0.1) {
                        leave(&mut factor, at, image.values[at as usize], image.values.len());
                        placed[at as usize] = new;
                    }
                }
            }
            let error = error(&mut factor, &placed, &mut random);
            assert!(error < 1e-6, "seed {seed}: {error}");
        }
    }
    assert!(grown > 1000 && taken_back > 1000, "{grown} {taken_back}");
}
