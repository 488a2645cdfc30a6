//! Who keeps whose company, and which of these circles stand together on an issue.

use simswarm_engine::{AgentId, IssueId};
use simswarm_projection::coalitions::{Coalition, Membership, SMALLEST};
use simswarm_projection::communities::{Group, Structure, communities};
use simswarm_projection::history::History;
use simswarm_projection::stance::Stance;

use super::verdict::MAIN;
use crate::company::CompanyRule;
use crate::line::{Line, line};
use crate::model::{Block, Claim, Format, Section, Source};
use crate::rule::Rule;

/// How many circles and coalitions are told of, the largest ones, and how many of those who joined or left.
const MOST: usize = 8;
const NAMED: usize = 4;
/// Above this, a division is usually called clear (Newman & Girvan 2004).
const CLEAR: f64 = 0.3;
const COLUMNS: [&str; 4] = ["Circle of", "Members", "Mean position at the start", "At the end"];

pub(crate) fn section(history: &History) -> Option<Section> {
    let structure = communities(history);
    let is_circle = |group: &&Group<'_>| group.members.len() >= SMALLEST;
    let circles: Vec<&Group<'_>> = structure.communities.iter().filter(is_circle).collect();
    if circles.len() < 2 || history.issues.is_empty() {
        return None;
    }
    let rows: Vec<Vec<Claim>> =
        circles.iter().take(MOST).filter_map(|group| row(history, group)).collect();
    let mut blocks = vec![
        Block::Paragraph { claims: divided(history, &structure)? },
        Block::Table { columns: super::columns(&COLUMNS), rows },
    ];
    blocks.extend(standing_together(history, &structure, &circles).unwrap_or_default());
    super::section("circles", "Who keeps whose company", blocks)
}

