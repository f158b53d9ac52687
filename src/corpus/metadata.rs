//! What a document says of itself: dates, title, address; and which of its dates counts.

use super::dates::{self, NumericOrder};
use super::{DateSource, DatedBy};
use crate::calendar::Interval;
use serde_json::Value;

/// Days that two sources of one date may differ by: zones, and publishing overnight.
pub(super) const TOLERANCE: i64 = 2;

/// What a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// Publication date; a smaller number is a better name for it.
    Published(u8),
    Updated,
    Title,
    Summary,
    /// An address or path; it may hold a date too.
    Url,
    /// Belongs to the announcement of an event: the document's `date` is the event's.
    Event,
    /// The address at which the text was published first, elsewhere.
    Origin,
    /// Says whether the document is a draft.
    Draft,
    /// Says how far the document has come: "draft", "publish".
    Status,
}

/// What a field of that name is for; separators and case do not count.
pub(super) fn field(key: &str) -> Option<Field> {
    let mut plain = [0u8; 24];
    let mut len = 0;
    for byte in key.bytes().filter(|b| !matches!(b, b'_' | b'-' | b' ')) {
        *plain.get_mut(len)? = byte.to_ascii_lowercase();
        len += 1;
    }
    Some(match plain.get(..len)? {
        b"date" | b"published" | b"datepublished" | b"pubdate" | b"publishdate" | b"publisheddate" | b"publicationdate" => {
            Field::Published(0)
        }
        b"publishedat" | b"publishedon" | b"publishedtime" | b"firstpublished" | b"firstpublishedat" | b"firstcreated" => {
            Field::Published(0)
        }
        b"issued" | b"dateissued" | b"posted" | b"postedon" | b"dateposted" | b"postdate" | b"webpublicationdate" => {
            Field::Published(1)
        }
        b"created" | b"datecreated" | b"createdat" | b"createdon" | b"versioncreated" => Field::Published(2),
        b"updated" | b"dateupdated" | b"updatedat" | b"lastupdated" | b"lastmod" | b"modified" | b"datemodified" => {
            Field::Updated
        }
        b"lastmodified" | b"lastmodifiedat" | b"modifiedat" | b"reviewed" => Field::Updated,
        b"title" | b"headline" => Field::Title,
        b"description" | b"summary" | b"excerpt" | b"deck" | b"standfirst" | b"abstract" | b"dek" | b"lede" => Field::Summary,
        b"url" | b"link" | b"permalink" | b"path" | b"canonicalurl" | b"canonical" | b"weburl" | b"guid" => Field::Url,
        b"enddate" | b"endtime" | b"starttime" | b"startdate" | b"eventend" | b"eventstart" | b"eventdate" | b"eventtime"
        | b"venue" => Field::Event,
        b"sourceurl" | b"originalurl" | b"originallink" | b"originalsource" | b"sourcelink" | b"crosspost" => Field::Origin,
        b"draft" | b"isdraft" => Field::Draft,
        b"status" | b"visibility" | b"poststatus" => Field::Status,
        b"eventorganizer" | b"eventplatform" | b"eventlocation" | b"registrationurl" => Field::Event,
        _ => return None,
    })
}

/// What has been found so far; better names and earlier finds come first.
#[derive(Clone, Debug, Default)]
pub(super) struct Metadata {
    published: Vec<(u8, DatedBy)>,
    updated: Option<DatedBy>,
    /// Title, for matching and display.
    pub(super) title: Option<String>,
    /// Address.
    pub(super) url: Option<String>,
    order: NumericOrder,
    /// It announces an event.
    event: bool,
    /// It says where it was published before: its file is named for the day on which it was taken over.
    taken_over: bool,
    /// The date in that place's address.
    first_published: Option<Interval>,
    /// It says that it is not published.
    pub(super) draft: bool,
}

/// The dates of a document, judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) published: Option<DatedBy>,
    pub(super) updated: Option<DatedBy>,
    pub(super) conflicting: Vec<DatedBy>,
}

impl Metadata {
    pub(super) fn new(order: NumericOrder) -> Self {
        Self { order, ..Self::default() }
    }

    /// A publication date; `rank` orders the dates of one source, the best first.
    pub(super) fn publish(&mut self, interval: Interval, source: DateSource, rank: u8) {
        self.published.push((rank, DatedBy { interval, source }));
    }

    pub(super) fn update(&mut self, interval: Interval, source: DateSource) {
        if self.updated.as_ref().is_none_or(|known| known.source > source || known.source == source && known.interval < interval)
        {
            self.updated = Some(DatedBy { interval, source });
        }
    }

