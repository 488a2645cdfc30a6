//! The shape of a cascade: a tree of answers to one post.

use crate::stats::count;

/// A tree's shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    /// Nodes, the root among them.
    pub size: u32,
    /// Steps from the root to the farthest node.
    pub depth: u32,
    /// The most nodes at one depth.
    pub width: u32,
    /// Mean number of steps between two nodes: 2 (1 − 1/n) for a star, (n + 1) / 3 for a chain, 0 for a root alone
    /// (Goel, Anderson, Hofman & Watts, The Structural Virality of Online Diffusion, Management Science 62, 2016).
    pub virality: f64,
}

/// The shape of a tree whose first node is its root: the parent of each other node, which comes before it.
pub fn shape(parents: &[u32]) -> Shape {
    let n = parents.len() + 1;
    let mut depths = vec![0_usize; n];
    let mut levels = vec![0_u32; n];
    levels[0] = 1;
    for (place, parent) in parents.iter().enumerate() {
        let depth = depths[*parent as usize] + 1;
        depths[place + 1] = depth;
        levels[depth] += 1;
    }
    // A tie with s nodes below it is on the way of s (n − s) pairs: the sum is the Wiener index.
    let mut below = vec![1_u64; n];
    let mut wiener = 0.0;
    for (place, parent) in parents.iter().enumerate().rev() {
        let size = below[place + 1];
        below[*parent as usize] += size;
        let size = f64::from(count(usize::try_from(size).unwrap_or(usize::MAX)));
        wiener += size * (f64::from(count(n)) - size);
    }
    let pairs = f64::from(count(n)) * f64::from(count(parents.len())) / 2.0;
    Shape {
        size: count(n),
        depth: count(depths.into_iter().max().unwrap_or_default()),
        width: levels.into_iter().max().unwrap_or_default(),
        virality: if parents.is_empty() { 0.0 } else { wiener / pairs },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(shape: Shape, whole: (u32, u32, u32), virality: f64) -> bool {
        (shape.size, shape.depth, shape.width) == whole && (shape.virality - virality).abs() < 1e-12
    }

    #[test]
    fn a_chain_a_star_and_a_root_have_their_closed_forms() {
        let chain: Vec<u32> = (0..9).collect();
        assert!(is(shape(&chain), (10, 9, 1), 11.0 / 3.0));
        assert!(is(shape(&[0; 9]), (10, 1, 9), 2.0 * (1.0 - 0.1)));
        assert!(is(shape(&[]), (1, 0, 1), 0.0));
    }

    #[test]
    fn a_fork_is_between_them() {
        // 0 – 1 with 2 and 3 below it: distances 1, 2, 2, 1, 1, 2.
        assert!(is(shape(&[0, 1, 1]), (4, 2, 2), 9.0 / 6.0));
    }
}
