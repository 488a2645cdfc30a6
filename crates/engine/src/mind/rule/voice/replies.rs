//! The phrases that begin an answer. `{who}` is whom it is to, `{quoted}` what that one has quoted.

pub(super) const PLAIN_OBJECTIONS: [&str; 15] = [
    "{who}, I read that differently.",
    "With respect, {who}, I do not think so.",
    "{who}, that is not how I see it.",
    "I do not buy it, {who}.",
    "{who}, you leave something out.",
    "Hard to agree with you there, {who}.",
    "I follow you up to a point, {who}, and then I do not.",
    "{who}, there is another way to look at this.",
    "Let me push back on that, {who}.",
    "I would be slower to conclude that, {who}.",
    "That is one side of it, {who}. Here is the other.",
    "{who}, I think the evidence says something else.",
    "I understand why you say it, {who}, but I do not share it.",
    "Not so fast, {who}.",
    "We will not agree on this, {who}, and that is fine.",
];

pub(super) const SHARP_OBJECTIONS: [&str; 13] = [
    "{who}, that is wishful thinking.",
    "Come on, {who}.",
    "{who}, you cannot be serious.",
    "{who}, where to begin?",
    "{who}, one of us has read another story.",
    "That is a nice story, {who}, and nothing more.",
    "{who}, who told you that?",
    "I have heard better arguments than that, {who}.",
    "{who}, that does not follow at all.",
    "{who}, you have it backwards.",
    "Really, {who}? With what we have all read?",
    "That may be comfortable to believe, {who}, but it is not so.",
    "{who} wants us to look away. I will not.",
];

pub(super) const APPLAUSE: [&str; 16] = [
    "{who} has it right.",
    "Exactly this, {who}.",
    "I am with {who} here.",
    "{who} says what I have been trying to say.",
    "Thank you, {who}. Somebody had to put it that way.",
    "Agreed, {who}, and I would go one step further.",
    "This is the point that others miss, {who}.",
    "Glad to see that I am not alone with this, {who}.",
    "{who} put it better than I could.",
    "Quite, {who}. And there is more.",
    "That is my view as well, {who}.",
    "I was about to write the same thing, {who}.",
    "Worth reading twice, what {who} says.",
    "Nothing to add to {who}, except this.",
    "Same here, {who}.",
    "{who} and I rarely disagree, and not on this.",
];

pub(super) const TALK: [&str; 12] = [
    "{who}, I am not sure where that leaves us.",
    "Interesting, {who}. I had not looked at it like that.",
    "Worth thinking about, {who}.",
    "I hear you, {who}.",
    "That depends, {who}.",
    "{who}, I keep asking myself the same thing.",
    "You may have a point, {who}.",
    "Let me think along with you, {who}.",
    "{who}, what would change your mind?",
    "Fair enough, {who}.",
    "I can meet you halfway, {who}.",
    "Part of that I can sign, {who}.",
];

pub(super) const THANKS: [&str; 12] = [
    "{who} stood by me before, and I stand by {who} now.",
    "{who} and I have been saying the same thing for a while.",
    "Once more I am with {who}.",
    "I have not forgotten who backed me: {who} is right again.",
    "As so often, {who} and I see it the same way.",
    "Thank you for staying with this, {who}.",
    "You had my back, {who}; you have my word here.",
    "{who}, this is why I read you.",
    "Good to have you on this side, {who}.",
    "Whenever this comes up, {who} and I end up together.",
    "{who} has been fair to me, and is right on top of it.",
    "Count on me here, {who}.",
];

pub(super) const OLD_QUARRELS: [&str; 13] = [
    "{who}, we have been here before.",
    "You and I again, {who}.",
    "We had this out already, {who}, and I am no more convinced than I was.",
    "{who}, I answered that the last time.",
    "Still the same line, {who}?",
    "I was not persuaded then, {who}, and I am not persuaded now.",
    "{who}, repeating it does not make it stronger.",
    "I remember how our last exchange went, {who}. Nothing has changed.",
    "{who} and I will not settle this, it seems.",
    "Round two, {who}.",
    "We keep meeting on opposite sides, {who}.",
    "I have heard you out before, {who}. I still disagree.",
    "{who}, you never did answer what I put to you.",
];

/// An answer to somebody who has not made up its mind.
pub(super) const TO_UNDECIDED: [&str; 8] = [
    "You are not sure yet, {who}; here is what tips it for me.",
    "Let me try to help you weigh it, {who}.",
    "Nothing wrong with taking your time, {who}. I have made up my mind.",
    "{who}, I had the same doubts, and this is where I ended up.",
    "You need not decide today, {who}. For what it is worth, this is my view.",
    "{who}, may I put a word in for one side?",
    "Before you make up your mind, {who}, consider this.",
    "I would say this to anyone on the fence, {who}.",
];

/// On what somebody has quoted: `{quoted}` is its figure, or whom it is about.
pub(super) const DISPUTED: [&str; 10] = [
    "{who}, {quoted} does not show what you want it to show.",
    "I have read {quoted} too, {who}, and I come out elsewhere.",
    "{who}, {quoted} is one thing; what follows from it is another.",
    "You lean a lot on {quoted}, {who}.",
    "{who}, take away {quoted} and what is left of your case?",
    "I know {quoted}, {who}. It does not move me.",
    "{who}, {quoted} can be read the other way as well.",
    "Is {quoted} all there is, {who}?",
    "There is more to this than {quoted}, {who}.",
    "{who}, I would not build so much on {quoted}.",
];

pub(super) const TAKEN_UP: [&str; 8] = [
    "{who} is right to bring up {quoted}.",
    "Good that you mention {quoted}, {who}.",
    "{who}, I noticed {quoted} as well.",
    "True, {who}, and few here mention {quoted}.",
    "Exactly, {who}: look at {quoted}.",
    "I would add one thing to {quoted}, {who}.",
    "{who}, {quoted} stays with me as well.",
    "I was going to bring up {quoted} too, {who}.",
];
