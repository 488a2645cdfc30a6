//! Measures of graphs, series and distributions, each by its published definition, on plain numbers. None of them
//! knows what a run is, none depends on chance, and equal input gives equal output to the last bit.

pub mod change;
pub mod graph;
pub mod modularity;
pub mod pagerank;
pub mod spread;
pub mod tree;
