//! Better points near the one in hand: most panels stay as they are, the others are searched.
//!
//! Where the relaxation is far from whole points, dives miss its targets for long. Two neighbourhoods in turn: what the point
//! and the relaxation agree on stays (Danna, Rothberg & Le Pape 2005), or all but a few blocks do (Shaw 1998). Nothing is
//! proven here; what is found is a point like any other.

use super::{Found, Search};
use crate::engine::core::{Core, NONE};
use crate::engine::lots;
use crate::engine::tolerance::WHOLE;

/// Nodes of one neighbourhood's tree.
const NODES: u64 = 20;
/// Blocks that are free at first, and the least of them.
const BLOCKS: usize = 16;
const LEAST: usize = 3;
/// Neighbourhoods of one call: some are closed without a step.
const LOOKS: usize = 100;
/// Every so many of them is of the first kind.
const AGREE: u64 = 8;

/// How wide to look, from one call to the next.
pub(crate) struct Neighbourhood {
    turn: u64,
    blocks: usize,
    /// The relaxation's point at the root, by column of the core then held.
    relaxed: Vec<f64>,
}

impl Neighbourhood {
    pub fn new(core: &Core<'_>) -> Self {
        let relaxed = (0..core.columns.len()).map(|at| core.value(at)).collect();
        Self { turn: 0, blocks: BLOCKS, relaxed }
    }

    /// Looks for better points for as many steps of the simplex method; the last one found, and the nodes it took.
    pub fn improve(
        &mut self,
        core: &mut Core<'_>,
        mut point: Vec<i64>,
        steps: u64,
        stop: &mut dyn FnMut() -> bool,
    ) -> (Option<Vec<i64>>, u64) {
        let end = core.lp.steps.saturating_add(steps);
        let (mut found, mut nodes) = (None, 0);
        for _ in 0..LOOKS {
            if core.lp.steps >= end || stop() {
                break;
            }
            self.turn += 1;
            let agree = self.turn.is_multiple_of(AGREE);
            let worth = core.worth(&point);
            let free = self.free(core.blocks.rows.len());
            point.resize(core.columns.len(), 0);
            let mut search = Search::new(core, worth.saturating_add(1), NODES, false).improving().shallow();
            for (at, &value) in point.iter().enumerate() {
                let block = search.core.block[at];
                if block == NONE {
                    continue;
                }
                let stays = if agree {
                    let relaxed = self.relaxed.get(at).copied().unwrap_or(0.0);
                    (relaxed - value as f64).abs() < WHOLE
                } else {
                    !free[block as usize]
                };
                if stays {
                    search.restrict(at as u32, value as f64, value as f64);
                }
            }
            let ended = search.run(stop);
            nodes += search.nodes;
            let all = matches!(ended, Found::Closed);
            let soon = search.nodes < NODES / 2;
            if let Some((_, better)) = search.best.take() {
                point.clone_from(&better);
                found = Some(better);
            } else if !agree {
                // All seen soon: look wider; not all seen: less wide.
                if all && soon {
                    self.blocks = (self.blocks + 1).min(core.blocks.rows.len());
                } else if !all {
                    self.blocks = (self.blocks - 1).max(LEAST);
                }
            }
        }
        (found, nodes)
    }

    /// Which blocks are free this time.
    fn free(&self, blocks: usize) -> Vec<bool> {
        let mut free = vec![false; blocks];
        let mut state = self.turn;
        for _ in 0..self.blocks.min(blocks) {
            free[(lots::next(&mut state) % blocks as u64) as usize] = true;
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::Neighbourhood;
    use crate::engine::blocks;
    use crate::engine::core::Core;
    use crate::engine::extremes::survey;
    use crate::engine::linear::Ended;
    use crate::engine::view::{Stored, View};
    use itertools::Itertools;

    const SIZE: usize = 6;

    fn weight(panel: usize, person: usize) -> i64 {
        ((panel * 7 + person * person * 5 + panel * person * 3) % 23).cast_signed() as i64
    }

    /// Six panels of one seat, six people of one panel each: from the worst assignment of all to the best one.
    #[test]
    fn a_poor_point_becomes_the_best_one_there_is() {
        let worth = |people: &[usize]| people.iter().enumerate().map(|(panel, &person)| weight(panel, person)).sum();
        let all: Vec<Vec<usize>> = (0..SIZE).permutations(SIZE).collect();
        let best: i64 = all.iter().map(|people| worth(people)).max().unwrap();
        let worst = all.iter().min_by_key(|people| worth(people)).unwrap();
        let panels = (0..SIZE).map(|_| (Some(1), Some(1)));
        let mut view = Stored::new(panels.chain((0..SIZE).map(|_| (None, Some(1)))));
        for panel in 0..SIZE {
            for person in 0..SIZE {
                let terms = [(panel as u32, 1), ((SIZE + person) as u32, 1)];
                view.push((0, 1), weight(panel, person), panel as u32, terms.into_iter()).unwrap();
            }
        }
        let view = view.close();
        let survey = survey(&view, &mut || false).unwrap();
        let blocks = blocks::find(&view, &survey, &mut || false).unwrap();
        let mut core = Core::new(&view, &blocks, 1.0);
        core.add_columns(&(0..view.columns() as u32).collect::<Vec<_>>());
        (0..view.rows() as u32).for_each(|row| core.add_row(row));
        assert_eq!(core.relax(&mut || false), Ended::Optimal);
        let point = (0..SIZE).flat_map(|panel| (0..SIZE).map(move |person| i64::from(worst[panel] == person)));
        let found = Neighbourhood::new(&core).improve(&mut core, point.collect(), 10_000, &mut || false).0.unwrap();
        assert!(core.keeps(&found));
        assert_eq!(core.worth(&found), best);
        assert!(worth(worst) < best);
    }
}
