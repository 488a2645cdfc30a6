//! The simulation workflow.
