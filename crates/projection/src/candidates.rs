//! Which issues a question sets against each other: "Who wins" has one for each who could.

/// The places of such issues, the likeliest first and without those that nobody put at anything; none where each issue is a
/// question of its own.
pub fn ranked(propositions: &[&str], share: impl Fn(usize) -> Option<f64>) -> Vec<usize> {
    let deed = |text: &&str| text.split_once(" will ").map(|(_who, deed)| deed.to_owned());
    let mut deeds = propositions.iter().map(deed);
    let first = deeds.next().flatten();
    if propositions.len() < 2 || first.is_none() || !deeds.all(|deed| deed == first) {
        return Vec::new();
    }
    let mut found: Vec<(usize, f64)> =
        (0..propositions.len()).filter_map(|place| Some((place, share(place)?))).collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found.into_iter().map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_the_same_deed_of_different_actors_is_ranked() {
        let shares = [Some(0.2), None, Some(0.6), Some(0.2)];
        let rank = |propositions: &[&str]| ranked(propositions, |place| shares[place]);

        let who = ["Ann will win.", "Bob will win.", "Cid will win.", "Dan will win."];
        assert_eq!(rank(&who), [2, 0, 3]);
        assert_eq!(rank(&who[..1]), [0; 0], "one of one is no rank");
        assert_eq!(rank(&["Ann will win.", "The strike will end."]), [0; 0]);
        assert_eq!(rank(&["It rains.", "It rains."]), [0; 0]);
    }
}