    /// A named field with its value as text.
    pub(super) fn field(&mut self, field: Field, value: &str, source: DateSource) {
        match field {
            Field::Published(rank) => {
                if let Some(interval) = dates::parse(value, self.order) {
                    self.publish(interval, source, rank);
                }
                // Jekyll: `published: false`.
                self.draft |= is_any(value, &["false"]);
            }
            Field::Origin => {
                // Its date counts only where the document itself gives none.
                self.first_published = self.first_published.or(dates::in_path(value));
                self.taken_over |= value.contains('/');
            }
            Field::Draft => self.draft |= is_any(value, &["true", "yes"]),
            Field::Status => self.draft |= is_any(value, &["draft", "private", "auto-draft"]),
            Field::Updated => {
                if let Some(interval) = dates::parse(value, self.order) {
                    self.update(interval, source);
                }
            }
            Field::Title => self.title = self.title.take().or_else(|| nonempty(value)),
            Field::Summary => {}
            Field::Event => self.event |= !value.is_empty(),
            Field::Url => {
                if let Some(interval) = dates::in_path(value) {
                    self.publish(interval, source, 9);
                }
                if value.contains('/') {
                    self.url = self.url.take().or_else(|| nonempty(value));
                }
            }
        }
    }

    /// `<meta>` of a page: its key and content.
    pub(super) fn meta(&mut self, key: &str, content: &str) {
        let key = key.trim().to_ascii_lowercase();
        let rank = match key.as_str() {
            "article:published_time" | "og:article:published_time" | "datepublished" => 1,
            "dcterms.issued"
            | "dc.date.issued"
            | "dcterms.date.issued"
            | "parsely-pub-date"
            | "sailthru.date"
            | "citation_publication_date" => 2,
            "dcterms.date" | "dc.date" | "date" | "pubdate" | "publishdate" | "publish-date" | "publication_date"
            | "article.published" => 3,
            "dcterms.created" | "dc.date.created" | "article.created" => 4,
            "og:updated_time"
            | "article:modified_time"
            | "dcterms.modified"
            | "dc.date.modified"
            | "datemodified"
            | "last-modified"
            | "revised" => {
                self.field(Field::Updated, content, DateSource::Metadata);
                return;
            }
            "og:title" | "dcterms.title" | "dc.title" | "twitter:title" | "headline" => {
                self.field(Field::Title, content, DateSource::Metadata);
                return;
            }
            "og:url" => {
                self.url = self.url.take().or_else(|| nonempty(content));
                return;
            }
            _ => return,
        };
        if let Some(interval) = dates::parse(content, self.order) {
            self.publish(interval, DateSource::Metadata, rank);
        }
    }

    /// `<link rel=canonical>`.
    pub(super) fn canonical(&mut self, href: Option<&str>) {
        if let Some(url) = href.and_then(nonempty) {
            if let Some(interval) = dates::in_path(&url) {
                self.publish(interval, DateSource::Path, 1);
            }
            self.url = Some(url);
        }
    }

    /// `<time datetime>`; a bare one counts only where no better date is found and it is no
    /// part of a sidebar.
    pub(super) fn time(&mut self, value: &str, published: bool, updated: bool, aside: bool) {
        let Some(interval) = dates::parse(value, self.order) else { return };
        if updated && !published {
            self.update(interval, DateSource::Metadata);
        } else if published {
            self.publish(interval, DateSource::Metadata, 5);
        } else if !aside && self.published.iter().all(|(rank, _)| *rank < 6) {
            // The first one of the page: later ones date comments and other stories.
            self.publish(interval, DateSource::Metadata, 6);
        }
    }

    /// A text that the page shows as a date; whether it is one. The first one counts.
    pub(super) fn shown(&mut self, text: &str, updated: bool) -> bool {
        let Some(interval) = dates::find(text, self.order) else { return false };
        if updated {
            self.update(interval, DateSource::Metadata);
        } else if self.published.iter().all(|(rank, _)| *rank < 7) {
            self.publish(interval, DateSource::Metadata, 7);
        }
        true
    }

    /// JSON-LD of a page.
    pub(super) fn json_ld(&mut self, text: &str) {
        if let Ok(value) = serde_json::from_str::<Value>(text.trim()) {
            self.json_ld_value(&value, 0);
        }
    }

