//! Weighted graphs whose nodes are the numbers below `len`, stored as sorted rows.

use crate::history::narrow;

/// A weighted graph: each node's ties, by neighbour. Whether they are directed is up to who builds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// Where each node's ties begin in `ties`, and where the last one's end.
    starts: Vec<usize>,
    ties: Vec<(u32, u64)>,
}

impl Graph {
    /// The graph of these ties, each from its first node to its second; one that is named twice weighs two. Sorting
    /// them is what it costs.
    pub fn directed(len: usize, mut ties: Vec<(u32, u32)>) -> Self {
        ties.sort_unstable();
        Self::of_sorted(len, ties.into_iter().map(|(from, to)| (from, to, 1)))
    }

    /// The same graph without directions: each tie is both nodes'. A node's tie to itself is dropped.
    pub fn undirected(len: usize, ties: &[(u32, u32)]) -> Self {
        let both = ties
            .iter()
            .filter(|(from, to)| from != to)
            .flat_map(|&(from, to)| [(from, to), (to, from)]);
        Self::directed(len, both.collect())
    }

    /// From ties sorted by both their nodes.
    pub(super) fn of_sorted(len: usize, sorted: impl Iterator<Item = (u32, u32, u64)>) -> Self {
        let mut starts = Vec::with_capacity(len + 1);
        let mut ties: Vec<(u32, u64)> = Vec::new();
        let mut last = None;
        for (from, to, weight) in sorted {
            while starts.len() <= from as usize {
                starts.push(ties.len());
            }
            match ties.last_mut() {
                Some(tie) if last == Some((from, to)) => tie.1 += weight,
                _ => ties.push((to, weight)),
            }
            last = Some((from, to));
        }
        starts.resize(len + 1, ties.len());
        Self { starts, ties }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn nodes(&self) -> impl Iterator<Item = u32> + use<> {
        0..narrow(self.len())
    }

    /// A node's ties: neighbour and weight, by neighbour.
    pub fn ties(&self, node: u32) -> &[(u32, u64)] {
        let place = node as usize;
        &self.ties[self.starts[place]..self.starts[place + 1]]
    }

    /// The weight of a node's ties together.
    pub fn degree(&self, node: u32) -> u64 {
        self.ties(node).iter().map(|(_, weight)| weight).sum()
    }
}

/// A weight in arithmetic.
#[expect(clippy::cast_precision_loss, reason = "no run has 2^52 interactions")]
pub(crate) fn real(weight: u64) -> f64 {
    weight as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tie_that_is_named_twice_weighs_two() {
        let graph = Graph::undirected(4, &[(2, 0), (0, 2), (2, 3), (1, 1)]);

        assert_eq!(graph.ties(0), [(2, 2)]);
        assert_eq!(graph.ties(1), []);
        assert_eq!(graph.ties(2), [(0, 2), (3, 1)]);
        assert_eq!((graph.len(), graph.degree(2)), (4, 3));
    }
}
