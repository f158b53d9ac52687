//! The grammar as a whole: every example of the rule files, and what holds for any text.

mod fixtures;

use super::*;
use crate::findings::Confidence;
use proptest::prelude::*;

fn interval(day: &str) -> Option<Interval> {
    day.parse().ok().map(Interval::day)
}

fn read(text: &str) -> Vec<TimeExpression> {
    let mut passage = Passage::new(interval("2016-06-15"), Country::default());
    Grammar::builtin().read(text, &mut passage, |_| TenseHint::Unknown)
}

#[test]
fn the_spaces_of_typesetters_join_a_date() {
    let spaces =
        ["\u{a0}", "\u{2002}", "\u{2003}", "\u{2007}", "\u{2009}", "\u{200a}", "\u{202f}", "\u{205f}", "\u{3000}", "\u{feff}"];
    for space in spaces {
        let date = ["31", "March", "2027"].join(space);
        let text = format!("The pier will open by {date}, not before.");
        let found: Vec<_> = read(&text).iter().map(|e| (e.range.of(&text).to_owned(), e.value.clone())).collect();
        assert_eq!(found, [(date, "2027-03-31".to_owned())], "{space:?}");
        let text = format!("It opens by{space}the{space}end{space}of{space}2019.");
        let values: Vec<_> = read(&text).iter().map(|e| e.interval.map(|days| days.start())).collect();
        assert_eq!(values, [interval("2019-12-31").map(|day| day.start())], "{space:?}");
    }
    // A space alone joins no columns, whatever its width.
    assert_eq!(read("at 5\u{2009}%, 2019").len(), 1);
}

#[test]
fn the_embedded_rules_compile() {
    if let Err(error) = Grammar::builtin_with(&[]) {
        panic!("{error}");
    }
    assert!(!Grammar::builtin().examples().is_empty());
}

/// The first expression of `text` that a country of `own` reads on 1 May 2025, by its value and its days.
fn fiscal(text: &str, own: &str) -> Option<(String, String)> {
    let (grammar, country) = (Grammar::builtin(), Country::from_code(own).unwrap_or_default());
    let mut passage = Passage::for_text(grammar, text, interval("2025-05-01"), country);
    let read = grammar.read(text, &mut passage, |_| TenseHint::Unknown);
    read.first().map(|e| (e.value.clone(), e.interval.map(|days| days.start().to_string()).unwrap_or_default()))
}

#[test]
fn a_fiscal_year_is_that_of_the_country_whose_signs_the_text_bears() {
    let of = |text: &str, own: &str, value: &str, start: &str| {
        assert_eq!(fiscal(text, own), Some((value.to_owned(), start.to_owned())), "{text}");
    };
    of("Congress gave the agency $20 million for fiscal year 2025.", "GB", "FY2025", "2024-10-01");
    of("The Senate, the White House: by Q3 FY25 all is done.", "GB", "FY2025-Q3", "2025-04-01");
    of("The council spent £3 million, and the NHS $2 million, in fiscal year 2025.", "GB", "FY2025", "2024-04-01");
    // One sign is none, and a financial year is not called so in America.
    of("It cost $20 million in fiscal year 2025.", "GB", "FY2025", "2024-04-01");
    of("Congress gave $20 million for the financial year 2025.", "GB", "FY2025", "2024-04-01");
    // The southern year ends with June, whatever it is called.
    of(
        "Iwi of the Waikato and those of Auckland will finish the homes in the 2025/26 financial year.",
        "GB",
        "FY2025-26",
        "2025-07-01",
    );
    of("The Queensland scheme, said Canberra, ends in the 2026 financial year.", "GB", "FY2026", "2025-07-01");
    // Without signs, that of the country that is set.
    of("It will be done in the second half of FY26.", "SG", "FY2026-H2", "2026-10-01");
    of("It will be done in the second half of FY26.", "US", "FY2026-H2", "2026-04-01");
    of("It opens in the 2025-26 school year.", "GB", "2025-09-01/2026-08-31", "2025-09-01");
    of("It opens in the 2026 school year.", "AU", "2026-01-01/2026-12-31", "2026-01-01");
}

