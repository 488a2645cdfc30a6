//! The progress bar: one step per round. It is silent where nobody looks at a terminal.

use indicatif::{ProgressBar, ProgressStyle};
use simswarm_drive::{Observer, Progress};

/// Shows a run on standard error.
#[derive(Debug)]
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar for so many rounds of what `title` names; indicatif draws it only where standard error is a terminal.
    pub(crate) fn new(rounds: u32, title: String) -> Self {
        let bar = ProgressBar::new(rounds.into());
        if let Ok(style) = ProgressStyle::with_template(
            "{prefix}{wide_bar:.cyan} round {pos}/{len}  {msg}  {elapsed}",
        ) {
            bar.set_style(style);
        }
        bar.set_prefix(title);
        bar.set_message("casting");
        Self(bar)
    }

    /// Takes the bar away, so that what follows stands alone.
    pub(crate) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Observer for Bar {
    fn observe(&self, progress: &Progress<'_>) {
        match progress {
            Progress::Opened { round, rounds } => {
                self.0.set_length(u64::from(*rounds));
                self.0.set_position(u64::from(*round));
            }
            Progress::CastAnswered { question } => {
                self.0.set_message(format!("casting: {question}"));
            }
            Progress::RoundBegan { turns, .. } => self.0.set_message(format!("{turns} turns")),
            Progress::RoundStored(stored) => {
                self.0.set_position(u64::from(stored.round));
                self.0.set_message(format!("{} events", stored.seq_to));
            }
            Progress::TurnDecided { .. } | Progress::TurnSkipped { .. } => {}
        }
    }
}
