//! `PageRank`: how much attention ends at a node if everybody passes on what it gets along its ties
//! (Page, Brin, Motwani & Winograd, The `PageRank` Citation Ranking, Stanford 1999).

use super::graph::{Graph, real};
use crate::stats::count;

/// Share of attention that is passed on; the rest starts anywhere.
const DAMPING: f64 = 0.85;
/// Ends the iteration: the change of all ranks together.
const TOLERANCE: f64 = 1e-10;
const MAX_STEPS: usize = 200;

/// Each node's rank; together they are 1. A node that passes nothing on is taken to pass it to everybody alike.
pub fn pagerank(graph: &Graph) -> Vec<f64> {
    if graph.is_empty() {
        return Vec::new();
    }
    let even = 1.0 / f64::from(count(graph.len()));
    let degrees: Vec<f64> = graph.nodes().map(|node| real(graph.degree(node))).collect();
    let mut ranks = vec![even; graph.len()];
    for _ in 0..MAX_STEPS {
        let kept: f64 = ranks
            .iter()
            .zip(&degrees)
            .filter(|(_, degree)| **degree == 0.0)
            .map(|(rank, _)| rank)
            .sum();
        let mut next = vec![(1.0 - DAMPING + DAMPING * kept) * even; graph.len()];
        for node in graph.nodes() {
            let place = node as usize;
            for (other, weight) in graph.ties(node) {
                next[*other as usize] += DAMPING * ranks[place] * real(*weight) / degrees[place];
            }
        }
        let change: f64 = next.iter().zip(&ranks).map(|(new, old)| (new - old).abs()).sum();
        ranks = next;
        if change < TOLERANCE {
            break;
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_has_its_closed_form() {
        let ranks = pagerank(&Graph::directed(5, vec![(1, 0), (2, 0), (3, 0), (4, 0)]));

        // Node 0 looks to nobody. With leaf rank l and centre c, l = (0.15 + 0.85 c) / 5, c = l + 0.85 · 4 l, c + 4 l = 1.
        let leaf = 1.0 / 8.4;
        assert!((ranks[0] - 4.4 * leaf).abs() < 1e-9, "{ranks:?}");
        assert!(ranks[1..].iter().all(|rank| (rank - leaf).abs() < 1e-9));
    }

    #[test]
    fn in_a_ring_all_are_equal() {
        let ranks = pagerank(&Graph::directed(3, vec![(0, 1), (1, 2), (2, 0)]));

        assert!(ranks.iter().all(|rank| (rank - 1.0 / 3.0).abs() < 1e-9));
    }
}
