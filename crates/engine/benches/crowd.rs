//! How long a large rule-based run takes, and what it needs:
//! `cargo bench -p simswarm-engine --bench crowd -- [AGENTS [ROUNDS]]`.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on should panic")]
#![expect(clippy::disallowed_types, reason = "a bench measures time")]

#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/it/casts.rs"]
mod casts;

use std::time::Instant;

use simswarm_engine::world::World;

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse::<u32>().ok());
    let agents = numbers.next().unwrap_or(10_000);
    let rounds = numbers.next().unwrap_or(100);
    let started = Instant::now();
    let (mut world, _) = World::begin(casts::cast(agents), casts::settings(1, rounds));
    let (mut turns, mut bytes) = (0, 0);
    while !world.is_over() {
        let answers = casts::answers(&world);
        turns += answers.len();
        for event in world.apply(answers) {
            bytes += serde_json::to_vec(&event).unwrap().len();
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let snapshot = world.to_snapshot();
    let snapshot_ms = started.elapsed().as_millis();
    println!(
        "{agents} agents x {rounds} rounds: {seconds:.1} s, {turns} turns, {} events",
        world.last_seq()
    );
    println!("log {} MB, snapshot {} MB in {snapshot_ms} ms", bytes >> 20, snapshot.len() >> 20);
    println!("peak memory {} MB (limits of issue 4: 60 s, 2048 MB)", peak_mb());
}

/// The process's peak resident memory; 0 where the system does not tell.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kb = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kb.unwrap_or(0) / 1024
}
