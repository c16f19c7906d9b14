//! Solving with a sparse triangular matrix, touching only what the right-hand side reaches.
//!
//! A node's value is final once all nodes before it are; then it is passed on along its edges. Few non-zeros: the nodes
//! reached are found by depth-first search (Gilbert & Peierls 1988), which gives up when there are many: then all nodes are
//! passed in order.

use super::super::tolerance::DROP;
use super::sparse::{SPARSE, Sparse};

/// Edges by node: `x[to] -= by * x[node]`, nodes in `order`.
#[derive(Debug, Default)]
pub(crate) struct Triangular {
    start: Vec<u32>,
    edges: Vec<(u32, f64)>,
    order: Vec<u32>,
}

/// Room for the depth-first search.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    seen: Vec<bool>,
    stack: Vec<(u32, u32)>,
    post: Vec<u32>,
}

impl Triangular {
    /// From edges `(node, to, by)` in any order and the order in which nodes become final.
    pub fn build(&mut self, nodes: usize, edges: &[(u32, u32, f64)], flip: bool, order: impl Iterator<Item = u32>) {
        self.start.clear();
        self.start.resize(nodes + 1, 0);
        let from = |e: &(u32, u32, f64)| if flip { (e.1, e.0) } else { (e.0, e.1) };
        for e in edges {
            self.start[from(e).0 as usize + 1] += 1;
        }
        for i in 0..nodes {
            self.start[i + 1] += self.start[i];
        }
        self.edges.clear();
        self.edges.resize(edges.len(), (0, 0.0));
        for e in edges {
            let (node, to) = from(e);
            let slot = &mut self.start[node as usize];
            self.edges[*slot as usize] = (to, e.2);
            *slot += 1;
        }
        for i in (1..=nodes).rev() {
            self.start[i] = self.start[i - 1];
        }
        self.start[0] = 0;
        self.order.clear();
        self.order.extend(order);
    }

    /// Where a node's value is passed on to, and times what.
    pub fn edges(&self, node: u32) -> &[(u32, f64)] {
        &self.edges[self.start[node as usize] as usize..self.start[node as usize + 1] as usize]
    }

    /// Another node, without edges.
    pub fn grow(&mut self) {
        self.order.push((self.start.len().max(1) - 1) as u32);
        if self.start.is_empty() {
            self.start.push(0);
        }
        self.start.push(self.edges.len() as u32);
    }

    /// Solves in place; with a diagonal, each node's value is divided by its entry first.
    pub fn solve(&self, x: &mut Sparse, diagonal: Option<&[f64]>, reach: &mut Reach) {
        if self.edges.is_empty() && diagonal.is_none() {
            return;
        }
        let nodes = self.order.len();
        if x.index.len() * SPARSE < nodes && self.reach(x, reach, nodes / SPARSE) {
            for at in (0..reach.post.len()).rev() {
                let node = reach.post[at];
                reach.seen[node as usize] = false;
                x.mark(node);
                self.pass(x, node, diagonal);
            }
        } else {
            for &node in &self.order {
                if x.values[node as usize] != 0.0 {
                    x.mark(node);
                    self.pass(x, node, diagonal);
                }
            }
        }
    }

    #[inline]
    fn pass(&self, x: &mut Sparse, node: u32, diagonal: Option<&[f64]>) {
        let i = node as usize;
        let mut value = x.values[i];
        if value.abs() < DROP {
            x.values[i] = 0.0;
            return;
        }
        if let Some(diagonal) = diagonal {
            value /= diagonal[i];
            x.values[i] = value;
        }
        for &(to, by) in &self.edges[self.start[i] as usize..self.start[i + 1] as usize] {
            x.values[to as usize] -= by * value;
        }
    }

    /// Finds the nodes that values reach, unless they are more than `most`.
    fn reach(&self, x: &Sparse, reach: &mut Reach, most: usize) -> bool {
        if reach.seen.len() != self.order.len() {
            reach.seen.clear();
            reach.seen.resize(self.order.len(), false);
        }
        reach.post.clear();
        for &root in &x.index {
            if reach.seen[root as usize] {
                continue;
            }
            reach.seen[root as usize] = true;
            reach.stack.push((root, self.start[root as usize]));
            while let Some(top) = reach.stack.last_mut() {
                let node = top.0 as usize;
                if top.1 == self.start[node + 1] {
                    reach.post.push(top.0);
                    reach.stack.pop();
                    continue;
                }
                let to = self.edges[top.1 as usize].0;
                top.1 += 1;
                if !reach.seen[to as usize] {
                    reach.seen[to as usize] = true;
                    if self.start[to as usize] == self.start[to as usize + 1] {
                        reach.post.push(to);
                    } else {
                        reach.stack.push((to, self.start[to as usize]));
                    }
                }
            }
            if reach.post.len() > most {
                for &node in &reach.post {
                    reach.seen[node as usize] = false;
                }
                return false;
            }
        }
        true
    }
}