#[test]
fn a_list_of_months_is_no_question() {
    let values = |text: &str| read(text).into_iter().map(|e| e.value).collect::<Vec<_>>();
    assert_eq!(values("Report for April and May"), ["2016-04", "2016-05"]);
    assert_eq!(values("Repairs, May and June"), ["2016-05", "2016-06"]);
}

#[test]
fn a_year_that_nobody_can_mean_leaves_no_day() {
    for text in ["by 31 December 9999.", "by 1 January 0000, we hope", "on May 1, 10000", "(until 1 May 99999)"] {
        assert_eq!(read(text), [], "{text}");
    }
    for text in ["by 31 December 2019.", "on 1 May 12000 homes were without power", "on 1 May.", "on 1 May, 1000 of them"] {
        assert_eq!(read(text).len(), 1, "{text}");
    }
}

#[test]
fn a_month_takes_its_year_from_the_date_beside_it() {
    let last = |text: &str| {
        let mut passage = Passage::new(interval("2026-02-10"), Country::default());
        let read = Grammar::builtin().read(text, &mut passage, |_| TenseHint::Future);
        read.last().map(|e| e.value.to_string())
    };
    let value = |text: &str, value: &str| assert_eq!(last(text).as_deref(), Some(value), "{text}");
    value("It will be handed over in December 2026, with the first pupils in April.", "2027-04");
    value("It will open in December 2026 after work starts in November.", "2026-11");
    value("The bridge, to open in March 2028, will be discussed on 14 April.", "2026-04-14");
    value("It will open in December 2026. The fair is in April.", "2026-04");
}

/// What an example of a rule file says of its text: the expressions with their words, and what is wrong, if anything.
fn judged(example: &Example) -> Result<(), String> {
    let (text, value) = example.text.split_once(" => ").unwrap_or((&example.text, ""));
    let plain: String = text.chars().filter(|c| !matches!(c, '[' | ']')).collect();
    let words = text.find('[').zip(text.find(']')).map(|(from, to)| TextRange::new(from, to - 1));
    let found = match &example.shows {
        Shows::Days(code) => {
            let mut passage = Passage::new(interval("2025-02-03"), Country::from_code(code).unwrap_or_default());
            Grammar::builtin().read(&plain, &mut passage, |_| TenseHint::Future)
        }
        _ => read(&plain),
    };
    let (wanted, modifier) = value.split_once(' ').unwrap_or((value, ""));
    let right = |e: &TimeExpression| match &example.shows {
        Shows::Role(role) => words.is_none_or(|words| e.range == words) && e.role == *role,
        Shows::Days(_) => e.interval.is_some_and(|days| format!("{}..{}", days.start(), days.end()) == value),
        Shows::Value => {
            (wanted.is_empty() || e.value == wanted)
                && words.is_none_or(|words| e.range == words)
                && (modifier.is_empty()
                    || e.modifier.is_some_and(|m| serde_json::to_string(&m).is_ok_and(|m| m.trim_matches('"') == modifier)))
        }
    };
    // The words in brackets must be read as one even where they must not be read so.
    let there = words.is_none_or(|words| found.iter().any(|e| e.range == words));
    if there && found.iter().any(right) == example.yes {
        return Ok(());
    }
    let said: Vec<String> = found
        .iter()
        .map(|e| format!("{:?} {} {:?} {:?}", &plain[e.range.start..e.range.end], e.value, e.modifier, e.role))
        .collect();
    Err(format!(
        "{}: {:?} {text:?} {} {value:?}, says {said:?}",
        example.rule,
        example.shows,
        if example.yes { "wants" } else { "must not be" }
    ))
}

