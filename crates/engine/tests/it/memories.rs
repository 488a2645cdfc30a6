//! What comes to an agent's mind: what matters, what is recent, what has to do with what it reads; never too much.

use simswarm_engine::event::EventBody;
use simswarm_engine::world::memory::Remembered;
use simswarm_engine::world::recall::Recollection;
use simswarm_engine::world::{Turn, World};

use crate::casts::{answers, cast, run, settings};

/// Every turn of a run.
fn turns(agents: u32, rounds: u32, tokens: u32) -> Vec<Turn> {
    let mut settings = settings(4, rounds);
    settings.memory_tokens = tokens;
    let (mut world, _) = World::begin(cast(agents), settings);
    let mut turns = Vec::new();
    while !world.is_over() {
        turns.extend(world.think());
        let given = answers(&world);
        world.apply(given);
    }
    turns
}

#[test]
fn what_is_remembered_keeps_within_its_tokens_and_in_the_order_of_time() {
    for tokens in [0, 60, 240, 1000] {
        let mut fullest = 0;
        for turn in turns(40, 30, tokens) {
            let spent: u32 = turn.memory.iter().map(Recollection::tokens).sum();
            assert!(spent <= tokens, "{spent} of {tokens}");
            assert!(turn.memory.is_sorted_by_key(|it| it.note.round));
            for memory in &turn.memory {
                let line = memory.to_string();
                assert!(line.len() <= memory.tokens() as usize * 4, "{line}");
            }
            fullest = fullest.max(spent);
        }
        assert!(fullest * 3 >= tokens * 2, "{fullest} of {tokens}");
    }
}

#[test]
fn an_old_note_comes_back_when_it_matters_and_what_is_read_calls_it_up() {
    let (mut old, mut of_people, mut of_readers, mut notes) = (0, 0, 0, 0);
    for turn in turns(40, 40, 240).iter().filter(|turn| turn.round > 20 && !turn.feed.is_empty()) {
        for memory in &turn.memory {
            notes += 1;
            old += u32::from(turn.round - memory.note.round > 10);
            if let Some(who) = &memory.who {
                of_people += 1;
                of_readers += u32::from(turn.feed.iter().any(|it| it.author.agent == who.agent));
                assert_eq!(memory.note.what.person(), Some(who.agent));
            }
        }
    }
    println!("{notes} notes, {old} of them old; {of_readers} of {of_people} on whom is read");
    assert!(old * 20 > notes, "{old} of {notes}");
    // Eight of forty are read in a turn.
    assert!(of_readers * 2 > of_people, "{of_readers} of {of_people}");
}

#[test]
fn agents_speak_of_what_they_remember() {
    let (_, log) = run(cast(60), settings(3, 40));
    let says = |words: &str| {
        let said = |it: &&simswarm_engine::Event| match &it.body {
            EventBody::PostCreated { text, .. } => text.contains(words),
            _ => false,
        };
        log.iter().filter(said).count()
    };
    assert!(says("we have been here before") > 0, "nobody bears a grudge");
    assert!(says("stood by me before") > 0, "nobody owes anything");
    let back = ["I have not moved since", "I stand by what I wrote", "You have heard this from me"];
    assert!(back.iter().any(|words| says(words) > 0), "nobody refers back");
    let remembered = turns(60, 40, 240).iter().any(|turn| {
        turn.memory.iter().any(|it| matches!(it.note.what, Remembered::WasReposted { .. }))
    });
    assert!(remembered, "nobody knows that it was passed on");
}
