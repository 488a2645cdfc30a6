//! The sentiment of a text: VADER's compound score, from −1 to 1 (Hutto & Gilbert, VADER: A Parsimonious Rule-based Model for
//! Sentiment Analysis of Social Media Text, ICWSM 2014), as `vaderSentiment` 3.3.2 computes it to four decimals. Its lexicon is English:
//! a text in another language has the score 0 of a text without any word that it knows.

use std::sync::LazyLock;

use vader_parity::SentimentIntensityAnalyzer;

use crate::history::History;

static ANALYZER: LazyLock<SentimentIntensityAnalyzer> =
    LazyLock::new(SentimentIntensityAnalyzer::new);

/// The score of a text; 0 is neutral.
pub fn sentiment(text: &str) -> f64 {
    // Adding zero turns −0 into 0.
    ANALYZER.polarity_scores(text).compound + 0.0
}

/// How each agent wrote on the whole, in the cast's order; none of those who wrote nothing.
pub fn of_agents(history: &History) -> Vec<Option<f64>> {
    let mut means = vec![Mean::default(); history.agents.len()];
    for (post, score) in history.posts.iter().zip(history.sentiments()) {
        means[post.agent.index()].add(*score);
    }
    means.into_iter().map(Mean::value).collect()
}

/// The mean of some scores, to four decimals; none of none.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Mean {
    sum: f64,
    n: u32,
}

impl Mean {
    pub(crate) fn add(&mut self, score: f64) {
        self.sum += score;
        self.n += 1;
    }

    pub(crate) fn value(self) -> Option<f64> {
        (self.n > 0).then(|| crate::stats::short(self.sum / f64::from(self.n)))
    }
}
