//! Numbers of the log: rounded to a fixed number of decimals, so that every JSON reader gets them back exactly,
//! and counts that fit where they go.

/// Decimals of prices, of positions, of shares and cash.
pub(crate) const PRICE_DECIMALS: u8 = 6;
pub(crate) const POSITION_DECIMALS: u8 = 4;
pub(crate) const CASH_DECIMALS: u8 = 4;

fn scale(decimals: u8) -> f64 {
    let mut scale = 1.0;
    for _ in 0..decimals {
        scale *= 10.0;
    }
    scale
}

/// `value` to the nearest number with so many decimals; never a negative zero.
pub(crate) fn rounded(value: f64, decimals: u8) -> f64 {
    let scale = scale(decimals);
    (value * scale).round() / scale + 0.0
}

/// The largest number with so many decimals that is not above `value`.
pub(crate) fn rounded_down(value: f64, decimals: u8) -> f64 {
    let scale = scale(decimals);
    (value * scale).floor() / scale + 0.0
}

/// The smallest number with so many decimals that is not below `value`.
pub(crate) fn rounded_up(value: f64, decimals: u8) -> f64 {
    let scale = scale(decimals);
    (value * scale).ceil() / scale + 0.0
}

/// The logit of a probability that is neither 0 nor 1.
pub(crate) fn log_odds(probability: f64) -> f64 {
    libm::log(probability / (1.0 - probability))
}

/// The logistic function: the probability with these log-odds.
pub(crate) fn from_log_odds(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}

/// A length as a number of the log.
pub(crate) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// A length in arithmetic.
pub(crate) fn real(length: usize) -> f64 {
    f64::from(count(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rounded_number_survives_json() {
        for tenths in 0..1000 {
            let number = rounded(f64::from(tenths) / 7.0 * 31_337.77, CASH_DECIMALS);
            let text = serde_json::to_string(&number).unwrap();
            let back: f64 = serde_json::from_str(&text).unwrap();
            assert_eq!(back.to_bits(), number.to_bits());
        }
    }

    #[test]
    fn nothing_is_minus_zero() {
        assert!(rounded(-0.000_000_1, PRICE_DECIMALS).is_sign_positive());
    }
}
