//! The phrases. `{pole}` is what the speaker expects, `{other}` what it does not; `{who}` whom it speaks to or of.

pub(super) const PLAIN_OPENINGS: [&str; 17] = [
    "My read has not changed: {pole}.",
    "Where I come down: {pole}.",
    "Put simply, I expect this: {pole}.",
    "The way I see it, {pole}.",
    "I will say it openly: {pole}.",
    "I have gone through all of it, and my answer is this: {pole}.",
    "I keep ending up in the same place: {pole}.",
    "Ask me today and the answer is short: {pole}.",
    "Count me among those who say that {pole}.",
    "If somebody made me choose right now: {pole}.",
    "Take away the noise and one thing is left: {pole}.",
    "My bet, for the record: {pole}.",
    "Nothing I have read today talks me out of it: {pole}.",
    "I would tell a friend the same thing: {pole}.",
    "All things weighed, {pole}.",
    "Most signs point the same way: {pole}.",
    "When this is over, I think we will say that {pole}.",
];

pub(super) const SHARP_OPENINGS: [&str; 15] = [
    "Let us stop pretending: {pole}.",
    "Nobody wants to say it, so I will: {pole}.",
    "Sorry, but this is not complicated: {pole}.",
    "Enough with the fog. {Pole}.",
    "You can spin it any way you like; {pole}.",
    "I am tired of hearing otherwise: {pole}.",
    "Call me stubborn, but {pole}.",
    "Anyone who tells you that {other} is selling something.",
    "Bet against me if you like: {pole}.",
    "All this hand-wringing, and the answer is plain: {pole}.",
    "Wishing does not make it so. {Pole}.",
    "Mark this and come back to me later: {pole}.",
    "I said it before and nobody liked it: {pole}.",
    "The other side has had its turn to talk. {Pole}.",
    "Wake me up when someone has a real reason why {other}.",
];

pub(super) const CAREFUL_OPENINGS: [&str; 13] = [
    "I may be wrong, but my feeling is this: {pole}.",
    "Not certain at all, yet I lean one way: {pole}.",
    "I go back and forth, and today I am here: {pole}.",
    "More likely than not, {pole}.",
    "I would not swear to it, but it looks to me as if {pole}.",
    "A hunch, no more than that: {pole}.",
    "I try to keep an open mind; still, my guess is that {pole}.",
    "Thinking aloud here: perhaps {pole}.",
    "If I had to guess: {pole}. Ask me again next week.",
    "It could go either way, though I would sooner say that {pole}.",
    "I can see why people think that {other}. I lean the other way, a little.",
    "On balance, and only on balance: {pole}.",
    "Cautiously: {pole}.",
];

pub(super) const UNDECIDED_OPENINGS: [&str; 16] = [
    "I honestly cannot tell yet.",
    "Two readings of this, and I could live with either.",
    "Am I alone in being undecided?",
    "I would like to hear from someone who knows more than I do.",
    "Before I pick a side I need one thing explained.",
    "Both camps sound surer than they should.",
    "Somebody help me weigh this.",
    "I have heard good points from both sides today.",
    "Still on the fence, and not ashamed of it.",
    "Everyone seems to know how this ends. I do not.",
    "The more I read, the less I know.",
    "My answer this morning was not my answer tonight.",
    "I am not ready to call it.",
    "There is a question that nobody has answered for me.",
    "Put me down as undecided, for now.",
    "I want to see what happens next before I say anything firm.",
];

pub(super) const CROSSED_BY: [&str; 8] = [
    "I have changed my mind. {who} made me look again, and now I would say that {pole}.",
    "Credit where it is due: {who} has turned me around. {Pole}.",
    "A while ago I would have said that {other}. After reading {who}, not any more.",
    "I was on the other side of this. {who} got me thinking, and I have to admit it: {pole}.",
    "This is not easy to write, since I argued the opposite here: {pole}. {who} had the better case.",
    "I take back what I said. {who} convinced me: {pole}.",
    "Changing one's mind in public is no fun, but {who} was right. {Pole}.",
    "What {who} wrote has stayed with me. I no longer think that {other}.",
];

pub(super) const CROSSED: [&str; 7] = [
    "I have changed my mind: {pole}.",
    "I used to think that {other}. I do not think so any more.",
    "I take back what I wrote earlier. {Pole}.",
    "Reading all of this has turned me around: {pole}.",
    "I was wrong about this, and I would rather say so: {pole}.",
    "You may remember me saying the opposite. These days I would say that {pole}.",
    "It took me a while to come round, but here I am: {pole}.",
];

pub(super) const WEAKENED: [&str; 8] = [
    "I am less sure than I was a few days ago.",
    "I still lean the way I did, but not as hard.",
    "Some of the replies here have given me pause.",
    "I put it too strongly before. I still think that {pole}, with less certainty.",
    "My confidence has taken a knock, I admit that.",
    "I have been softening on this.",
    "I hear the other side better now than I did.",
    "Fair points have been made against me. I hold to my view, more loosely.",
];

