-- The database of pctui: the one authoritative definition, and its documentation.
--
-- Derived from a corpus by `pctui seed`, read-only to everybody else, replaceable at any time. What a reader
-- writes lives in another file. Tables whose names end in _details hold what one kind of entry has beyond the
-- common columns of `entries`; for questions, the views at the end (timeline, ladder, recommendations, state_at,
-- organisations, findings, figures, references_to) read better.
--
-- Dates are EDTF (ISO 8601-2) as the corpus states them in *_edtf, with ISO days as bounds in *_earliest and
-- *_latest (NULL where open or unknown) and a readable *_label. A slug is stable from one build to the next; an id is not.

-- "pctu": tells a pctui database from any other SQLite file.
PRAGMA application_id = 1885566069;
-- The version of this schema.
PRAGMA user_version = 3;

-- The corpus that this database was built from. `digest` is the SHA-256 of its files and of this schema; `built_in`
-- says that it came with the program, which then rebuilds the database when either has changed.
CREATE TABLE corpus (
  slug TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  version TEXT NOT NULL,
  digest TEXT NOT NULL,
  built_in INTEGER NOT NULL CHECK (built_in IN (0, 1))
) STRICT;

-- The corpus's own vocabularies, in the order in which they are shown.
CREATE TABLE terms (
  vocabulary TEXT NOT NULL CHECK (vocabulary IN ('lane', 'boundary', 'domain', 'event_type')),
  slug TEXT NOT NULL,
  title TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (vocabulary, slug)
) STRICT;

-- Every thing that a reader can land on, known everywhere by its slug; `id` is its place in the corpus. `modality` is how the passage puts it; `hedge` its own hedge in a word or
-- two; `sic` flags what a document misprints; `details` is the text of the other attributes, for search.
CREATE TABLE entries (
  slug TEXT PRIMARY KEY,
  id INTEGER NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('document', 'context')),
  modality TEXT NOT NULL,
  hedge TEXT,
  as_of_edtf TEXT,
  as_of_earliest TEXT,
  as_of_latest TEXT,
  as_of_label TEXT,
  note TEXT,
  sic TEXT,
  details TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX entries_kind ON entries (kind, id);

-- A source document: how citations name it, its record in CSL-JSON as printed, and how much of it the corpus saw.
CREATE TABLE document_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  label TEXT NOT NULL,
  csl TEXT NOT NULL CHECK (json_valid(csl)),
  issued_edtf TEXT,
  issued_earliest TEXT,
  issued_label TEXT,
  extent TEXT NOT NULL CHECK (extent IN ('whole', 'extract')),
  extent_note TEXT,
  position INTEGER NOT NULL
) STRICT;

-- SHA-256 of the copies in which every anchor is known to hold.
CREATE TABLE document_hashes (
  document TEXT NOT NULL REFERENCES entries (slug),
  sha256 TEXT NOT NULL,
  PRIMARY KEY (document, sha256)
) STRICT;

-- Fields of a record that the document does not print, each with the public source it was taken from.
CREATE TABLE document_supplied (
  document TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  source_title TEXT NOT NULL,
  source_url TEXT NOT NULL,
  source_read TEXT NOT NULL,
  PRIMARY KEY (document, position)
) STRICT;

CREATE TABLE sections (
  document TEXT NOT NULL REFERENCES entries (slug),
  slug TEXT NOT NULL,
  title TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (document, slug)
) STRICT;

-- The paragraphs of a document, numbered in reading order. No text: only where it is found.
CREATE TABLE paragraphs (
  document TEXT NOT NULL REFERENCES entries (slug),
  number INTEGER NOT NULL,
  section TEXT,
  carries_nothing TEXT,
  PRIMARY KEY (document, number),
  FOREIGN KEY (document, section) REFERENCES sections (document, slug)
) STRICT;