    fn json_ld_value(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Array(values) if depth < 4 => values.iter().for_each(|value| self.json_ld_value(value, depth + 1)),
            Value::Object(object) if depth < 4 => {
                if let Some(graph) = object.get("@graph") {
                    self.json_ld_value(graph, depth + 1);
                }
                let is_article = object.get("@type").is_some_and(|kind| {
                    let article = |kind: &Value| {
                        kind.as_str()
                            .is_some_and(|k| k.ends_with("Article") || k.ends_with("Posting") || k == "Report" || k == "WebPage")
                    };
                    article(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(article))
                });
                if !is_article {
                    return;
                }
                let page = u8::from(object.get("@type").and_then(Value::as_str) == Some("WebPage"));
                if let Some(interval) = object.get("datePublished").and_then(|v| self.date_value(v)) {
                    self.publish(interval, DateSource::Metadata, page);
                }
                if let Some(interval) = object.get("dateModified").and_then(|v| self.date_value(v)) {
                    self.update(interval, DateSource::Metadata);
                }
                if let Some(title) = object.get("headline").and_then(Value::as_str) {
                    self.field(Field::Title, title, DateSource::Metadata);
                }
            }
            _ => {}
        }
    }

    /// A date in JSON: a text, or seconds or milliseconds since 1970.
    pub(super) fn date_value(&self, value: &Value) -> Option<Interval> {
        match value {
            Value::String(text) => dates::parse(text, self.order).or_else(|| text.parse().ok().and_then(dates::epoch)),
            Value::Number(number) => {
                let whole = number.as_i64().or_else(|| number.as_f64().map(|float| float as i64))?;
                dates::epoch(whole).or_else(|| dates::parse(&whole.to_string(), self.order))
            }
            Value::Object(object) => object.get("$date").and_then(|inner| self.date_value(inner)),
            _ => None,
        }
    }

    /// Whether a publication date is known.
    pub(super) fn is_dated(&self) -> bool {
        !self.published.is_empty() || self.first_published.is_some()
    }

    /// Chooses the publication date, best source first, and tells which others disagree with it.
    pub(super) fn judge(mut self) -> Judged {
        if let Some(interval) = self.first_published.filter(|_| self.published.is_empty()) {
            self.publish(interval, DateSource::FrontMatter, 9);
        }
        // The date of an announced event is the last resort, and no contradiction.
        if self.event && self.published.iter().any(|(_, dated)| dated.source == DateSource::Path && dated.interval.days() <= 31) {
            self.published.retain(|(_, dated)| dated.source != DateSource::FrontMatter);
        }
        self.published.sort_by_key(|(rank, dated)| (dated.source, *rank));
        let mut published = None;
        // A date in the path is better than one that is merely shown on the page.
        let shown = |rank: u8, dated: &DatedBy| dated.source == DateSource::Metadata && rank >= 6;
        if self.published.iter().any(|(_, dated)| dated.source == DateSource::Path && dated.interval.days() == 1) {
            self.published.retain(|(rank, dated)| !shown(*rank, dated));
        }
        for (_, dated) in &self.published {
            let Some(known) = &published else {
                published = Some(dated.clone());
                continue;
            };
            // "2016" made precise by a path of 12 April 2016.
            if known.interval.days() > dated.interval.days() && known.interval.contains(dated.interval) {
                published = Some(dated.clone());
            }
        }
        let mut conflicting: Vec<DatedBy> = Vec::new();
        if let Some(known) = &published {
            for (rank, dated) in self.published {
                // What a page shows somewhere may date another story: a last resort, no objection.
                if dated.source == DateSource::Metadata && rank >= 6 {
                    continue;
                }
                if self.taken_over && dated.source == DateSource::Path && dated.interval.start() > known.interval.end() {
                    continue;
                }
                if dates::distance(known.interval, dated.interval) > TOLERANCE && !conflicting.contains(&dated) {
                    conflicting.push(dated);
                }
            }
        }
        Judged { published, updated: self.updated, conflicting }
    }
}

fn is_any(value: &str, words: &[&str]) -> bool {
    words.iter().any(|word| value.trim().eq_ignore_ascii_case(word))
}

fn nonempty(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Interval {
        dates::parse(text, NumericOrder::Unknown).expect("a date")
    }

    #[test]
    fn what_was_taken_over_from_elsewhere_keeps_its_first_date() {
        let taken_over = |address: Option<&str>, path: &str| {
            let mut metadata = Metadata::default();
            metadata.field(Field::Published(0), "2021-12-02", DateSource::FrontMatter);
            if let Some(address) = address {
                metadata.field(Field::Origin, address, DateSource::FrontMatter);
            }
            metadata.publish(day(path), DateSource::Path, 0);
            let judged = metadata.judge();
            (judged.published.map(|d| d.interval), judged.conflicting.len())
        };
        let first = Some(day("2021-12-02"));
        let elsewhere = Some("https://example.org/2021/11/02/scanning/");
        assert_eq!(taken_over(elsewhere, "2021-12-09"), (first, 0));
        assert_eq!(taken_over(elsewhere, "2021-11-09"), (first, 1), "taken over before it was published");
        assert_eq!(taken_over(None, "2021-12-09"), (first, 1));
    }

    #[test]
    fn drafts_say_so() {
        let is_draft = |key: &str, value: &str| {
            let mut metadata = Metadata::default();
            metadata.field(field(key).expect("a field"), value, DateSource::FrontMatter);
            metadata.draft
        };
        assert!(is_draft("draft", "true") && is_draft("published", "false") && is_draft("post_status", "draft"));
        assert!(!is_draft("draft", "false") && !is_draft("published", "2018-01-02") && !is_draft("status", "true"));
    }
}
