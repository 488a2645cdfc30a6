//! Communities of a graph: the partition of highest modularity that local moves find.
//!
//! Modularity is `Q = Σ w / m − (d / 2m)²` over the communities, with w the weight inside one, d its nodes' degrees and m the weight
//! of all ties (Newman & Girvan, Phys. Rev. E 69, 026113, 2004). The search is Louvain's (Blondel, Guillaume, Lambiotte &
//! Lefebvre, J. Stat. Mech. P10008, 2008): nodes move to the neighbouring community that gains most, then communities become
//! the nodes of a smaller graph, until nothing gains. Nodes are taken by their number and an equal gain goes to the
//! community of the lowest number, so that there is one answer; gains are compared as whole numbers. What Louvain may leave in several
//! pieces (Traag, Waltman & van Eck, Sci. Rep. 9, 5233, 2019) is taken apart at the end, which never lowers Q.

use std::collections::BTreeMap;

use super::graph::{Graph, real};
use crate::history::narrow;
use crate::stats::count;

/// Passes over all nodes at one level: a bound for graphs in which ever smaller gains remain.
const MAX_PASSES: usize = 32;

/// A partition of a graph's nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct Partition {
    /// The community of each node; communities are numbered by size, the largest first, then by their first node.
    pub of: Vec<u32>,
    /// How many communities there are; a node without ties is one of its own.
    pub communities: u32,
    /// Q, at most 1; 0 for a graph without ties.
    pub modularity: f64,
}

/// The communities of an undirected graph.
pub fn communities(graph: &Graph) -> Partition {
    let mut of: Vec<u32> = graph.nodes().collect();
    let mut level = graph.clone();
    loop {
        let labels = moved(&level);
        let (dense, found) = dense(&labels);
        for label in &mut of {
            *label = dense[*label as usize];
        }
        if found == level.len() {
            break;
        }
        level = merged(&level, &dense, found);
    }
    let of = by_size(&connected(graph, &of));
    let communities = of.iter().max().map_or(0, |last| last + 1);
    let modularity = modularity(graph, &of);
    Partition { of, communities, modularity }
}

/// Modularity of a partition of an undirected graph.
pub fn modularity(graph: &Graph, of: &[u32]) -> f64 {
    let communities = of.iter().max().map_or(0, |last| *last as usize + 1);
    let (mut inside, mut degrees) = (vec![0_u64; communities], vec![0_u64; communities]);
    for node in graph.nodes() {
        let own = of[node as usize];
        for (other, weight) in graph.ties(node) {
            degrees[own as usize] += weight;
            if of[*other as usize] == own {
                inside[own as usize] += weight;
            }
        }
    }
    let twice: u64 = degrees.iter().sum();
    if twice == 0 {
        return 0.0;
    }
    let share = |weight: u64| real(weight) / real(twice);
    inside.iter().zip(&degrees).map(|(within, d)| share(*within) - share(*d) * share(*d)).sum()
}

/// The state of one level: where nodes are, and the degree of each community.
struct Moving<'a> {
    graph: &'a Graph,
    labels: Vec<u32>,
    degrees: Vec<u64>,
    twice: u64,
    /// Weight of the ties from the node at hand to each community; zero but for `touched`.
    weights: Vec<u64>,
    touched: Vec<u32>,
}

/// Each node's community after local moves.
fn moved(graph: &Graph) -> Vec<u32> {
    let degrees: Vec<u64> = graph.nodes().map(|node| graph.degree(node)).collect();
    let mut moving = Moving {
        graph,
        labels: graph.nodes().collect(),
        twice: degrees.iter().sum(),
        degrees,
        weights: vec![0; graph.len()],
        touched: Vec::new(),
    };
    for _ in 0..MAX_PASSES {
        let moves = graph.nodes().filter(|node| moving.settle(*node)).count();
        if moves == 0 {
            break;
        }
    }
    moving.labels
}

impl Moving<'_> {
    /// Moves a node to where modularity gains most; says whether it moved.
    fn settle(&mut self, node: u32) -> bool {
        let own = self.labels[node as usize];
        for (other, weight) in self.graph.ties(node).iter().filter(|(other, _)| *other != node) {
            let label = self.labels[*other as usize];
            if self.weights[label as usize] == 0 {
                self.touched.push(label);
            }
            self.weights[label as usize] += weight;
        }
        let degree = self.graph.degree(node);
        self.degrees[own as usize] -= degree;
        let stay = self.gain(own, degree);
        let best = self
            .touched
            .iter()
            .map(|label| (self.gain(*label, degree), std::cmp::Reverse(*label)))
            .max();
        let label = best.filter(|(gain, _)| *gain > stay).map_or(own, |(_, label)| label.0);
        self.degrees[label as usize] += degree;
        self.labels[node as usize] = label;
        for touched in self.touched.drain(..) {
            self.weights[touched as usize] = 0;
        }
        label != own
    }

    /// What modularity gains by a node of this degree in a community, times half the square of all degrees.
    fn gain(&self, label: u32, degree: u64) -> i128 {
        let tied = i128::from(self.weights[label as usize]) * i128::from(self.twice);
        tied - i128::from(self.degrees[label as usize]) * i128::from(degree)
    }
}

/// Labels numbered from 0 in the order in which they first occur: the new number of each label, and how many there are.
fn dense(labels: &[u32]) -> (Vec<u32>, usize) {
    let mut numbers = vec![u32::MAX; labels.len()];
    let mut found = 0;
    for label in labels {
        let number = &mut numbers[*label as usize];
        if *number == u32::MAX {
            *number = narrow(found);
            found += 1;
        }
    }
    (labels.iter().map(|label| numbers[*label as usize]).collect(), found)
}