-- The spans that a paragraph is made of, in reading order. An anchor is FIRST-LAST-LENGTH: ten hexadecimal digits of
-- the SHA-256 of the first four normalised words, the same of the last four, and the length in words.
CREATE TABLE paragraph_anchors (
  document TEXT NOT NULL REFERENCES entries (slug),
  number INTEGER NOT NULL,
  position INTEGER NOT NULL,
  anchor TEXT NOT NULL,
  PRIMARY KEY (document, number, position),
  FOREIGN KEY (document, number) REFERENCES paragraphs (document, number)
) STRICT;

-- What an entry rests on. `part` is '' for the entry as a whole, or names an item of it ('function 2').
CREATE TABLE citations (
  id INTEGER PRIMARY KEY,
  entry TEXT NOT NULL REFERENCES entries (slug),
  part TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL,
  document TEXT NOT NULL REFERENCES entries (slug),
  paragraph INTEGER NOT NULL,
  FOREIGN KEY (document, paragraph) REFERENCES paragraphs (document, number),
  UNIQUE (entry, part, position)
) STRICT;
CREATE INDEX citations_place ON citations (document, paragraph, entry);

CREATE TABLE citation_anchors (
  citation INTEGER NOT NULL REFERENCES citations (id),
  position INTEGER NOT NULL,
  anchor TEXT NOT NULL,
  PRIMARY KEY (citation, position)
) STRICT;

-- The public sources of an entry of origin 'context'.
CREATE TABLE context_sources (
  entry TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  url TEXT NOT NULL,
  read TEXT NOT NULL,
  PRIMARY KEY (entry, position)
) STRICT;

-- Numbers that no passage prints, and what each was worked out from.
CREATE TABLE derived_numbers (
  entry TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  number TEXT NOT NULL,
  derived_from TEXT NOT NULL,
  PRIMARY KEY (entry, position)
) STRICT;

-- Typed links between entries: `source` disputes `target`, and so on.
CREATE TABLE links (
  source TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  type TEXT NOT NULL,
  target TEXT NOT NULL REFERENCES entries (slug),
  note TEXT,
  PRIMARY KEY (source, position)
) STRICT;
CREATE INDEX links_target ON links (target, type);

CREATE TABLE event_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  date_edtf TEXT NOT NULL,
  date_earliest TEXT,
  date_latest TEXT,
  date_label TEXT NOT NULL,
  date_basis TEXT NOT NULL,
  lane TEXT NOT NULL,
  type TEXT NOT NULL
) STRICT;
CREATE INDEX event_details_date ON event_details (date_earliest, slug);

CREATE TABLE event_organisations (
  event TEXT NOT NULL REFERENCES entries (slug),
  organisation TEXT NOT NULL REFERENCES entries (slug),
  PRIMARY KEY (event, organisation)
) STRICT;
CREATE INDEX event_organisations_organisation ON event_organisations (organisation, event);

-- An organisational form or a named body. From `planned_from` on, its existence is what was planned or forecast.
CREATE TABLE organisation_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  classification TEXT NOT NULL,
  abbreviation TEXT,
  country TEXT,
  existence_edtf TEXT,
  existence_earliest TEXT,
  existence_latest TEXT,
  existence_label TEXT,
  existence_basis TEXT,
  planned_from_edtf TEXT,
  planned_from_earliest TEXT,
  lane TEXT,
  legal_form TEXT,
  participation TEXT,
  participation_exceptions TEXT,
  population_min INTEGER,
  population_max INTEGER,
  population_mean INTEGER,
  population_comparator TEXT,
  budget TEXT,
  purpose TEXT,
  sub_organization_of TEXT REFERENCES entries (slug)
) STRICT;

-- Items of an organisation's lists, each on its own. `role` is 'function' or 'drawback'.
CREATE TABLE organisation_items (
  organisation TEXT NOT NULL REFERENCES entries (slug),
  role TEXT NOT NULL CHECK (role IN ('function', 'drawback')),
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (organisation, role, position)
) STRICT;

-- W3C ORG linkedTo.
CREATE TABLE organisation_links (
  organisation TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  linked_to TEXT NOT NULL REFERENCES entries (slug),
  PRIMARY KEY (organisation, position)
) STRICT;

