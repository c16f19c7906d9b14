//! A greatest flow in a network, by shortest augmenting paths.
//!
//! E. A. Dinic, "Algorithm for solution of a problem of maximum flow in networks with power estimation", 1970.

/// Nodes by number, arcs in pairs: each with the one that takes it back.
#[derive(Default)]
pub(super) struct Network {
    arcs_of: Vec<Vec<u32>>,
    to: Vec<u32>,
    room: Vec<i64>,
}

impl Network {
    pub(super) fn node(&mut self) -> u32 {
        self.arcs_of.push(Vec::new());
        (self.arcs_of.len() - 1) as u32
    }

    /// Adds an arc with room for so much, and gives its number.
    pub(super) fn arc(&mut self, from: u32, to: u32, room: i64) -> u32 {
        let arc = self.to.len() as u32;
        for (at, other, room) in [(from, to, room), (to, from, 0)] {
            self.arcs_of[at as usize].push(self.to.len() as u32);
            self.to.push(other);
            self.room.push(room);
        }
        arc
    }

    /// What flows through an arc.
    pub(super) fn flow(&self, arc: u32) -> i64 {
        self.room[arc as usize ^ 1]
    }

    /// Adds as much to the flow as can be, and says how much.
    pub(super) fn fill(&mut self, source: u32, sink: u32) -> i64 {
        let mut added = 0;
        while let Some(level) = self.levels(source, sink) {
            let mut next = vec![0_usize; self.arcs_of.len()];
            while let Some(path) = self.path(source, sink, &level, &mut next) {
                let most = path.iter().map(|arc| self.room[*arc as usize]).min().unwrap_or(0);
                for arc in path {
                    self.room[arc as usize] -= most;
                    self.room[arc as usize ^ 1] = self.room[arc as usize ^ 1].saturating_add(most);
                }
                added += most;
            }
        }
        added
    }

    /// How far each node is from the source; `None` when the sink is out of reach.
    fn levels(&self, source: u32, sink: u32) -> Option<Vec<u32>> {
        let mut level = vec![u32::MAX; self.arcs_of.len()];
        level[source as usize] = 0;
        let mut queue = std::collections::VecDeque::from([source]);
        while let Some(node) = queue.pop_front() {
            for arc in &self.arcs_of[node as usize] {
                let to = self.to[*arc as usize];
                if self.room[*arc as usize] > 0 && level[to as usize] == u32::MAX {
                    level[to as usize] = level[node as usize] + 1;
                    queue.push_back(to);
                }
            }
        }
        (level[sink as usize] != u32::MAX).then_some(level)
    }

    /// A path with room from level to level; arcs that lead nowhere are not looked at again.
    fn path(&self, source: u32, sink: u32, level: &[u32], next: &mut [usize]) -> Option<Vec<u32>> {
        let mut path: Vec<u32> = Vec::new();
        let mut node = source;
        while node != sink {
            if let Some(arc) = self.arcs_of[node as usize].get(next[node as usize]) {
                let to = self.to[*arc as usize];
                if self.room[*arc as usize] > 0 && level[to as usize] == level[node as usize] + 1 {
                    path.push(*arc);
                    node = to;
                } else {
                    next[node as usize] += 1;
                }
            } else {
                let back = path.pop()?;
                node = self.to[back as usize ^ 1];
                next[node as usize] += 1;
            }
        }
        Some(path)
    }
}

#[cfg(test)]
mod tests {
    use super::Network;

    #[test]
    fn a_flow_gives_way_to_a_greater_one() {
        // a -> x, y; b -> x: the first path found may be a -> x, which has to give way.
        let mut network = Network::default();
        let [source, a, b, x, y, sink] = std::array::from_fn(|_| network.node());
        for (from, to) in [(source, a), (source, b), (a, x), (a, y), (b, x), (x, sink), (y, sink)] {
            network.arc(from, to, 1);
        }
        assert_eq!(network.fill(source, sink), 2);
        assert_eq!(network.fill(source, sink), 0);
    }
}