/// The graph whose nodes are the communities; what is tied inside one becomes its tie to itself.
fn merged(graph: &Graph, of: &[u32], communities: usize) -> Graph {
    let mut ties: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    for node in graph.nodes() {
        for (other, weight) in graph.ties(node) {
            *ties.entry((of[node as usize], of[*other as usize])).or_default() += weight;
        }
    }
    Graph::of_sorted(communities, ties.into_iter().map(|((from, to), weight)| (from, to, weight)))
}

/// The partition with every community that hangs together by nothing taken apart.
fn connected(graph: &Graph, of: &[u32]) -> Vec<u32> {
    let mut pieces = vec![u32::MAX; of.len()];
    let mut found = 0;
    let mut waiting = Vec::new();
    for node in graph.nodes() {
        if pieces[node as usize] != u32::MAX {
            continue;
        }
        pieces[node as usize] = found;
        waiting.push(node);
        while let Some(at) = waiting.pop() {
            for (other, _) in graph.ties(at) {
                let place = *other as usize;
                if pieces[place] == u32::MAX && of[place] == of[node as usize] {
                    pieces[place] = found;
                    waiting.push(*other);
                }
            }
        }
        found += 1;
    }
    pieces
}

/// The same partition, numbered by size.
fn by_size(of: &[u32]) -> Vec<u32> {
    let communities = of.iter().max().map_or(0, |last| *last as usize + 1);
    let mut sizes = vec![0_usize; communities];
    let mut first = vec![usize::MAX; communities];
    for (node, community) in of.iter().enumerate() {
        sizes[*community as usize] += 1;
        first[*community as usize] = first[*community as usize].min(node);
    }
    let mut order: Vec<usize> = (0..communities).collect();
    order.sort_by_key(|community| (std::cmp::Reverse(sizes[*community]), first[*community]));
    let mut numbers = vec![0; communities];
    for (number, community) in order.into_iter().enumerate() {
        numbers[community] = count(number);
    }
    of.iter().map(|community| numbers[*community as usize]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clique(first: u32, size: u32) -> impl Iterator<Item = (u32, u32)> {
        (first..first + size)
            .flat_map(move |one| (one + 1..first + size).map(move |two| (one, two)))
    }

    #[test]
    fn two_cliques_with_a_bridge_are_two_communities() {
        let ties: Vec<(u32, u32)> = clique(0, 5).chain(clique(5, 5)).chain([(4, 5)]).collect();

        let found = communities(&Graph::undirected(10, &ties));

        assert_eq!(found.of, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
        // By hand: of 21 ties, ten are inside each, whose degrees are 21 of 42.
        assert!((found.modularity - 2.0 * (10.0 / 21.0 - 0.25)).abs() < 1e-12);
    }

    /// The ring of cliques of Fortunato & Barthélemy (PNAS 104, 36, 2007): with few of them, each is found.
    #[test]
    fn a_ring_of_cliques_falls_into_its_cliques() {
        let cliques = (0..6).flat_map(|place| clique(place * 4, 4));
        let bridges = (0..6).map(|place| (place * 4, (place * 4 + 5) % 24));
        let ties: Vec<(u32, u32)> = cliques.chain(bridges).collect();

        let found = communities(&Graph::undirected(24, &ties));

        assert_eq!(found.communities, 6);
        let expected = 1.0 - 6.0 / 42.0 - 1.0 / 6.0;
        assert!((found.modularity - expected).abs() < 1e-12, "{}", found.modularity);
    }

    #[test]
    fn one_community_has_no_modularity_and_loners_are_their_own() {
        let found = communities(&Graph::undirected(5, &[(1, 2), (2, 3), (1, 3)]));

        assert_eq!(found.of, [1, 0, 0, 0, 2]);
        assert!(found.modularity.abs() < 1e-12);
        assert_eq!(communities(&Graph::undirected(0, &[])).communities, 0);
    }

    #[test]
    fn what_does_not_hang_together_is_no_community() {
        let graph = Graph::undirected(4, &[(0, 1), (2, 3)]);

        assert_eq!(connected(&graph, &[0, 0, 0, 0]), [0, 0, 1, 1]);
    }

    /// Zachary's karate club (J. Anthropol. Res. 33, 452, 1977) with its best known Q of 0.4198 in four communities.
    #[test]
    fn the_karate_club_splits_close_to_its_best_known_modularity() {
        let found = communities(&Graph::undirected(34, &KARATE));

        assert!(found.modularity > 0.41 && found.modularity < 0.4199, "{}", found.modularity);
        assert_ne!(found.of[0], found.of[33]);
    }

    #[rustfmt::skip]
    const KARATE: [(u32, u32); 78] = [
        (0,1),(0,2),(0,3),(0,4),(0,5),(0,6),(0,7),(0,8),(0,10),(0,11),(0,12),(0,13),(0,17),(0,19),(0,21),(0,31),
        (1,2),(1,3),(1,7),(1,13),(1,17),(1,19),(1,21),(1,30),(2,3),(2,7),(2,8),(2,9),(2,13),(2,27),(2,28),(2,32),
        (3,7),(3,12),(3,13),(4,6),(4,10),(5,6),(5,10),(5,16),(6,16),(8,30),(8,32),(8,33),(9,33),(13,33),(14,32),
        (14,33),(15,32),(15,33),(18,32),(18,33),(19,33),(20,32),(20,33),(22,32),(22,33),(23,25),(23,27),(23,29),
        (23,32),(23,33),(24,25),(24,27),(24,31),(25,31),(26,29),(26,33),(27,33),(28,31),(28,33),(29,32),(29,33),
        (30,32),(30,33),(31,32),(31,33),(32,33),
    ];
}
