//! What several runs that differ in their seed alone say together: the answer, and run by run.

use simswarm_core::job::FailedRun;
use simswarm_projection::ensemble::{Ended, Pool, PooledRun};
use simswarm_projection::history::History;

use super::verdict::{TellBy, agreement, best, market_on, points};
use crate::line::{Line, line};
use crate::model::{Block, Claim, Format, Section, Signal, Source, Verdict};
use crate::pool::{PoolRule, Question, forecast, pooled};
use crate::rule::Rule;

const COLUMNS: [&str; 4] = ["Run", "Seed", "Last poll", "Market price"];

/// The answer from all runs; none where none of them gives a probability.
pub(crate) fn verdict(history: &History, pool: &Pool) -> Option<Verdict> {
    let (issue, market) = (Question::Issue(pool.main()), market(history, pool));
    let signals: Vec<Signal> = [("poll", Some(issue)), ("market", market)]
        .into_iter()
        .filter_map(|(name, question)| {
            let pooled = pooled(pool, question?)?;
            Some(Signal {
                name: name.to_owned(),
                value: pooled.centre,
                direction: points(pooled.centre),
                interval: pooled.interval,
            })
        })
        .collect();
    let answer = answer(history, pool)?;
    let basis = [
        spread(history, pool, issue, "Polls: "),
        market.and_then(|market| spread(history, pool, market, "Markets: ")),
        agreement(history, &signals),
        ended(history, pool),
    ];
    let unlike = (0..pool.told.len()).filter_map(|event| unlike(history, pool, event));
    let others = (0..pool.issues.len()).filter(|place| *place != pool.main());
    let also = others.filter_map(|place| also(history, pool, place));
    Some(Verdict {
        answer,
        basis: basis.into_iter().flatten().chain(unlike).chain(also).collect(),
        signals,
        replicates: Some(pool.replicates),
    })
}

/// The market on the issue that the answer is about. The first run's issues and markets come first in the pool.
fn market(history: &History, pool: &Pool) -> Option<Question> {
    let issue = history.issue_ids().nth(pool.main())?;
    Some(Question::Market(market_on(history, issue)?.0 as usize))
}

fn number(line: Line<'_>, format: Format, of: PoolRule) -> Line<'_> {
    line.number(format, Rule::Ensemble { of })
}

/// "62% (90% interval 58% to 66%)".
fn put_at<'h>(line: Line<'h>, pool: &Pool, question: Question) -> Line<'h> {
    let line = number(line, Format::Percent, PoolRule::Centre { question });
    if pooled(pool, question).is_none_or(|pooled| pooled.interval.is_none()) {
        return line;
    }
    let line = number(line.say(" ("), Format::Percent, PoolRule::Level);
    let line = number(line.say(" interval "), Format::Percent, PoolRule::Low { question });
    number(line.say(" to "), Format::Percent, PoolRule::High { question }).say(")")
}

fn answer<'h>(history: &'h History, pool: &'h Pool) -> Option<Claim> {
    let main = pool.main();
    let is_polled = pooled(pool, Question::Issue(main)).is_some();
    let (question, by) = if is_polled {
        (Question::Issue(main), " by the agents that were last polled in each of ")
    } else {
        (market(history, pool)?, " by the markets of ")
    };
    let share = |place: usize| if place == main { question } else { Question::Issue(place) };
    let proposition =
        |place: usize| pool.issues.get(place).map_or("", |issue| issue.proposition.as_str());
    let tell = |line: Line<'h>, place: usize, tell_by: TellBy| {
        let told = line.statement(proposition(place)).say(tell_by.put_at());
        let told = put_at(told, pool, share(place));
        match tell_by {
            TellBy::Yes => number(told.say(by), Format::Count, PoolRule::Replicates)
                .say(" runs that differ in their seed alone"),
            TellBy::No => told,
        }
    };
    let less_likely = pool.ranked.get(1..).unwrap_or_default();
    let probability = pooled(pool, question)?.centre;
    let told = best(line(history).pooled(pool), probability, (main, less_likely), tell);
    let (lowest, highest) = extremes(pool, question)?;
    told.cite_run(lowest).cite_run(highest).say(".").end()
}

/// The runs with the lowest and the highest forecast, the earlier ones where some are equal.
fn extremes(pool: &Pool, question: Question) -> Option<(&PooledRun, &PooledRun)> {
    let mut runs: Vec<_> =
        pool.runs.iter().filter_map(|run| Some((forecast(run, question)?, run))).collect();
    runs.sort_by(|one, other| one.0.total_cmp(&other.0));
    Some((runs.first()?.1, runs.last()?.1))
}