-- A change event (W3C ORG): organisations taken up and organisations that came of it, many to many.
CREATE TABLE change_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  date_edtf TEXT NOT NULL,
  date_earliest TEXT,
  date_latest TEXT,
  date_label TEXT NOT NULL,
  date_basis TEXT NOT NULL,
  partial INTEGER NOT NULL CHECK (partial IN (0, 1))
) STRICT;

CREATE TABLE change_organisations (
  change TEXT NOT NULL REFERENCES entries (slug),
  role TEXT NOT NULL CHECK (role IN ('original', 'resulting')),
  position INTEGER NOT NULL,
  organisation TEXT NOT NULL REFERENCES entries (slug),
  PRIMARY KEY (change, role, position)
) STRICT;
CREATE INDEX change_organisations_organisation ON change_organisations (organisation, role);

-- Where events and change events stand in order of time, from 0: among all of them, and among those that rest on the
-- documents (NULL for the others). Worked out once, so that any stretch of a long list is there at once.
CREATE TABLE timeline_places (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  place INTEGER NOT NULL UNIQUE,
  place_cited INTEGER UNIQUE
) STRICT;

-- A rung of a ladder (itself an entry): a state that a body passes through, not an organisation.
CREATE TABLE level_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  ladder TEXT NOT NULL REFERENCES entries (slug),
  rung INTEGER NOT NULL,
  organisation TEXT REFERENCES entries (slug),
  UNIQUE (ladder, rung)
) STRICT;
CREATE INDEX level_details_organisation ON level_details (organisation, ladder, rung);

CREATE TABLE level_aspects (
  level TEXT NOT NULL REFERENCES entries (slug),
  aspect TEXT NOT NULL,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (level, aspect, position)
) STRICT;

CREATE TABLE recommendation_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  proposer TEXT NOT NULL,
  actor TEXT NOT NULL,
  boundary TEXT NOT NULL,
  strength TEXT NOT NULL,
  stance TEXT NOT NULL CHECK (stance IN ('reported', 'own'))
) STRICT;
CREATE INDEX recommendation_details_boundary ON recommendation_details (boundary, slug);

CREATE TABLE recommendation_exemplars (
  recommendation TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  exemplar TEXT NOT NULL REFERENCES entries (slug),
  PRIMARY KEY (recommendation, position)
) STRICT;

CREATE TABLE finding_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  subject TEXT NOT NULL REFERENCES entries (slug),
  domain TEXT NOT NULL,
  direction TEXT NOT NULL,
  basis TEXT NOT NULL,
  certainty TEXT NOT NULL
) STRICT;
CREATE INDEX finding_details_subject ON finding_details (subject, domain);

CREATE TABLE figure_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  measure TEXT NOT NULL,
  subject TEXT NOT NULL REFERENCES entries (slug),
  unit TEXT NOT NULL,
  value REAL,
  min REAL,
  max REAL,
  words TEXT,
  comparator TEXT NOT NULL,
  denominator TEXT
) STRICT;
CREATE INDEX figure_details_subject ON figure_details (subject);
-- Figures of one measure and unit are set beside one another.
CREATE INDEX figure_details_measure ON figure_details (measure, unit);

-- A SKOS concept: its prefLabel is the entry's title.
CREATE TABLE concept_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  scope_note TEXT
) STRICT;

CREATE TABLE concept_labels (
  concept TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (concept, position)
) STRICT;

CREATE TABLE person_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  role TEXT,
  affiliation TEXT
) STRICT;

CREATE TABLE project_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  country TEXT,
  organisation TEXT REFERENCES entries (slug)
) STRICT;

-- Full-text search over entries; `porter` so that "commission" finds "commissioning". With `content` in double quotes
-- sqlite-utils and Datasette see that it is there.
CREATE VIRTUAL TABLE entries_fts USING fts5 (
  title, summary, details,
  content="entries", content_rowid="id", tokenize='porter unicode61'
);

