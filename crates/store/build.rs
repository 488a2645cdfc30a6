//! A new migration has to rebuild the crate that embeds them: cargo does not see it by itself.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