/// From where to where the single runs go, and where one more would be.
fn spread(history: &History, pool: &Pool, question: Question, what: &str) -> Option<Claim> {
    let (lowest, highest) = extremes(pool, question)?;
    let of = |run: &PooledRun| PoolRule::Forecast { replicate: run.replicate, question };
    let told = line(history).pooled(pool).say(what).say("together ");
    let told = put_at(told, pool, question).say("; single runs go from ");
    let told = number(told, Format::Percent, of(lowest)).cite_run(lowest).say(" to ");
    let told = number(told, Format::Percent, of(highest)).cite_run(highest);
    let told = number(told.say(", and one more would be between "), Format::Percent, {
        PoolRule::NextLow { question }
    });
    let told = number(told.say(" and "), Format::Percent, PoolRule::NextHigh { question });
    number(told.say(" in "), Format::Percent, PoolRule::Level).say(" of all cases.").end()
}

fn ended(history: &History, pool: &Pool) -> Option<Claim> {
    let told = line(history).pooled(pool).say("Runs: ");
    let told = number(told, Format::Count, PoolRule::Replicates).say(" of ");
    let told = number(told, Format::Count, PoolRule::Planned).say(" were played");
    let told = if pool.failed.is_empty() {
        told
    } else {
        number(told.say(" to their end, and "), Format::Count, PoolRule::Failed).say(" failed")
    };
    match pool.ended? {
        Ended::AllPlayed => told.say(".").end(),
        Ended::NarrowEnough => {
            let told = told.say("; no more were needed, since every interval reaches at most ");
            number(told, Format::Points, PoolRule::Tolerance)
                .say(" percentage points to either side.")
                .end()
        }
        Ended::TooManyFailed => told.say("; after that no more were tried.").end(),
    }
}

/// A run that failed is missing in the pool.
pub(super) fn failed(history: &History, pool: &Pool) -> Vec<Claim> {
    let tell = |(place, run): (usize, &FailedRun)| {
        let told = line(history).pooled(pool).say("Degraded (failed run): run ");
        let told = number(told, Format::Count, PoolRule::FailedRun { place })
            .say(" failed: “")
            .verbatim(run.reason.trim().trim_end_matches('.'), Source::Reason)
            .say("”; the answer is pooled from ");
        let told = number(told, Format::Count, PoolRule::Replicates).say(" of ");
        number(told, Format::Count, PoolRule::Planned).say(" runs.").end()
    };
    pool.failed.iter().enumerate().filter_map(tell).collect()
}

/// What only some of the runs were told while they were played: the pool is then not of like runs.
fn unlike(history: &History, pool: &Pool, event: usize) -> Option<Claim> {
    let told = pool.told.get(event)?;
    if told.told(pool) == pool.replicates {
        return None;
    }
    let begun = line(history)
        .pooled(pool)
        .say("Told while the runs were played: “")
        .verbatim(told.text.trim().trim_end_matches(['.', '。', '।']), Source::News)
        .say("”");
    let begun = match told.round {
        Some(_) => number(begun.say(", in round "), Format::Count, PoolRule::ToldRound { event }),
        None => begun,
    };
    let begun = number(begun.say(", to "), Format::Count, PoolRule::Told { event }).say(" of ");
    let begun = number(begun, Format::Count, PoolRule::Replicates);
    let ending = if told.told(pool) == 0 {
        " runs; it came too late for what is pooled here."
    } else {
        " runs; the others were over by then, so that the pool mixes runs with it and without it."
    };
    begun.say(ending).end()
}

/// What the runs say together on an issue besides the main one.
fn also(history: &History, pool: &Pool, place: usize) -> Option<Claim> {
    let told = line(history)
        .pooled(pool)
        .say("Also at issue: ")
        .statement(&pool.issues.get(place)?.proposition)
        .say(" was put at ");
    put_at(told, pool, Question::Issue(place)).say(" in the same polls.").end()
}

/// The runs one by one.
pub(crate) fn section(history: &History, pool: &Pool) -> Option<Section> {
    let rows: Vec<Vec<Claim>> =
        pool.runs.iter().filter_map(|run| row(history, pool, run)).collect();
    let note = line(history).say(
        "The runs have the same document, question and settings, and each a seed of its own. All that follows is told of \
         the first one.",
    );
    let blocks = vec![
        Block::Table { columns: super::columns(&COLUMNS), rows },
        Block::Paragraph { claims: vec![note.end()?] },
    ];
    super::section("ensemble", "Runs", blocks)
}

fn row(history: &History, pool: &Pool, run: &PooledRun) -> Option<Vec<Claim>> {
    let replicate = run.replicate;
    let cell = |format, of| number(line(history).pooled(pool), format, of);
    let forecast = |question: Option<Question>| match question
        .and_then(|question| Some((question, forecast(run, question)?)))
    {
        Some((question, _)) => cell(Format::Percent, PoolRule::Forecast { replicate, question }),
        None => line(history).say("none"),
    };
    Some(vec![
        cell(Format::Count, PoolRule::Replicate { replicate }).cite_run(run).end()?,
        cell(Format::Count, PoolRule::Seed { replicate }).end()?,
        forecast(Some(Question::Issue(pool.main()))).end()?,
        forecast(market(history, pool)).end()?,
    ])
}
