//! The grammar as a whole: every example of the rule files, and what holds for any text.

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
fn the_embedded_rules_compile() {
    if let Err(error) = Grammar::builtin_with(&[]) {
        panic!("{error}");
    }
    assert!(!Grammar::builtin().examples().is_empty());
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
    Err(format!("{}: {:?} {text:?} {} {value:?}, says {said:?}", example.rule, example.shows, if example.yes { "wants" } else { "must not be" }))
}

#[test]
fn every_example_holds() {
    let wrong: Vec<String> = Grammar::builtin().examples().iter().filter_map(|example| judged(example).err()).collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// Sentences with the publication date and the last day of the deadline that stands in them; none where nothing is due.
const DEADLINES: &[(&str, &str, Option<&str>)] = &[
    ("2014-06-12", "The depot should be empty by 2018.", Some("2018-12-31")),
    ("2014-06-12", "The depot will be cleared by the end of 2016.", Some("2016-12-31")),
    ("2014-06-12", "The depot will be cleared by 5 June 2017.", Some("2017-06-05")),
    ("2014-06-12", "The depot will be cleared by June 5, 2017.", Some("2017-06-05")),
    ("2014-06-12", "The depot will be cleared before 1 October 2017.", Some("2017-09-30")),
    ("2014-06-12", "The depot will be cleared ahead of 1 October 2017.", Some("2017-09-30")),
    ("2014-06-12", "The depot will be cleared prior to 7 May 2017.", Some("2017-05-07")),
    ("2014-06-12", "The depot will be cleared no later than 7 May 2017.", Some("2017-05-07")),
    ("2014-06-12", "The depot will be cleared before the end of July.", Some("2014-07-31")),
    ("2014-06-12", "The tram will run in March 2017.", Some("2017-03-31")),
    ("2014-06-12", "The tram will run in September.", Some("2014-09-30")),
    ("2014-06-12", "The tram will run in March.", Some("2015-03-31")),
    ("2014-06-12", "The tram is due to run by spring 2016.", Some("2016-05-31")),
    ("2014-06-12", "The tram is due to run next spring.", Some("2015-05-31")),
    ("2014-06-12", "The tram will run by the autumn.", Some("2014-11-30")),
    ("2014-06-12", "The tram will run this winter.", Some("2015-02-28")),
    ("2014-06-12", "The tram will run in early 2026.", Some("2026-04-30")),
    ("2014-06-12", "The tram will run in mid-2026.", Some("2026-08-31")),
    ("2014-06-12", "The tram will run in late 2026.", Some("2026-12-31")),
    ("2014-06-12", "The tram will run in late January.", Some("2015-01-31")),
    ("2014-06-12", "The tram will run in early February 2016.", Some("2016-02-10")),
    ("2014-06-12", "The tram will run by late Q1 2016.", Some("2016-03-31")),
    ("2014-06-12", "The tram will run in the first half of 2026.", Some("2026-06-30")),
    ("2014-06-12", "The tram will run by Q4 2016.", Some("2016-12-31")),
    ("2014-06-12", "The tram will run in the second quarter of 2016.", Some("2016-06-30")),
    ("2014-06-12", "The tram will run in the last week of July.", Some("2014-07-31")),
    ("2014-06-12", "The tram will run early next year.", Some("2015-04-30")),
    ("2014-06-12", "The tram will run by the end of next year.", Some("2015-12-31")),
    ("2014-06-12", "The tram will run later this year.", Some("2014-12-31")),
    ("2014-06-12", "The tram will run next month.", Some("2014-07-31")),
    ("2014-06-12", "The tram will run by the end of the week.", Some("2014-06-15")),
    ("2014-06-12", "The tram will run by the end of the month.", Some("2014-06-30")),
    ("2014-06-12", "The tram will run by year-end.", Some("2014-12-31")),
    ("2014-06-12", "The tram will run by the end of the decade.", Some("2019-12-31")),
    ("2014-06-12", "The tram will run by the end of the financial year.", Some("2015-03-31")),
    ("2014-06-12", "The tram will run by the end of this parliament.", Some("2015-03-30")),
    ("2014-06-12", "The savings will be made by 2019/20.", Some("2020-03-31")),
    ("2014-06-12", "The savings will be made in 2016-17.", Some("2017-03-31")),
    ("2014-06-12", "The savings will be made over three years from 2015-16.", Some("2018-03-31")),
    ("2014-06-12", "The savings will be made over the next two years.", Some("2016-06-12")),
    ("2014-06-12", "The savings will be made within five years.", Some("2019-06-12")),
    ("2014-06-12", "The savings will be made within 90 days.", Some("2014-09-10")),
    ("2014-06-12", "The savings will be made within 10 working days.", Some("2014-06-26")),
    ("2014-06-12", "The savings will be made within a month.", Some("2014-07-12")),
    ("2014-06-12", "The savings will be made in two years.", Some("2016-06-12")),
    ("2014-06-12", "The savings will be made within the next six months.", Some("2014-12-12")),
    ("2014-06-12", "The homes will be built between 2017 and 2019.", Some("2019-12-31")),
    ("2014-06-12", "The homes will be built in 2017 or 2018.", Some("2017-12-31")),
    ("2014-06-12", "The lift will open on Tuesday.", Some("2014-06-17")),
    ("2014-06-12", "The lift will open next Tuesday.", Some("2014-06-17")),
    ("2014-06-12", "The lift will open on Christmas Eve.", Some("2014-12-24")),
    ("2014-06-12", "The lift will open by Easter.", Some("2015-04-05")),
    ("2014-06-12", "The lift will open tomorrow.", Some("2014-06-13")),
    ("2014-06-12", "The lift will open in the week beginning 21 July.", Some("2014-07-27")),
    ("2014-06-12", "The lift will open on the second Monday of September.", Some("2014-09-08")),
    ("2014-06-12", "The lift will open around April.", Some("2015-04-30")),
    ("2014-06-12", "The lift will open by the turn of the decade.", Some("2020-01-01")),
    ("2014-06-12", "The ministry plans to hire 300 inspectors by March 2016.", Some("2016-03-31")),
    ("2014-06-12", "They expect to finish the\nbridge by\n31 May 2015.", Some("2015-05-31")),
    ("2014-06-12", "By 2018 the number had fallen.", None),
    ("2014-06-12", "The bridge opened in May 2012.", None),
    ("2014-06-12", "It was promised in March.", None),
    ("2014-06-12", "The firm was founded in 1998.", None),
    ("2014-06-12", "The permit expires on 4 May 2015.", None),
    ("2014-06-12", "It will open soon.", None),
    ("2014-06-12", "It will open in due course.", None),
    ("2014-06-12", "It will open in the coming months.", None),
    ("2014-06-12", "It will open in the next few years.", None),
    ("2014-06-12", "It will not open before 2016.", None),
    ("2014-06-12", "It will open no earlier than 2016.", None),
    ("2014-06-12", "It will open after 2016.", None),
    ("2014-06-12", "Will it ever open by 2016?", None),
    ("2014-06-12", "If it opens by July, all will cheer.", None),
    ("2014-06-12", "The motion was carried by 2018 votes.", None),
    ("2014-06-12", "The plant employs 2,018 people.", None),
    ("2014-06-12", "The 1.30 release will be fine.", None),
    ("2014-06-12", "Version 20.04 will be kept.", None),
    ("2014-06-12", "Room 2014 will be painted.", None),
    ("2014-06-12", "It will cost $2018.", None),
    ("2014-06-12", "It will cost £1,999.", None),
    ("2014-06-12", "Call 020 7946 2016 for more.", None),
    ("2014-06-12", "The RFC 2016 will be read.", None),
    ("2014-06-12", "The score will be 3-2.", None),
    ("2014-06-12", "He may well leave.", None),
    ("2014-06-12", "They will march on.", None),
    ("2014-06-12", "Prices will fall again.", None),
    ("2014-06-12", "The sun will rise.", None),
    ("2014-06-12", "A second bridge will follow.", None),
    ("2014-06-12", "Second, the bridge will be built.", None),
    ("2014-06-12", "May we go now?", None),
    ("2014-06-12", "The 7th Cavalry will parade.", None),
    ("2014-06-12", "The strategy Vision 2030 was praised.", None),
    ("2014-06-12", "The Railways Act 1993 was praised.", None),
    ("2014-06-12", "Emissions fell from 1990 levels.", None),
    ("2014-06-12", "She said on Tuesday that it was late.", None),
    ("2014-06-12", "They met last week.", None),
    ("2014-06-12", "The report was read three years ago.", None),
    ("2014-06-12", "It is updated every day.", None),
    ("2014-06-12", "The helpline is open 24/7.", None),
    ("2014-06-12", "A four-year-old was hurt.", None),
];

#[test]
fn deadlines_by_local_context() {
    let mut wrong = Vec::new();
    for (date, text, wanted) in DEADLINES {
        let mut passage = Passage::new(interval(date), Country::default());
        let found = Grammar::builtin().read(text, &mut passage, |_| TenseHint::Unknown);
        let end =
            found.iter().filter(|e| e.role == TimeRole::Deadline).find_map(deadline_interval).map(|days| days.end().to_string());
        if end.as_deref() != *wanted {
            let said: Vec<String> = found
                .iter()
                .map(|e| {
                    format!(
                        "{:?} {} {:?} {:?} {:?}",
                        &text[e.range.start..e.range.end],
                        e.value,
                        e.role,
                        e.governed,
                        e.interval.map(|i| i.to_string())
                    )
                })
                .collect();
            wrong.push(format!("{date} {text:?}: wants {wanted:?}, says {end:?} of {said:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// One sentence or more for each role, by local context alone.
const ROLES: &[(&str, &str, TimeRole)] = &[
    ("The hall will be built by 2018.", "2018", TimeRole::Deadline),
    ("The hall will open in May 2017.", "May 2017", TimeRole::Deadline),
    ("The charge will apply from 1 April 2017.", "1 April 2017", TimeRole::Start),
    ("The scheme will run from 2017.", "2017", TimeRole::Start),
    ("The plan was announced in March.", "March", TimeRole::SaidWhen),
    ("She promised on Monday to resign.", "Monday", TimeRole::SaidWhen),
    ("Emissions will be halved against a 1990 baseline.", "1990", TimeRole::Baseline),
    ("Output will return to 2008 levels.", "2008", TimeRole::Baseline),
    ("The licence expires on 3 May 2017.", "3 May 2017", TimeRole::Expiry),
    ("The permit is valid until June 2017.", "June 2017", TimeRole::Expiry),
    ("The conference takes place on 14 October.", "14 October", TimeRole::Event),
    ("They praised the Housing Act 2004.", "2004", TimeRole::Name),
    ("They praised the Railways Act of 1993.", "1993", TimeRole::Name),
    ("It is a three-year programme.", "three-year", TimeRole::Property),
    ("The 2015 report was read.", "2015", TimeRole::Property),
    ("The hall opened in 2012.", "2012", TimeRole::When),
];

#[test]
fn each_role_by_local_context() {
    let mut wrong = Vec::new();
    for (text, words, role) in ROLES {
        let found = read(text);
        if !found.iter().any(|e| &text[e.range.start..e.range.end] == *words && e.role == *role) {
            let said: Vec<String> =
                found.iter().map(|e| format!("{:?} {:?}", &text[e.range.start..e.range.end], e.role)).collect();
            wrong.push(format!("{text:?}: wants {words:?} {role:?}, says {said:?}"));
        }
    }
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
    let extra = "[[country]]\ncode = \"KE\"\nname = \"Kenya\"\norder = \"day-month\"\nfinancial_year = \"07-01\"\ncalled_by = \"end\"";
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
