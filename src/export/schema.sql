CREATE TABLE about (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    title TEXT,
    url TEXT,
    format TEXT,
    published_from TEXT,
    published_to TEXT,
    published_source TEXT,
    updated_from TEXT,
    updated_to TEXT,
    is_living INTEGER NOT NULL,
    file TEXT NOT NULL,
    record_line INTEGER,
    content_hash TEXT NOT NULL,
    problems TEXT
);

CREATE TABLE targets (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    key TEXT NOT NULL,
    owner TEXT,
    is_declared INTEGER NOT NULL,
    first_deadline_from TEXT,
    first_deadline_to TEXT,
    last_deadline_from TEXT,
    last_deadline_to TEXT
);

CREATE TABLE statements (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id),
    target INTEGER REFERENCES targets (id),
    kind TEXT NOT NULL,
    quote TEXT NOT NULL,
    subject TEXT NOT NULL,
    deadline_from TEXT,
    deadline_to TEXT,
    deadline_words TEXT,
    old_deadline_from TEXT,
    old_deadline_to TEXT,
    old_deadline_words TEXT,
    made_on_from TEXT,
    made_on_to TEXT,
    speaks_from_from TEXT,
    speaks_from_to TEXT,
    delivered_from TEXT,
    delivered_to TEXT,
    strength TEXT NOT NULL,
    actor TEXT,
    speaker TEXT,
    voice TEXT NOT NULL,
    factuality TEXT NOT NULL,
    confidence TEXT NOT NULL,
    cue TEXT NOT NULL,
    zone TEXT NOT NULL,
    line INTEGER NOT NULL,
    column_number INTEGER NOT NULL,
    end_line INTEGER NOT NULL,
    end_column_number INTEGER NOT NULL,
    start_byte INTEGER NOT NULL,
    end_byte INTEGER NOT NULL,
    link_reasons TEXT,
    link_confidence TEXT
);

CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    target INTEGER NOT NULL REFERENCES targets (id),
    on_from TEXT,
    on_to TEXT,
    kind TEXT NOT NULL,
    deadline_from TEXT,
    deadline_to TEXT,
    statement INTEGER REFERENCES statements (id),
    quote TEXT,
    source_url TEXT
);

CREATE TABLE verdicts (
    id INTEGER PRIMARY KEY,
    target INTEGER NOT NULL REFERENCES targets (id),
    verdict TEXT NOT NULL,
    deadline_from TEXT,
    deadline_to TEXT,
    new_deadline_from TEXT,
    new_deadline_to TEXT,
    delivered_from TEXT,
    delivered_to TEXT,
    slip_days INTEGER,
    is_announced INTEGER NOT NULL,
    is_disputed INTEGER NOT NULL,
    confidence TEXT NOT NULL,
    why TEXT NOT NULL,
    decided_by INTEGER REFERENCES statements (id),
    set_by INTEGER REFERENCES statements (id)
);

CREATE TABLE findings (
    id INTEGER PRIMARY KEY,
    check_code TEXT NOT NULL,
    severity TEXT NOT NULL,
    confidence TEXT NOT NULL,
    family TEXT NOT NULL,
    message TEXT NOT NULL,
    why TEXT NOT NULL,
    refuted_by TEXT NOT NULL,
    target INTEGER REFERENCES targets (id),
    document INTEGER REFERENCES documents (id),
    line INTEGER,
    deadline_from TEXT,
    deadline_to TEXT,
    slip_days INTEGER,
    fingerprint TEXT NOT NULL,
    set_aside_because TEXT
);

CREATE TABLE excerpts (
    id INTEGER PRIMARY KEY,
    finding INTEGER NOT NULL REFERENCES findings (id),
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    label TEXT NOT NULL,
    document INTEGER REFERENCES documents (id),
    place_of TEXT NOT NULL,
    line INTEGER,
    column_number INTEGER,
    quote TEXT NOT NULL,
    UNIQUE (finding, position)
);

CREATE INDEX documents_by_name ON documents (name);
CREATE INDEX documents_by_day ON documents (published_from);
CREATE INDEX targets_by_key ON targets (key);
CREATE INDEX statements_by_document ON statements (document);
CREATE INDEX statements_by_target ON statements (target);
CREATE INDEX statements_by_deadline ON statements (deadline_to);
CREATE INDEX events_by_target ON events (target, on_from);
CREATE INDEX events_by_statement ON events (statement);
CREATE INDEX verdicts_by_target ON verdicts (target);
CREATE INDEX findings_by_target ON findings (target);
CREATE INDEX findings_by_document ON findings (document);
CREATE INDEX excerpts_by_document ON excerpts (document);

-- What a reader asks first: what was promised, by when, and what became of it.
CREATE VIEW target_overview AS
SELECT
    targets.id AS target,
    targets.title,
    targets.owner,
    targets.first_deadline_to AS first_deadline,
    targets.last_deadline_to AS last_deadline,
    (SELECT group_concat(verdict, ', ') FROM verdicts WHERE verdicts.target = targets.id) AS verdicts,
    (SELECT max(slip_days) FROM verdicts WHERE verdicts.target = targets.id) AS greatest_slip_days,
    (SELECT count(*) FROM statements WHERE statements.target = targets.id) AS statements,
    (SELECT count(DISTINCT document) FROM statements WHERE statements.target = targets.id) AS documents
FROM targets
ORDER BY first_deadline, title;

-- The life of every target, in order.
CREATE VIEW target_history AS
SELECT
    targets.title AS target_title,
    events.on_from AS said_on,
    events.kind,
    events.deadline_to AS deadline,
    coalesce(statements.quote, events.quote) AS quote,
    documents.name AS document_name,
    statements.line,
    coalesce(documents.url, events.source_url) AS url,
    events.target
FROM events
JOIN targets ON targets.id = events.target
LEFT JOIN statements ON statements.id = events.statement
LEFT JOIN documents ON documents.id = statements.document
ORDER BY targets.title, events.on_from, events.id;

-- What is reported, with where to look. What was waived or known before is left out.
CREATE VIEW open_findings AS
SELECT
    findings.id AS finding,
    findings.severity,
    findings.check_code,
    findings.message,
    targets.title AS target_title,
    findings.deadline_to AS deadline,
    findings.slip_days,
    documents.name AS document_name,
    findings.line,
    documents.url
FROM findings
LEFT JOIN targets ON targets.id = findings.target
LEFT JOIN documents ON documents.id = findings.document
WHERE findings.set_aside_because IS NULL
ORDER BY findings.id;

-- How often what was promised was met, late, missed or moved, by who answers for it.
CREATE VIEW verdicts_by_owner AS
SELECT
    coalesce(targets.owner, 'not known') AS owner,
    verdicts.verdict,
    count(*) AS times,
    round(avg(verdicts.slip_days)) AS average_slip_days
FROM verdicts
JOIN targets ON targets.id = verdicts.target
GROUP BY 1, 2
ORDER BY 1, 2;
