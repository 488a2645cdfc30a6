//! The sentiment of texts, by scores measured with `vaderSentiment` 3.3.2.

use simswarm_projection::sentiment::sentiment;

const MEASURED: [(&str, f64); 44] = [
    ("", 0.0),
    ("good", 0.4404),
    ("not good", -0.3412),
    ("not very good", -0.3865),
    ("very good", 0.4927),
    ("VERY good", 0.6028),
    ("good!", 0.4926),
    ("good!!!!!", 0.6209),
    ("good???", 0.533),
    ("good but bad", -0.5859),
    ("bad but good", 0.3818),
    ("I don't love it", -0.5216),
    ("never so good", 0.5777),
    ("without doubt great", 0.7359),
    ("least good", -0.3412),
    ("at least good", 0.4404),
    ("very least good", 0.4902),
    ("no problem", 0.3089),
    ("no good", -0.3412),
    ("no", -0.296),
    ("the bomb", -0.4939),
    ("kiss of death", -0.2732),
    ("hand to mouth", 0.4939),
    ("sort of good", 0.4404),
    ("GREAT", 0.6249),
    ("this is great :-) <3", 0.8519),
    ("😀", 0.3612),
    ("good 😀", 0.6597),
    ("hardly good", 0.3832),
    ("barely bad movie", -0.4951),
    ("I won't say it's bad", 0.431),
    ("the worst", -0.6249),
    ("not the worst", 0.5096),
    ("This is not bad at all", 0.431),
    ("VERY good news :)", 0.8338),
    ("Great, GREAT result!!!", 0.8959),
    ("I support the peaceful reform.", 0.7096),
    ("The budget passes on Tuesday.", 0.0),
    ("We strongly oppose this reckless plan!", -0.2244),
    ("Congress must act now to protect children.", 0.3818),
    ("Sanctions could destroy jobs, but recovery is possible.", -0.3071),
    ("La grève continue et le port reste fermé.", 0.0),
    ("罢工仍在继续，港口关闭。", 0.0),
    ("Забастовка продолжается, порт закрыт \u{202e}\u{0}.", 0.0),
];

#[test]
fn every_text_has_the_score_that_was_measured() {
    for (text, score) in MEASURED {
        assert_eq!(sentiment(text).to_bits(), score.to_bits(), "{text}: {}", sentiment(text));
    }
}