pub(super) const HARDENED: [&str; 8] = [
    "I was cautious about this at first. No longer: {pole}.",
    "Everything since has made me surer: {pole}.",
    "I am more convinced now than when I first wrote about this.",
    "At the start I only leaned this way. Now I would put it plainly: {pole}.",
    "The longer this goes on, the clearer it looks to me: {pole}.",
    "I hedged before. I would not hedge today: {pole}.",
    "What I have read here has only made me firmer: {pole}.",
    "Doubts I had at the start are mostly gone. {Pole}.",
];

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
    "I understand why you say it, {who}, but no.",
    "Not so fast, {who}.",
    "We will not agree on this, {who}, and that is fine.",
];

pub(super) const SHARP_OBJECTIONS: [&str; 13] = [
    "{who}, that is wishful thinking.",
    "Come on, {who}.",
    "{who}, you cannot be serious.",
    "No, {who}. Just no.",
    "{who}, say that again slowly and listen to it.",
    "That is a nice story, {who}, and nothing more.",
    "{who}, who told you that?",
    "I have heard better arguments than that, {who}.",
    "You keep saying it, {who}, and it keeps being wrong.",
    "{who}, you have it backwards.",
    "Really, {who}? After everything we have read?",
    "That may be comfortable to believe, {who}, but no.",
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
    "Yes, {who}. And there is more.",
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
    "Good question, {who}.",
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

pub(super) const FACTS: [&str; 19] = [
    "What decides it for me is in the story itself: {fact}",
    "Read this again: {fact}",
    "It is right there: {fact}",
    "The part that sticks with me: {fact}",
    "People skip over this: {fact}",
    "One thing weighs more than the rest. {fact}",
    "Start from what we know. {fact}",
    "I keep coming back to one sentence. {fact}",
    "Remember what was reported: {fact}",
    "{fact} I do not see how anyone gets around that.",
    "{fact} That alone tells me a lot.",
    "{fact} Draw your own conclusion; I have drawn mine.",
    "{fact} Everything else follows from there.",
    "Here is what I would point to. {fact}",
    "Nobody disputes this much: {fact}",
    "{fact} Let that sink in for a moment.",
    "If you read only one line today, let it be this. {fact}",
    "My reason is a simple one. {fact}",
    "You cannot talk about this and leave it out: {fact}",
];

pub(super) const FIGURES: [&str; 14] = [
    "The figure to look at is {figure}.",
    "{figure}: that is no detail.",
    "Whoever says otherwise should explain {figure} to me.",
    "Think about what {figure} means in practice.",
    "I cannot get past {figure}.",
    "Numbers matter here, and {figure} is the one that I would watch.",
    "{figure}, and people still talk as if nothing had happened.",
    "Say it aloud: {figure}.",
    "You do not explain {figure} with good intentions.",
    "Behind {figure} there are real people, and they will have their say.",
    "When I first read {figure} I thought it was a mistake.",
    "The whole argument turns on {figure}.",
    "Somebody will have to answer for {figure}.",
    "Before anything else I would want to know what is behind {figure}.",
];

pub(super) const ACTORS: [&str; 16] = [
    "Watch what {actor} does next; that will tell us more than any statement.",
    "{actor} has more to lose here than people think.",
    "Whatever is said in public, look at what {actor} stands to gain.",
    "The next move belongs to {actor}.",
    "Ask yourself what {actor} wants out of this.",
    "I do not think that {actor} will give way easily.",
    "{actor} will not want to be the one who blinks.",
    "Much of it hangs on {actor} now.",
    "Everybody is waiting for {actor}.",
    "I have followed {actor} for a while, and this fits the pattern.",
    "If {actor} moves, the rest will move too.",
    "You can learn a lot from the silences of {actor}.",
    "{actor} knows this better than anyone.",
    "I would love to be in the room when {actor} hears this.",
    "Do not take your eyes off {actor}.",
    "People underrate how much {actor} can still do.",
];

pub(super) const INTERESTS: [&str; 11] = [
    "For me it comes down to the {topic}.",
    "Anyone who cares about the {topic} should look closely.",
    "Most of the talk leaves out the {topic}, and that is where it will be decided.",
    "I look at the {topic} first, and the picture is clear enough.",
    "What about the {topic}? Nobody asks.",
    "Forget the headlines and think about the {topic}.",
    "What keeps me up at night is the {topic}, not the speeches.",
    "Where I live, people talk about the {topic} and little else.",
    "In the end the {topic} will count for more than any promise.",
    "Show me what this does for the {topic} and I will listen.",
    "I have learned to watch the {topic} before anything else.",
];

pub(super) const BARE: [&str; 8] = [
    "Look at who gains and who pays.",
    "Things like this rarely turn on a speech.",
    "The pressure runs one way, and it is growing.",
    "I have seen this kind of thing before.",
    "People act on what they stand to lose.",
    "Nothing moves until somebody has to pay for waiting.",
    "Promises are cheap; what counts is who signs.",
    "Those who decide have already told us how they think.",
];

pub(super) const PERSONS: [&str; 5] = [
    "I say this as {role}.",
    "Speaking as {role}, I know what is at stake.",
    "My work as {role} has taught me to look twice.",
    "I see it every day as {role}.",
    "You learn a few things as {role}.",
];

pub(super) const PUBLICS: [&str; 8] = [
    "I say this as {role}.",
    "Speaking as {role}, this is not abstract for me.",
    "I am only {role}, but I can count.",
    "As {role} I see what it does to people.",
    "You notice these things when you are {role}.",
    "For {role} like me this is about tomorrow, not about theory.",
    "Nobody asks {role}, so here it is.",
    "Being {role}, I will live with the result either way.",
];

pub(super) const BODIES: [&str; 6] = [
    "At {role} we have looked at this for a long time.",
    "That is how we see it at {role}.",
    "{role} stands by what it has said.",
    "We at {role} have no reason to play it down.",
    "Everyone at {role} is watching this.",
    "This is the view of {role}, and we do not say it lightly.",
];

/// For who speaks for a country or an authority: its name stands above what it says.
pub(super) const AUTHORITIES: [&str; 7] = [
    "We have looked at this for a long time.",
    "That is the official position, and it has not been taken lightly.",
    "We stand by what we have said.",
    "There is no reason for us to play it down.",
    "We are watching this closely.",
    "We say this after weighing what it means for everybody.",
    "Our position has been made known to all sides.",
];

pub(super) const CLOSINGS: [&str; 15] = [
    "We will know soon enough.",
    "Tell me where I go wrong.",
    "I would be glad to be proved wrong.",
    "That is all I have.",
    "What do you make of it?",
    "Judge for yourselves.",
    "Time will tell.",
    "I will leave it at that.",
    "Let us talk again when it is over.",
    "Keep an eye on it.",
    "Who sees it differently?",
    "I have said my piece.",
    "Hold me to that.",
    "That is the whole of it.",
    "Somebody write that down.",
];

pub(super) const NEWS: [&str; 7] = [
    "{news}. I did not see that coming.",
    "Just heard: {news}.",
    "{news}. Let us see what it changes.",
    "So this is where we are: {news}.",
    "Has everybody read this? {news}.",
    "{news}. I need a moment to think about that.",
    "For those who missed it: {news}.",
];

pub(super) const WELCOME_NEWS: [&str; 7] = [
    "{news}. That is what I have been saying.",
    "Finally. {news}.",
    "{news}. It fits with all that I expected.",
    "There it is: {news}.",
    "{news}. Whoever still doubted should read that twice.",
    "I am glad to read it: {news}.",
    "{news}. One more reason to stay where I am.",
];

pub(super) const UNWELCOME_NEWS: [&str; 7] = [
    "{news}. I do not like it, and I am not done arguing.",
    "Bad news for people like me: {news}.",
    "{news}. It does not settle the matter.",
    "I had hoped for something else: {news}.",
    "{news}. One piece of news is not the whole story.",
    "Hard to swallow: {news}.",
    "{news}. I will say it again all the same.",
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
    "I have heard you out before, {who}. I still say no.",
    "{who}, you never did answer what I put to you.",
];

pub(super) const MOVED_BY: [&str; 9] = [
    "It was {who} who made me look at it again.",
    "I owe that to {who}, who got me thinking.",
    "Not long ago I put it differently; {who} had a part in that.",
    "Something that {who} wrote moved me here.",
    "Since I read {who} on this, I see it more clearly.",
    "{who} pushed me to think it through.",
    "I would not have got here without {who}.",
    "What {who} said is still with me.",
    "I have come some way on this, and {who} is one of the reasons.",
];

pub(super) const CONTRADICTED_BY: [&str; 10] = [
    "{who} told me that I am wrong. I have thought about it, and I stay where I am.",
    "I have read what {who} answered me, and it does not hold up.",
    "{who} disagrees with me, as you may have seen.",
    "What {who} threw at me earlier has not moved me.",
    "{who} tried to talk me out of it.",
    "I took the objection from {who} seriously; I still come out where I was.",
    "{who} will not like this, going by the last reply.",
    "To {who}, who asked why I hold on to it: this is why.",
    "{who} has a different story. Mine has not changed.",
    "After the back and forth with {who} I checked my reasons again. They stand.",
];

pub(super) const BACKED_BY: [&str; 8] = [
    "{who} sees it the same way, and I am glad of that.",
    "I am not alone with this: {who} said so too.",
    "{who} agreed with me the other day.",
    "When I last wrote about it, {who} took my side.",
    "{who} and I compared notes, and we ended up in one place.",
    "It helps to know that {who} reads it as I do.",
    "{who} backed me on this, for good reason.",
    "Ask {who}, who has come to the same view.",
];

pub(super) const SAID_BEFORE: [&str; 10] = [
    "I said as much a while ago, and nothing since has changed my mind.",
    "You have heard this from me before.",
    "I have held this from the start of our talk here.",
    "My last posts said it too.",
    "I stand by what I wrote earlier.",
    "I wrote it before and would sign it again.",
    "Some things do not change from one week to the next, and this is one.",
    "It is the same answer that I gave before.",
    "I keep saying it because it keeps being true.",
    "I have not moved since I first wrote about this.",
];