-- What happened when, and what was planned or forecast to: events and change events. Outer joins rather than a UNION,
-- so that what is asked of one entry, or of a stretch of places, is answered from an index.
CREATE VIEW timeline AS
SELECT COALESCE(d.date_earliest, c.date_earliest) AS date, COALESCE(d.date_label, c.date_label) AS dated, e.title,
  e.kind,
  COALESCE(d.lane, (SELECT o.lane FROM change_organisations b JOIN organisation_details o ON o.slug = b.organisation
    WHERE b.change = c.slug AND o.lane IS NOT NULL ORDER BY b.role DESC, b.position LIMIT 1), '') AS lane,
  COALESCE(d.type, 'change') AS type, e.modality, e.summary, p.slug, e.origin,
  COALESCE(d.date_edtf, c.date_edtf) AS date_edtf, COALESCE(d.date_latest, c.date_latest) AS date_latest,
  COALESCE(d.date_basis, c.date_basis) AS date_basis, e.id AS entry_id, p.place, p.place_cited
FROM timeline_places p
JOIN entries e ON e.slug = p.slug
LEFT JOIN event_details d ON d.slug = p.slug
LEFT JOIN change_details c ON c.slug = p.slug;

-- The rungs of every ladder, one row an aspect's statement.
CREATE VIEW ladder AS
SELECT ladders.title AS ladder, l.rung, e.title AS level, l.organisation, a.aspect, a.text AS statement, e.slug
FROM level_details l
JOIN entries e ON e.slug = l.slug
JOIN entries ladders ON ladders.slug = l.ladder
LEFT JOIN level_aspects a ON a.level = l.slug
ORDER BY l.ladder, l.rung, a.aspect, a.position;

-- Who proposes that who should do what, and how firmly.
CREATE VIEW recommendations AS
SELECT t.title AS boundary, e.title, e.summary, r.proposer, r.actor, r.strength, r.stance, e.modality, e.slug, e.origin
FROM recommendation_details r
JOIN entries e ON e.slug = r.slug
LEFT JOIN terms t ON t.vocabulary = 'boundary' AND t.slug = r.boundary
ORDER BY t.position, e.id;

-- What was in being: ask WHERE '1999-04-01' BETWEEN in_existence_from AND in_existence_to. Open ends reach to the ends of time;
-- `planned` is 1 where the existence is planned or forecast from `planned_from` on.
CREATE VIEW state_at AS
SELECT e.title AS organisation, e.slug, d.lane,
  COALESCE(d.existence_earliest, '0001-01-01') AS in_existence_from,
  COALESCE(d.existence_latest, '9999-12-31') AS in_existence_to,
  d.existence_label AS existence, d.planned_from_earliest AS planned_from, e.modality, e.origin
FROM organisation_details d JOIN entries e ON e.slug = d.slug
WHERE d.existence_edtf IS NOT NULL;

CREATE VIEW organisations AS
SELECT e.title, d.abbreviation, d.classification, d.existence_label AS existence, d.participation, d.population_min,
  d.population_max, d.population_mean, d.legal_form, d.budget, d.purpose, e.summary, e.slug, e.origin
FROM organisation_details d JOIN entries e ON e.slug = d.slug;

CREATE VIEW findings AS
SELECT s.title AS subject, t.title AS domain, f.direction, f.basis, f.certainty, e.title, e.summary, e.slug, e.origin
FROM finding_details f
JOIN entries e ON e.slug = f.slug
JOIN entries s ON s.slug = f.subject
LEFT JOIN terms t ON t.vocabulary = 'domain' AND t.slug = f.domain
ORDER BY s.title, t.position, e.id;

CREATE VIEW figures AS
SELECT s.title AS subject, f.measure, f.comparator, f.value, f.min, f.max, f.words, f.unit, f.denominator,
  e.as_of_edtf AS as_of, e.title, e.slug, e.origin
FROM figure_details f JOIN entries e ON e.slug = f.slug JOIN entries s ON s.slug = f.subject;

-- Which entries rest on which paragraph of which document.
CREATE VIEW references_to AS
SELECT c.document, c.paragraph, s.title AS section, e.kind, e.title AS entry, e.slug
FROM citations c
JOIN entries e ON e.slug = c.entry
JOIN paragraphs p ON p.document = c.document AND p.number = c.paragraph
LEFT JOIN sections s ON s.document = p.document AND s.slug = p.section;