fn number(line: Line<'_>, format: Format, of: CompanyRule) -> Line<'_> {
    line.number(format, Rule::Company { of })
}

fn divided(history: &History, structure: &Structure<'_>) -> Option<Vec<Claim>> {
    let last = history.rounds_played();
    let told = line(history)
        .say("By who replies to, reposts, votes up or follows whom, the agents fall into ");
    let mut told = number(told, Format::Count, CompanyRule::Circles)
        .say(" circles of three members or more that deal with each other more than with the rest");
    if structure.alone > 0 {
        told = told.say("; ").counted(
            Rule::Company { of: CompanyRule::Alone },
            " agent deals with nobody",
            " agents deal with nobody",
        );
    }
    let told =
        told.say(". Each is called after the member whose posts drew the most answers.").end()?;
    let clear = if structure.modularity >= CLEAR {
        ": the division is clear."
    } else {
        ": the division is weak, and the circles run into each other."
    };
    let share = number(line(history), Format::Percent, CompanyRule::Inside)
        .say(" of these dealings stay inside a circle or a pair, ");
    let share = number(share, Format::Points, CompanyRule::BeyondChance)
        .say(" percentage points more than if everybody dealt as often, but with anybody")
        .say(clear)
        .end()?;
    let between = |round| CompanyRule::Between { issue: MAIN, round };
    let apart = line(history).say("Of what sets the agents apart on ").proposition(MAIN);
    let apart = number(
        apart.say(" (the variance of their positions), "),
        Format::Percent,
        between(last),
    )
    .say(" lies between the circles at the end and the rest inside them; at the start it was ");
    let apart = number(apart, Format::Percent, between(0))
        .say(". The positions below are on the same issue.")
        .end()?;
    Some(vec![told, share, apart])
}

/// After whom a circle is called.
fn lead(group: &Group<'_>) -> Option<AgentId> {
    group.leading.first().map(|leading| leading.agent)
}

fn row(history: &History, group: &Group<'_>) -> Option<Vec<Claim>> {
    let (circle, agent) = (group.community, lead(group)?);
    let mean = |round| CompanyRule::MeanPosition { circle, issue: MAIN, round };
    Some(vec![
        line(history).name(agent).cite_agent(agent).end()?,
        number(line(history), Format::Count, CompanyRule::Members { circle }).end()?,
        number(line(history), Format::Signed, mean(0)).end()?,
        number(line(history), Format::Signed, mean(history.rounds_played())).end()?,
    ])
}

fn standing_together(
    history: &History,
    structure: &Structure<'_>,
    circles: &[&Group<'_>],
) -> Option<Vec<Block>> {
    let mut largest: Vec<&Coalition<'_>> = structure.coalitions.iter().collect();
    // Stable: where two are equal, by circle, issue and time.
    largest.sort_by_key(|coalition| std::cmp::Reverse(coalition.size));
    let items: Vec<Claim> = largest
        .into_iter()
        .take(MOST)
        .filter_map(|coalition| {
            let lead = lead(circles.get(coalition.community as usize)?)?;
            told(history, coalition, lead)
        })
        .collect();
    if items.is_empty() {
        return None;
    }
    let heading = line(history).say("Coalitions").end()?;
    let explained = line(history).say(
        "A circle is a coalition for as long as at least two in three of its members stand on the same side of an issue: for three \
         rounds or more, the start counted as one, or throughout a shorter run.",
    );
    let mut blocks =
        vec![Block::Heading { text: heading }, Block::Paragraph { claims: vec![explained.end()?] }];
    blocks.extend(super::list(items));
    Some(blocks)
}

fn told(history: &History, coalition: &Coalition<'_>, lead: AgentId) -> Option<Claim> {
    let &Coalition { community: circle, issue, stance, from_round: from, to_round: to, .. } =
        coalition;
    let begun = line(history).say("The circle of ").name(lead).cite_agent(lead);
    let begun = begun.say(if stance == Stance::Opposes { ", against (" } else { ", for (" });
    let begun = begun.verbatim(coalition.pole, Source::Issue).say(")");
    let begun = if history.issues.len() > 1 { begun.say(" on ").proposition(issue) } else { begun };
    let told = throughout(history, begun, from, to)?.say(": at its end ");
    let told = number(told, Format::Count, CompanyRule::Size { circle, issue, stance, round: to });
    let told = number(told.say(" of "), Format::Count, CompanyRule::Members { circle });
    let told = told.say(" members.");
    if coalition.joined == 0 && coalition.left == 0 {
        return told.say(" Nobody joined it later, and nobody left it.").end();
    }
    let joined = CompanyRule::Joined { circle, issue, stance, from, to };
    let left = CompanyRule::Left { circle, issue, stance, from, to };
    let came = coalition.members.iter().filter(|one| one.from_round > from);
    let came: Vec<_> = came.map(|one| (one, one.from_round)).collect();
    let went = coalition.members.iter().filter(|one| one.to_round < to);
    let went: Vec<_> = went.map(|one| (one, one.to_round + 1)).collect();
    let told = named(history, told, issue, (joined, " joined it later: "), &came);
    named(history, told, issue, (left, " left it before its end: "), &went).end()
}

/// "from round 2 to the end".
fn throughout<'h>(history: &'h History, line: Line<'h>, from: u32, to: u32) -> Option<Line<'h>> {
    let (first, last) = (super::end_of(history, from)?, super::end_of(history, to)?);
    let line = if from == 0 {
        line.say(", from the start to ")
    } else {
        line.say(", from ").round(first, from).cite_event(first, from, None).say(" to ")
    };
    Some(if to >= history.rounds_played() {
        line.say("the end")
    } else {
        line.round(last, to).cite_event(last, to, None)
    })
}

/// Who came or went, each with the change of mind that did it.
fn named<'h>(
    history: &'h History,
    line: Line<'h>,
    issue: IssueId,
    (rule, how): (CompanyRule, &str),
    who: &[(&Membership<'_>, u32)],
) -> Line<'h> {
    if who.is_empty() {
        return line;
    }
    let mut line = number(line.say(" "), Format::Count, rule).say(how);
    for (place, (one, round)) in who.iter().take(NAMED).enumerate() {
        let changes = history.belief_changes.iter().rev();
        let mut changes = changes.filter(|it| it.issue == issue && it.round == *round);
        line = line.say(if place == 0 { "" } else { ", " }).name(one.agent);
        if let Some(change) = changes.find(|change| change.agent == one.agent) {
            line = line.cite_event(change.seq, change.round, Some(one.agent));
        }
    }
    line.say(if who.len() > NAMED { " and others." } else { "." })
}
