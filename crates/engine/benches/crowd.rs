//! How long a large rule-based run takes, and what it needs:
//! `cargo bench -p simswarm-engine --bench crowd -- [AGENTS [ROUNDS]]`.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on should panic")]
#![expect(clippy::disallowed_types, reason = "a bench measures time")]

#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/it/casts.rs"]
mod casts;

use std::time::Instant;

use simswarm_engine::action::{Action, Answer, AnswerOutcome, Decision};
use simswarm_engine::world::World;

/// As in every program that runs the engine.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Seconds that the Python engine needs for a round in which all of 400 agents post.
const PYTHON_ROUND: f64 = 2.7;

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse::<u32>().ok());
    let agents = numbers.next().unwrap_or(10_000);
    let rounds = numbers.next().unwrap_or(100);
    let started = Instant::now();
    let (mut world, _) = World::begin(casts::cast(agents), casts::settings(1, rounds));
    let (mut turns, mut bytes) = (0_u32, 0);
    while !world.is_over() {
        let answers = casts::answers(&world);
        turns += u32::try_from(answers.len()).unwrap();
        for event in world.apply(answers) {
            bytes += serde_json::to_vec(&event).unwrap().len();
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    let (snapshot, snapshot_ms) = snapshot(&world);
    println!(
        "{agents} agents x {rounds} rounds: {seconds:.1} s, {turns} turns, {} events",
        world.last_seq()
    );
    println!("log {} MB, snapshot {} MB in {snapshot_ms:.0} ms", bytes >> 20, snapshot.len() >> 20);
    println!("snapshot / limit of 250 ms: {:.2}", snapshot_ms / 250.0);
    let small = turn_us(100, 20, rounds);
    let large = seconds * 1e6 / f64::from(turns);
    println!("a turn takes {large:.1} us, and {small:.1} us among 100 agents");
    println!("ratio {:.2} (limit 1.5)", large / small);
    let all_posting = round_of_posts(400, 50);
    println!(
        "400 agents all posting: {:.2} ms a round, {:.0} x faster than in Python (limit 100)",
        all_posting * 1e3,
        PYTHON_ROUND / all_posting
    );
    println!("peak memory {} MB (limits of issue 4: 60 s, 2048 MB)", peak_mb());
}

/// A snapshot of the world, and the milliseconds that the quickest of five takes.
fn snapshot(world: &World) -> (Vec<u8>, f64) {
    let taken = (0..5).map(|_| {
        let started = Instant::now();
        let snapshot = world.to_snapshot();
        (snapshot, started.elapsed().as_secs_f64() * 1e3)
    });
    taken.min_by(|(_, one), (_, other)| one.total_cmp(other)).unwrap()
}

/// Microseconds that a turn takes, log and all, in runs of so many agents with one seed each.
fn turn_us(agents: u32, runs: u32, rounds: u32) -> f64 {
    let (mut turns, mut seconds) = (0_u32, 0.0);
    for seed in 0..runs {
        let cast = casts::cast(agents);
        let started = Instant::now();
        let (mut world, _) = World::begin(cast, casts::settings(u64::from(seed), rounds));
        while !world.is_over() {
            let answers = casts::answers(&world);
            turns += u32::try_from(answers.len()).unwrap();
            for event in world.apply(answers) {
                std::hint::black_box(serde_json::to_vec(&event).unwrap());
            }
        }
        seconds += started.elapsed().as_secs_f64();
    }
    seconds * 1e6 / f64::from(turns)
}

/// Seconds that a round takes in which every agent is asked and posts.
fn round_of_posts(agents: u32, rounds: u32) -> f64 {
    let mut cast = casts::cast(agents);
    cast.agents.iter_mut().for_each(|agent| agent.traits.activity = 1.0);
    let (mut world, _) = World::begin(cast, casts::settings(1, rounds));
    let started = Instant::now();
    while !world.is_over() {
        let answers = world.think().map(|turn| {
            let text = format!("Word {} of {} on the ferry line.", turn.round, turn.agent);
            let post = Action::CreatePost { text, stances: Vec::new() };
            let decision = Decision { actions: vec![post], ..Decision::default() };
            Answer { agent: turn.agent, outcome: AnswerOutcome::Decided(decision) }
        });
        let answers = answers.collect();
        std::hint::black_box(world.apply(answers));
    }
    started.elapsed().as_secs_f64() / f64::from(rounds)
}

/// The process's peak resident memory; 0 where the system does not tell.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kb = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kb.unwrap_or(0) / 1024
}
