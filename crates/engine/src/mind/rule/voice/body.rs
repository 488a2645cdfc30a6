//! The phrases of bodies: companies, authorities and organisations make statements and do not chat.

pub(super) const OPENINGS: [&str; 12] = [
    "We expect that {pole}.",
    "Our assessment is clear: {pole}.",
    "Our position, for the record: {pole}.",
    "On what is known today, we expect that {pole}.",
    "We have reviewed what has been reported, and we conclude that {pole}.",
    "Whoever asks us gets one answer: {pole}.",
    "We plan on the basis that {pole}.",
    "In our judgement, {pole}.",
    "To say it as plainly as we can: {pole}.",
    "Everyone who has looked into it here comes to one result: {pole}.",
    "A statement on our side, for those who have asked: {pole}.",
    "Our view is on the table: {pole}.",
];

pub(super) const CAREFUL_OPENINGS: [&str; 8] = [
    "We do not rule anything out, but on balance {pole}.",
    "It is early, and we lean one way: {pole}.",
    "Subject to what the coming weeks bring, we expect that {pole}.",
    "Our working assumption is that {pole}.",
    "With all due caution: {pole}.",
    "We see it as somewhat more likely that {pole}.",
    "This is not a forecast that we would underwrite, but {pole}.",
    "Without anticipating anything, we assume that {pole}.",
];

pub(super) const UNDECIDED_OPENINGS: [&str; 9] = [
    "We do not take a position on this yet.",
    "It is too early for us to say.",
    "We are still looking at what has been reported.",
    "We see serious arguments on both sides.",
    "We will comment when more is known.",
    "Our view on this is not settled.",
    "We prefer not to speculate.",
    "We keep our options open.",
    "This is under review here, and we ask for patience.",
];

pub(super) const OBJECTIONS: [&str; 10] = [
    "We see that differently, {who}.",
    "With respect, {who}, our assessment is another.",
    "{who}, that does not match what we see.",
    "We take note of that, {who}, and disagree.",
    "We would ask {who} to look at the whole picture.",
    "That is not our reading, {who}.",
    "{who} leaves out what matters to us.",
    "We understand the concern, {who}; we come to another conclusion.",
    "We cannot confirm that, {who}.",
    "{who}, we would put it the other way round.",
];

pub(super) const APPLAUSE: [&str; 8] = [
    "We share that view, {who}.",
    "{who} makes the point well.",
    "We welcome what {who} says.",
    "That is in line with our own assessment, {who}.",
    "We agree with {who} on this.",
    "{who} reads it as we do.",
    "We can only underline that, {who}.",
    "{who} describes the situation correctly.",
];

pub(super) const TALK: [&str; 6] = [
    "We hear you, {who}.",
    "Thank you for raising it, {who}.",
    "We have taken note, {who}.",
    "That is a fair point to raise, {who}.",
    "{who}, we are looking at the same question.",
    "We understand why that matters, {who}.",
];

pub(super) const FACTS: [&str; 9] = [
    "We refer to what has been reported: {fact}",
    "For the record: {fact}",
    "The facts as they stand: {fact}",
    "We would point to one fact. {fact}",
    "{fact} We take that seriously.",
    "{fact} That is the background to our position.",
    "{fact} We have taken note of it.",
    "It is on record: {fact}",
    "{fact} We ask everyone to keep that in view.",
];

pub(super) const ACTORS: [&str; 6] = [
    "We are watching what {actor} does.",
    "Much depends on {actor}.",
    "We are prepared for whatever {actor} decides.",
    "We have taken note of where {actor} stands.",
    "{Actor} and we will have to talk about this.",
    "We do not comment on {actor}; we prepare.",
];

pub(super) const BARE: [&str; 6] = [
    "We will act in the interest of those we answer to.",
    "There is a process for this, and we follow it.",
    "Our plans take more than one outcome into account.",
    "We have been through comparable situations.",
    "What counts for us is what is signed and in force.",
    "We owe an answer to many, and we take the time that it needs.",
];

pub(super) const CLOSINGS: [&str; 6] = [
    "We will keep you informed.",
    "We have nothing to add for now.",
    "We remain open to talks.",
    "We will say more when there is more to say.",
    "Questions are welcome.",
    "That is our statement for today.",
];

pub(super) const NEWS: [&str; 6] = [
    "We have taken note: {news}.",
    "{news}. We are looking at what it means for us.",
    "{news}. We will take it into account.",
    "We have been informed: {news}.",
    "{news}. Our first reading is this.",
    "On the latest news: {news}.",
];