#[test]
fn every_example_holds() {
    let wrong: Vec<String> = Grammar::builtin().examples().iter().filter_map(|example| judged(example).err()).collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_numeric_date_that_can_be_read_in_two_ways_says_so() {
    let one = |text: &str, code: &str| {
        let mut passage = Passage::new(interval("2025-02-03"), Country::from_code(code).expect("a country"));
        Grammar::builtin().read(text, &mut passage, |_| TenseHint::Future).remove(0)
    };
    let days = |interval: Option<Interval>| interval.map(|days| days.start().to_string());
    let read = one("by 3/4/2026", "GB");
    assert_eq!((days(read.interval).as_deref(), days(read.alternative).as_deref()), (Some("2026-04-03"), Some("2026-03-04")));
    assert_eq!(confidence(&read), Confidence::Low);
    let read = one("by 3/4/2026", "us");
    assert_eq!((days(read.interval).as_deref(), days(read.alternative).as_deref()), (Some("2026-03-04"), Some("2026-04-03")));
    for clear in ["by 13/4/2026", "by 4/4/2026", "by 2026-04-03", "by 3 April 2026"] {
        assert_eq!(one(clear, "GB").alternative, None, "{clear}");
        assert_eq!(confidence(&one(clear, "GB")), Confidence::High, "{clear}");
    }
}

#[test]
fn a_country_is_known_by_its_codes_alone() {
    assert_eq!(Country::from_code("uk"), Some(Country::default()));
    assert_eq!(Country::from_code("GB").map(|country| country.code().to_owned()).as_deref(), Some("GB"));
    assert_eq!(Country::from_code("XX"), None);
    let extra =
        "[[country]]\ncode = \"KE\"\nname = \"Kenya\"\norder = \"day-month\"\nfinancial_year = \"07-01\"\ncalled_by = \"end\"";
    let grammar = Grammar::builtin_with(&[("desk.toml", extra)]).expect("the desk's country");
    let mut passage = Passage::new(interval("2025-02-03"), grammar.country("KE").expect("Kenya"));
    let found = grammar.read("by the end of the financial year", &mut passage, |_| TenseHint::Future);
    assert_eq!(found[0].interval.map(|days| days.end().to_string()).as_deref(), Some("2025-06-30"));
}

#[test]
fn a_desk_extends_the_grammar_without_rust() {
    let extra = r#"
        [[festival]]
        id = "lantern-walk"
        names = ["lantern walk"]
        date = "11-05"

        [[period]]
        id = "term"
        names = ["the current term"]
        spans = [[2016-01-01, 2019-12-31]]
    "#;
    let grammar = Grammar::builtin_with(&[("desk.toml", extra)]).expect("the desk's rules");
    let mut passage = Passage::new(interval("2016-06-15"), Country::default());
    let found = grammar
        .read("It will open by the lantern walk 2017, or by the end of the current term.", &mut passage, |_| TenseHint::Future);
    assert_eq!(grammar.read("Come for the lantern walk!", &mut passage, |_| TenseHint::Future).len(), 1);
    let ends: Vec<String> = found.iter().filter_map(|e| e.interval).map(|days| days.end().to_string()).collect();
    assert_eq!(ends, ["2017-11-05", "2019-12-31"]);
}

#[test]
fn mistakes_in_rules_name_their_file_and_entry() {
    let error =
        |text: &str| Grammar::builtin_with(&[("desk.toml", text)]).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(error("[[rule]]\nin = \"date\"\nmake = \"nonsense\"\nmatch = [\"tea time\"]").contains("desk.toml: tea time"));
    assert!(error("[[rule]]\nin = \"date\"\nmake = \"date\"\nmatch = [\"NOSUCH\"]").contains("NOSUCH"));
    assert!(error("[[festival]]\nid = \"x\"\nnames = [\"x day\"]\ndate = \"13-45\"").contains("desk.toml: x"));
    assert!(error("[[rule]]\nin = \"loop\"\nmake = \"same\"\nmatch = [\"<loop> again\"]").contains("begins with itself"));
    assert!(error("[[rule]]\nin = \"date\"\nmake = \"date\"\nmatch = [\"(open\"]").contains("not closed"));
    assert!(error("colour = 1").contains("desk.toml"));
}

#[test]
fn a_range_knows_its_whole_and_shares_its_year() {
    let whole =
        |text: &str| read(text).last().and_then(|e| e.range_interval).map(|days| format!("{}..{}", days.start(), days.end()));
    assert_eq!(whole("from June to August 2017").as_deref(), Some("2017-06-01..2017-08-31"));
    assert_eq!(whole("between 3 and 5 May 2019").as_deref(), Some("2019-05-03..2019-05-05"));
    assert_eq!(whole("from November to February 2017").as_deref(), Some("2016-11-01..2017-02-28"));
    assert_eq!(whole("from 2014/15 to 2016/17").as_deref(), Some("2014-04-01..2017-03-31"));
    let listed: Vec<String> = read("in 2012, 2013 and 2015").iter().map(|e| e.value.clone()).collect();
    assert_eq!(listed, ["2012", "2013", "2015"]);
    let days: Vec<String> = read("on 3, 4 and 5 May 2019").iter().map(|e| e.value.clone()).collect();
    assert_eq!(days, ["2019-05-03", "2019-05-04", "2019-05-05"]);
}

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

proptest! {
    /// Whatever the text: in order, apart, on character boundaries, with intervals that resolve or are absent.
    #[test]
    fn any_text_is_read_safely(text in "\\PC{0,200}") {
        let mut end = 0;
        for e in read(&text) {
            prop_assert!(e.range.start >= end && e.range.start < e.range.end);
            prop_assert!(text.get(e.range.start..e.range.end).is_some());
            end = e.range.end;
        }
    }

    /// Texts made of date words exercise every rule; they too are read safely, however long.
    #[test]
    fn date_words_in_any_order_are_read_safely(words in proptest::collection::vec(
        prop_oneof![
            Just("the"), Just("end"), Just("of"), Just("May"), Just("5"), Just("31"), Just("2016"), Just("9999"), Just("last"), Just("next"), Just("week"),
            Just("years"), Just("ago"), Just("from"), Just("to"), Just("-"), Just(","), Just("two"), Just("thousand"), Just("century"), Just("second"),
            Just("2014-15"), Just("1/2"), Just("12:30"), Just("pm"), Just("Friday"), Just("half"), Just("first"), Just("quarter"), Just("bc"),
            Just("Easter"), Just("999999999"), Just("and"), Just("in"), Just("decade"), Just("turn"), Just("before"), Just("later"), Just("this"), Just("'s"),
        ], 0..60)) {
        let text = words.join(" ");
        let mut end = 0;
        for e in read(&text) {
            prop_assert!(e.range.start >= end);
            prop_assert!(text.get(e.range.start..e.range.end).is_some());
            end = e.range.end;
            let _ = deadline_interval(&e);
        }
    }

    /// Every way to write a day names that day.
    #[test]
    fn every_way_to_write_a_day(year in 1800i32..2100, ordinal in 0u32..365, style in 0usize..8) {
        let Some(day) = crate::calendar::Day::from_yo_opt(year, ordinal + 1) else { return Ok(()) };
        let (y, m, d) = (day.format("%Y"), MONTHS[day.format("%m").to_string().parse::<usize>().expect("a month") - 1], day.format("%-d"));
        let text = match style {
            0 => format!("It is due on {d} {m} {y}."),
            1 => format!("It is due on {m} {d}, {y}."),
            2 => format!("It is due on {}.", day.format("%Y-%m-%d")),
            3 => format!("It is due on {}.", day.format("%d/%m/%Y")),
            4 => format!("It is due on {} {d} {m} {y}.", day.format("%A")),
            5 => format!("It is due on the {d} of {m}, {y}."),
            6 => format!("It is due on {}, {m} {d}, {y}.", day.format("%a")),
            _ => format!("It is due on\n{d}\n{m}\n{y}."),
        };
        let found = read(&text);
        prop_assert_eq!(found.len(), 1, "{} {:?}", text, found);
        prop_assert_eq!(found[0].value.clone(), day.format("%Y-%m-%d").to_string());
        prop_assert_eq!(found[0].interval, Some(Interval::day(day)));
    }
}

/// The work grows with the text and with nothing else: ten times the text takes far less than a hundred times as long.
#[test]
fn long_texts_without_a_full_stop_take_linear_time() {
    let seconds = |times: usize| {
        let text = "on 5 May 2016 and in the last week of June it will be done by the end of 2017 ".repeat(times);
        let start = std::time::Instant::now();
        assert!(read(&text).len() >= times * 3);
        start.elapsed().as_secs_f64()
    };
    seconds(50);
    let (short, long) = (seconds(300), seconds(3000));
    assert!(long < short * 40.0, "{short} s, then {long} s");
}
