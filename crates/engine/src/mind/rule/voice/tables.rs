//! The phrases. `{pole}` is what the speaker expects, `{other}` what it does not; `{who}` whom it speaks to or of.

pub(super) const PLAIN_OPENINGS: [&str; 17] = [
    "My read is this: {pole}.",
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
    "It will not make me popular: {pole}.",
    "No need for a long speech. {Pole}.",
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

/// For facts that take no side: they are told, and prove nothing.
pub(super) const FACTS: [&str; 19] = [
    "What we know so far: {fact}",
    "For context: {fact}",
    "Keep this in mind: {fact}",
    "It says so in the report: {fact}",
    "I keep coming back to one sentence. {fact}",
    "The part that sticks with me: {fact}",
    "People skip over this: {fact}",
    "{fact} I wonder what follows from that.",
    "{fact} Make of that what you will.",
    "{fact} That has to count for something.",
    "{fact} It can be read in more than one way, I know.",
    "{fact} Somebody should ask more about that.",
    "Remember what was reported: {fact}",
    "Start from what we know. {fact}",
    "Nobody disputes this much: {fact}",
    "{fact} The talk should begin there.",
    "This stands behind all of it: {fact}",
    "One more thing from the report. {fact}",
    "{fact} I had to read that twice.",
];

/// For facts that speak for what the speaker says.
pub(super) const PROOFS: [&str; 14] = [
    "What decides it for me is in the story itself: {fact}",
    "Read this again: {fact}",
    "It is right there: {fact}",
    "One thing weighs more than the rest. {fact}",
    "{fact} I do not see how anyone gets around that.",
    "{fact} That alone tells me a lot.",
    "{fact} Draw your own conclusion; I have drawn mine.",
    "{fact} Everything else follows from there.",
    "Here is what I would point to. {fact}",
    "My reason is a simple one. {fact}",
    "You cannot talk about this and leave it out: {fact}",
    "{fact} That points one way.",
    "{fact} For me that settles most of it.",
    "If you read only one line today, let it be this. {fact}",
];

pub(super) const FIGURES: [&str; 10] = [
    "The figure to look at is {figure}.",
    "{Figure}: that is no detail.",
    "The number that I remember from the report is {figure}.",
    "I keep thinking about {figure}.",
    "Numbers matter here, and {figure} is the one that I would watch.",
    "Put {figure} next to all the talk and see what is left of it.",
    "When a report says {figure}, I stop and read it twice.",
    "Talk is one thing; {figure} is another.",
    "Before anything else I would want to know what is behind {figure}.",
    "Much of the argument turns on {figure}.",
];

/// For actors that the issue does not name.
pub(super) const ACTORS: [&str; 8] = [
    "Ask yourself what {actor} wants out of this.",
    "I would like to hear more from {actor}.",
    "{Actor} has a stake in this too.",
    "Whatever {actor} says next, read it twice.",
    "Look at what {actor} stands to gain or lose.",
    "{Actor} is in the middle of this, like it or not.",
    "I would love to be in the room when {actor} hears this.",
    "What {actor} does will tell us more than any headline.",
];

/// For whom the issue itself is about.
pub(super) const DECIDERS: [&str; 8] = [
    "In the end it is up to {actor}.",
    "The next move belongs to {actor}.",
    "Watch what {actor} does next; that will tell us more than any statement.",
    "Everybody is waiting for {actor}.",
    "Much of it hangs on {actor} now.",
    "Do not take your eyes off {actor}.",
    "{Actor} knows this better than anyone.",
    "I do not think that {actor} will be hurried.",
];

pub(super) const INTERESTS: [&str; 8] = [
    "For me it comes down to the {topic}.",
    "Anyone who cares about the {topic} should look closely.",
    "Most of the talk leaves out the {topic}.",
    "I look at the {topic} first.",
    "What about the {topic}? Hardly anyone asks.",
    "Forget the headlines for a moment and think about the {topic}.",
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

/// The answer in a word, where all know what was asked: in a thread, or from somebody who has said it in full.
pub(super) const SHORT: [&str; 11] = [
    "My answer is {answer}.",
    "So for me it is a {answer}.",
    "Which is why I stay with {answer}.",
    "That is why I say {answer}.",
    "I would still bet on {answer}.",
    "Call it a {answer} from me.",
    "I land on {answer}.",
    "Put me down for {answer}.",
    "It adds up to {answer} for me.",
    "If you count hands, mine is up for {answer}.",
    "{Answer}, if you ask me.",
];

pub(super) const SHARP_SHORT: [&str; 7] = [
    "It is a {answer}, and not a quiet one.",
    "{Answer}. Plainly {answer}.",
    "I say {answer} and will not whisper it.",
    "The answer is {answer}, whatever the mood in here is.",
    "{Answer}, and I would put money on it.",
    "I have one word for that: {answer}.",
    "It was {answer} yesterday and it is {answer} today.",
];

pub(super) const CAREFUL_SHORT: [&str; 7] = [
    "If I had to choose today: {answer}.",
    "A cautious {answer} from me.",
    "I lean to {answer}, no more than that.",
    "Closer to {answer} than to the opposite, for me.",
    "Something like sixty to forty for {answer}.",
    "A soft {answer}, for now.",
    "Perhaps {answer}. Ask me again.",
];

/// On a post that goes round.
pub(super) const VIRAL: [&str; 7] = [
    "Half of what I see today is a post by {who}.",
    "Everyone passes on what {who} wrote, so here is where I stand.",
    "The post by {who} is everywhere now. My own view in short.",
    "I see that {who} has struck a nerve.",
    "So {who} is the talk of the day.",
    "Since everybody quotes {who}: a word from me.",
    "I read what {who} wrote, like all of us, it seems.",
];
