//! Chance: one independent stream for each (seed, round, agent, purpose), so that what one agent draws never
//! depends on who drew before it.
//!
//! A stream is the key stream of `ChaCha8` (Bernstein 2008) under a 32-byte key that is laid out, little endian:
//! bytes 0–7 the run's seed, 8–11 the round, 12–15 the agent's number, 16–19 the purpose's number,
//! 20–23 zero, 24–31 the letters `simswarm`. Counter and nonce start at zero. Numbers are drawn here from 64-bit words,
//! not by a library's distributions, whose algorithms may change with their version.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use simswarm_core::document::Seed;

use crate::AgentId;

const DOMAIN: &[u8; 8] = b"simswarm";

/// What a stream is for. The numbers are part of every run: never give one a new meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Whether an agent is active in a round.
    Activation = 1,
    /// When its answer is applied.
    Order = 2,
    /// What its feed explores.
    Feed = 3,
    /// Whom it follows when the run begins.
    Follows = 4,
    /// Its mind's own stream.
    Mind = 5,
    /// Whether it is polled.
    Poll = 6,
    /// Whom it meets, where agents meet by lot.
    Contact = 20,
}

/// A stream of draws.
#[derive(Debug, Clone)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream of one agent in one round for one purpose.
    pub fn keyed(seed: Seed, round: u32, agent: AgentId, purpose: Purpose) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&u64::from(seed).to_le_bytes());
        key[8..12].copy_from_slice(&round.to_le_bytes());
        key[12..16].copy_from_slice(&agent.0.to_le_bytes());
        key[16..20].copy_from_slice(&(purpose as u32).to_le_bytes());
        key[24..].copy_from_slice(DOMAIN);
        Self(ChaCha8Rng::from_seed(key))
    }

    /// The stream that a mind makes of its turn's seed.
    pub fn of_mind(seed: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..24].fill(0xff);
        key[24..].copy_from_slice(DOMAIN);
        Self(ChaCha8Rng::from_seed(key))
    }

    pub fn word(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform in [0, 1), in steps of 2^−53.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
    pub fn unit(&mut self) -> f64 {
        (self.word() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Uniform among 0 … n − 1 (0 if n is 0), by multiplication; its bias is below n / 2^64.
    pub fn below(&mut self, n: usize) -> usize {
        let wide = u128::from(self.word()) * n as u128;
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// A standard normal draw (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit()));
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(round: u32, agent: u32, purpose: Purpose) -> Stream {
        Stream::keyed(Seed::try_from(42).unwrap(), round, AgentId(agent), purpose)
    }

    #[test]
    fn a_stream_is_the_same_for_ever() {
        let mut stream = stream(3, 7, Purpose::Mind);
        let words = [stream.word(), stream.word(), stream.word()];
        assert_eq!(words, GOLDEN);
    }

    const GOLDEN: [u64; 3] =
        [5_056_667_129_691_250_683, 4_979_592_988_957_953_609, 8_548_070_908_836_964_351];

    #[test]
    fn streams_differ_by_each_part_of_their_key() {
        let first = stream(3, 7, Purpose::Mind).word();
        assert_ne!(first, stream(4, 7, Purpose::Mind).word());
        assert_ne!(first, stream(3, 8, Purpose::Mind).word());
        assert_ne!(first, stream(3, 7, Purpose::Feed).word());
    }

    #[test]
    fn draws_have_the_moments_they_should() {
        let mut stream = stream(0, 0, Purpose::Feed);
        let n = 20_000;
        let uniform: f64 = (0..n).map(|_| stream.unit()).sum::<f64>() / f64::from(n);
        let square: f64 =
            (0..n).map(|_| stream.normal()).map(|x| x * x).sum::<f64>() / f64::from(n);
        assert!((uniform - 0.5).abs() < 0.01, "{uniform}");
        assert!((square - 1.0).abs() < 0.05, "{square}");
    }
}
