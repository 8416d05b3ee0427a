-- The database of pctui: its one authoritative definition, and its documentation.
--
-- `pctui seed` builds it from a corpus; nothing else writes to it, and it can be rebuilt at any time. Notes and marks
-- are in another file. The table `entries` has a row for everything that has a page of its own: an event, an
-- organisation, a finding, a document … Tables whose names end in _details have the columns of one kind of entry
-- only. To query the database, start with the views at the end, which are easier to read: timeline, ladder,
-- recommendations, state_at, organisations, findings, figures and references_to.
--
-- Dates are in EDTF (ISO 8601-2), as in the corpus, in columns named *_edtf; *_earliest and *_latest give their bounds
-- as ISO days (NULL if open or unknown; so that days sort, a year before 0000 is counted from -10000: -0044 is '-9956',
-- and a longer year begins with how many digits it has: 'Y05'), *_label a readable form. Entries refer to each other by `slug`, which stays
-- the same from one build to the next; ids do not. `position` is the order of items in a list, from 0.

-- "pctu" in ASCII, which distinguishes a pctui database from other SQLite files.
PRAGMA application_id = 1885566069;
-- The version of this schema.
PRAGMA user_version = 17;

-- The corpus that this database was built from: always one row. `digest` is the SHA-256 of the corpus files, of this
-- schema and of the version of the program. `built_in` is 1 if the corpus came with the program or is installed as a
-- package: the program then rebuilds the database when any of these has changed. `language` (BCP 47) is that of its
-- statements.
CREATE TABLE corpus (
  slug TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  version TEXT NOT NULL,
  language TEXT NOT NULL,
  digest TEXT NOT NULL,
  built_in INTEGER NOT NULL CHECK (built_in IN (0, 1))
) STRICT;

-- How much a corpus has: with background facts (`context` is 1), and without them.
CREATE TABLE corpus_extents (
  context INTEGER PRIMARY KEY CHECK (context IN (0, 1)),
  documents INTEGER NOT NULL,
  entries INTEGER NOT NULL
) STRICT;

-- The seal: the SHA-256 of the file, without the page of this table, the journal mode and SQLite's change counters. By it
-- pctui sees whether the file has been damaged or changed since it was built.
CREATE TABLE seal (
  sha256 TEXT NOT NULL
) STRICT;

-- The vocabularies of the corpus, in the order in which their terms are displayed. `declared` is 0 for a term of the
-- format, of a corpus that declares none, or for a type of links that every corpus has. `heading` is that of a
-- classification in lists (NULL: the title). Of a type of links, `title` and `heading` are for the page of the entry
-- that has the link, `inverse` and `inverse_heading` for that of the other; without a heading it is among the links.
CREATE TABLE terms (
  vocabulary TEXT NOT NULL CHECK (vocabulary IN (
    'lane', 'boundary', 'actor', 'proposer', 'domain', 'event_type', 'aspect', 'classification', 'link_type'
  )),
  slug TEXT NOT NULL,
  title TEXT NOT NULL,
  position INTEGER NOT NULL,
  declared INTEGER NOT NULL CHECK (declared IN (0, 1)),
  heading TEXT,
  inverse TEXT,
  inverse_heading TEXT,
  PRIMARY KEY (vocabulary, slug)
) STRICT;

-- The broader terms of a term, as in SKOS: what has the narrower term is found by the broader one too.
CREATE TABLE term_broader (
  vocabulary TEXT NOT NULL,
  term TEXT NOT NULL,
  position INTEGER NOT NULL,
  broader TEXT NOT NULL,
  PRIMARY KEY (vocabulary, term, position)
) STRICT;

-- Every term with the terms that it includes: itself, and the narrower ones on all levels. Filled by
-- src/pctui/database/worked_out.py.
CREATE TABLE terms_within (
  vocabulary TEXT NOT NULL,
  broader TEXT NOT NULL,
  term TEXT NOT NULL,
  PRIMARY KEY (vocabulary, broader, term)
) STRICT, WITHOUT ROWID;

-- Every entry, of any kind. `id` is its position in the corpus. `origin` is 'document', or 'context' for a background
-- fact that is not from the documents. `modality` is happened, planned, forecast, proposed, claimed or opinion, as
-- expressed in the passage cited; `hedge` quotes its hedge, if any, in a word or two. `as_of_*` is the date of
-- the statement, if that is not the date of its document. `note` is a remark on the entry, `sic` on a misprint in
-- the document. `status` is 'draft' for an entry that is not to be relied on yet, 'reviewed' for one that somebody else
-- has read. `details` is the text of the other attributes, for full-text search; `title_forms` and `text_forms` are
-- further forms of words in the title, and in the summary and details, by which they are found: `strasse` for Straße,
-- `cooperation` for co-operation, each character of a script without spaces. `title_key` sorts titles as readers do.
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
  status TEXT CHECK (status IN ('reviewed', 'draft')),
  details TEXT NOT NULL DEFAULT '',
  title_forms TEXT NOT NULL DEFAULT '',
  text_forms TEXT NOT NULL DEFAULT '',
  title_key TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX entries_kind ON entries (kind, id);
-- To find the background facts, which are few.
CREATE INDEX entries_context ON entries (slug) WHERE origin <> 'document';

-- To find the drafts.
CREATE INDEX entries_drafts ON entries (slug) WHERE status = 'draft';

-- Source documents. `label` is the short name used in citations, `csl` the bibliographic record in CSL-JSON as far as
-- the document prints it. `extent` says whether the corpus is based on the whole document or on an extract.
CREATE TABLE document_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  label TEXT NOT NULL,
  csl TEXT NOT NULL CHECK (json_valid(csl)),
  issued_edtf TEXT,
  issued_earliest TEXT,
  issued_latest TEXT,
  issued_label TEXT,
  extent TEXT NOT NULL CHECK (extent IN ('whole', 'extract')),
  extent_note TEXT,
  position INTEGER NOT NULL
) STRICT;

-- The SHA-256 of copies of a document in which every anchor is known to be found.
CREATE TABLE document_hashes (
  document TEXT NOT NULL REFERENCES entries (slug),
  sha256 TEXT NOT NULL,
  PRIMARY KEY (document, sha256)
) STRICT;

-- Fields of a bibliographic record that the document does not print, each with the source that it was taken
-- from, its address and the date on which it was read, if these are known.
CREATE TABLE document_supplied (
  document TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  source_title TEXT NOT NULL,
  source_url TEXT,
  source_read TEXT,
  PRIMARY KEY (document, position)
) STRICT;

-- The sections of a document, in order.
CREATE TABLE sections (
  document TEXT NOT NULL REFERENCES entries (slug),
  slug TEXT NOT NULL,
  title TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (document, slug)
) STRICT;

-- The paragraphs of a document, numbered in reading order, without their text, which is under copyright.
-- `page` is the page, or the pages, as printed. `carries_nothing` gives the reason why no entry cites the paragraph.
CREATE TABLE paragraphs (
  document TEXT NOT NULL REFERENCES entries (slug),
  number INTEGER NOT NULL,
  section TEXT,
  page TEXT,
  carries_nothing TEXT,
  PRIMARY KEY (document, number),
  FOREIGN KEY (document, section) REFERENCES sections (document, slug)
) STRICT, WITHOUT ROWID;

-- The parts of a paragraph in reading order; a page or column break divides it. An anchor finds a passage in a copy of
-- the document: FIRST-LAST-LENGTH-WHOLE, which are ten hexadecimal digits of the SHA-256 of the first four normalised
-- words, the same of the last four words, the length in words, and the same of all the words, which an older anchor lacks.
CREATE TABLE paragraph_anchors (
  document TEXT NOT NULL REFERENCES entries (slug),
  number INTEGER NOT NULL,
  position INTEGER NOT NULL,
  anchor TEXT NOT NULL,
  PRIMARY KEY (document, number, position),
  FOREIGN KEY (document, number) REFERENCES paragraphs (document, number)
) STRICT, WITHOUT ROWID;

-- The paragraphs that an entry cites. `part` is '' for the entry as a whole, or the item of the entry that cites the
-- paragraph ('function 2').
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

-- The anchors of the passages that a citation refers to within its paragraph.
CREATE TABLE citation_anchors (
  citation INTEGER NOT NULL REFERENCES citations (id),
  position INTEGER NOT NULL,
  anchor TEXT NOT NULL,
  PRIMARY KEY (citation, position)
) STRICT, WITHOUT ROWID;

-- The public sources of background facts (entries of origin 'context'); `read` is the date on which a source was read.
CREATE TABLE context_sources (
  entry TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  url TEXT NOT NULL,
  read TEXT NOT NULL,
  PRIMARY KEY (entry, position)
) STRICT;

-- Numbers in an entry that the passages cited do not contain, and what each was derived from.
CREATE TABLE derived_numbers (
  entry TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  number TEXT NOT NULL,
  derived_from TEXT NOT NULL,
  PRIMARY KEY (entry, position)
) STRICT;

-- Typed links between entries, such as `source` 'disputes' `target`. `note` says how the two are related. Where they
-- disagree, `subject` is what about, `value` what the source says of it, and `other_value` what the target says.
CREATE TABLE links (
  source TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  type TEXT NOT NULL,
  target TEXT NOT NULL REFERENCES entries (slug),
  note TEXT,
  subject TEXT,
  value TEXT,
  other_value TEXT,
  PRIMARY KEY (source, position)
) STRICT;
CREATE INDEX links_target ON links (target, type);

-- The links of type 'disputes', and those of type 'outcome_of' that have a subject: `subject`, `value` and `other_value` are those of the link or, where it has
-- none, those of two figures of one measure, or the dates of two events, or the titles (the subject, that of both
-- findings, or NULL). `label` and `other_label` name the
-- document that both cite, or else the first that each cites; NULL if it cites none. `place` says where they disagree:
-- 'documents' (between two), 'outside' (with a source outside them), 'reported' (between those whom a document reports),
-- or within a document on 'facts' or on 'views'; or that it is an 'outcome'. `title` says all this in one line.
CREATE TABLE disagreements (
  source TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  target TEXT NOT NULL REFERENCES entries (slug),
  subject TEXT,
  value TEXT NOT NULL,
  other_value TEXT NOT NULL,
  label TEXT,
  other_label TEXT,
  place TEXT NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (source, position)
) STRICT;

-- Events. `date_basis` is 'stated', 'derived', or 'document-date' if only the date of the document is known. `lane` and
-- `type` are terms. `milestone` is 1 for the few events without which the story cannot be followed.
CREATE TABLE event_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  date_edtf TEXT NOT NULL,
  date_earliest TEXT,
  date_latest TEXT,
  date_label TEXT NOT NULL,
  date_basis TEXT NOT NULL,
  lane TEXT NOT NULL,
  type TEXT NOT NULL,
  milestone INTEGER NOT NULL CHECK (milestone IN (0, 1))
) STRICT;
CREATE INDEX event_details_date ON event_details (date_earliest, slug);

-- The organisations that took part in an event.
CREATE TABLE event_organisations (
  event TEXT NOT NULL REFERENCES entries (slug),
  organisation TEXT NOT NULL REFERENCES entries (slug),
  PRIMARY KEY (event, organisation)
) STRICT;
CREATE INDEX event_organisations_organisation ON event_organisations (organisation, event);

-- Organisations: organisational forms as well as named bodies, which `classification` distinguishes. From
-- `planned_from_earliest` on, existence was only planned or forecast. `existence_begun` is the day by which it had begun.
-- The population is that covered by one body.
CREATE TABLE organisation_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  classification TEXT NOT NULL,
  abbreviation TEXT,
  country TEXT,
  existence_edtf TEXT,
  existence_earliest TEXT,
  existence_latest TEXT,
  existence_label TEXT,
  existence_begun TEXT,
  existence_basis TEXT,
  planned_from_edtf TEXT,
  planned_from_earliest TEXT,
  planned_from_label TEXT,
  lane TEXT,
  legal_form TEXT,
  participation TEXT,
  participation_exceptions TEXT,
  population_min INTEGER,
  population_max INTEGER,
  population_mean INTEGER,
  population_value INTEGER,
  population_comparator TEXT,
  budget TEXT,
  purpose TEXT,
  sub_organization_of TEXT REFERENCES entries (slug)
) STRICT;

-- Statements on an organisation, which have citations of their own (citations.part): what came of it, its functions, its
-- drawbacks, and what it is made up of.
CREATE TABLE organisation_items (
  organisation TEXT NOT NULL REFERENCES entries (slug),
  role TEXT NOT NULL CHECK (role IN ('outcome', 'function', 'drawback', 'member')),
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  modality TEXT NOT NULL,
  PRIMARY KEY (organisation, role, position)
) STRICT;

-- Organisations that an organisation is linked to (linkedTo of the W3C Organization Ontology).
CREATE TABLE organisation_links (
  organisation TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  linked_to TEXT NOT NULL REFERENCES entries (slug),
  PRIMARY KEY (organisation, position)
) STRICT;

-- The alternative labels of organisations, abbreviations among them.
CREATE TABLE organisation_labels (
  organisation TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (organisation, position)
) STRICT;

-- Change events (ChangeEvent of the W3C Organization Ontology), by which organisations succeed others. `partial` is 1
-- if an original organisation was only succeeded in part.
CREATE TABLE change_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  date_edtf TEXT NOT NULL,
  date_earliest TEXT,
  date_latest TEXT,
  date_label TEXT NOT NULL,
  date_basis TEXT NOT NULL,
  partial INTEGER NOT NULL CHECK (partial IN (0, 1))
) STRICT;

-- The original and resulting organisations of a change event, many to many.
CREATE TABLE change_organisations (
  change TEXT NOT NULL REFERENCES entries (slug),
  role TEXT NOT NULL CHECK (role IN ('original', 'resulting')),
  position INTEGER NOT NULL,
  organisation TEXT NOT NULL REFERENCES entries (slug),
  PRIMARY KEY (change, role, position)
) STRICT;
CREATE INDEX change_organisations_organisation ON change_organisations (organisation, role);

-- The chronological position of events and change events, from 0: among all of them, and among those of origin
-- 'document' (NULL for the others). It is stored so that any part of a long timeline can be read at once.
CREATE TABLE timeline_places (
  place INTEGER PRIMARY KEY,
  place_cited INTEGER UNIQUE,
  slug TEXT NOT NULL UNIQUE REFERENCES entries (slug)
) STRICT;

-- Of an organisation whose end is not given: the date as of which it was last documented, as EDTF and as its last day.
-- That is the as-of date of its entry, else the date of the latest document or public source that it rests on.
CREATE TABLE organisation_attested (
  organisation TEXT PRIMARY KEY REFERENCES entries (slug),
  attested_edtf TEXT NOT NULL,
  attested_latest TEXT NOT NULL
) STRICT;

-- The next six tables hold what the explorer's timeline would otherwise have to count, so that a timeline of any length
-- opens at once. They are filled from the others, by src/pctui/database/timeline.py, which also fills the first three
-- for the entries that match a filter.

-- Events, change events and organisations with a dated existence, in order: an organisation at its start. An entry that
-- tells what another tells is not a row of its own in the list, but is under its `head`: a change, or the event of a
-- creation, under the organisation that it made, and a change under the event of which it is part. `place` counts all
-- entries from 0, `number` the rows of the list, and `number_cited` the rows of origin 'document' (NULL for the others);
-- `cited` is 1 for an entry of origin 'document'. `day` is the ISO day that a row is listed under ('' if unknown),
-- `started` is 1 if this is its start, `body` is 1 for an organisation. In the chart, an entry is a span from `first` to
-- `last`, or a marker; `lane` is '' if it is not a term of the corpus.
CREATE TABLE timeline_rows (
  place INTEGER PRIMARY KEY,
  number INTEGER UNIQUE,
  number_cited INTEGER UNIQUE,
  slug TEXT NOT NULL UNIQUE REFERENCES entries (slug),
  head TEXT REFERENCES entries (slug),
  cited INTEGER NOT NULL CHECK (cited IN (0, 1)),
  lane TEXT NOT NULL,
  day TEXT NOT NULL,
  started INTEGER NOT NULL CHECK (started IN (0, 1)),
  body INTEGER NOT NULL CHECK (body IN (0, 1)),
  span INTEGER NOT NULL CHECK (span IN (0, 1)),
  first TEXT,
  last TEXT
) STRICT;
CREATE INDEX timeline_rows_day ON timeline_rows (day);
CREATE INDEX timeline_rows_lane ON timeline_rows (lane, day) WHERE NOT span;
CREATE INDEX timeline_rows_spans ON timeline_rows (lane, first, last) WHERE span;
CREATE INDEX timeline_rows_bodies ON timeline_rows (place) WHERE body;
CREATE INDEX timeline_rows_head ON timeline_rows (head) WHERE head IS NOT NULL;

-- By lane, how many markers there are up to and including an ISO day, and how many spans have begun and ended. Columns
-- named *_cited count only what is of origin 'document'.
CREATE TABLE timeline_days (
  lane TEXT NOT NULL,
  day TEXT NOT NULL,
  markers INTEGER NOT NULL,
  begun INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  markers_cited INTEGER NOT NULL,
  begun_cited INTEGER NOT NULL,
  ended_cited INTEGER NOT NULL,
  PRIMARY KEY (lane, day)
) STRICT, WITHOUT ROWID;

-- The extent of the timeline: with background facts (`context` is 1), and without them. `events` and `bodies` count all
-- entries, `number` the rows of the list. `first` and `last` are the earliest and latest ISO days. `starts` counts the
-- rows of which the start is known: a tenth of them are before `low`, and a tenth after `high`.
CREATE TABLE timeline_extents (
  context INTEGER PRIMARY KEY CHECK (context IN (0, 1)),
  events INTEGER NOT NULL,
  bodies INTEGER NOT NULL,
  number INTEGER NOT NULL,
  first TEXT,
  last TEXT,
  starts INTEGER NOT NULL,
  low TEXT,
  high TEXT
) STRICT;

-- The same for the milestones alone. The chart draws a milestone that made an organisation as this, its `head`, whose
-- are then lane, body, span, first and last.
CREATE TABLE milestone_rows (
  place INTEGER PRIMARY KEY,
  number INTEGER UNIQUE,
  number_cited INTEGER UNIQUE,
  slug TEXT NOT NULL UNIQUE REFERENCES entries (slug),
  head TEXT REFERENCES entries (slug),
  cited INTEGER NOT NULL CHECK (cited IN (0, 1)),
  lane TEXT NOT NULL,
  day TEXT NOT NULL,
  started INTEGER NOT NULL CHECK (started IN (0, 1)),
  body INTEGER NOT NULL CHECK (body IN (0, 1)),
  span INTEGER NOT NULL CHECK (span IN (0, 1)),
  first TEXT,
  last TEXT
) STRICT;
CREATE INDEX milestone_rows_day ON milestone_rows (day);
CREATE INDEX milestone_rows_lane ON milestone_rows (lane, day) WHERE NOT span;
CREATE INDEX milestone_rows_spans ON milestone_rows (lane, first, last) WHERE span;
CREATE TABLE milestone_days (
  lane TEXT NOT NULL,
  day TEXT NOT NULL,
  markers INTEGER NOT NULL,
  begun INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  markers_cited INTEGER NOT NULL,
  begun_cited INTEGER NOT NULL,
  ended_cited INTEGER NOT NULL,
  PRIMARY KEY (lane, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE milestone_extents (
  context INTEGER PRIMARY KEY CHECK (context IN (0, 1)),
  events INTEGER NOT NULL,
  bodies INTEGER NOT NULL,
  number INTEGER NOT NULL,
  first TEXT,
  last TEXT,
  starts INTEGER NOT NULL,
  low TEXT,
  high TEXT
) STRICT;

-- The values that the filter of each pane offers, by facet, with the number of its entries that have each (of the
-- timeline, of its events and change events): filled by src/pctui/database/facet_counts.py. `place` is the order in which they are listed; columns named *_cited are
-- of what is of origin 'document' (`place_cited` is NULL for a value without any).
CREATE TABLE facet_values (
  pane TEXT NOT NULL,
  facet TEXT NOT NULL,
  place INTEGER NOT NULL,
  place_cited INTEGER,
  value TEXT NOT NULL,
  title TEXT NOT NULL,
  number INTEGER NOT NULL,
  number_cited INTEGER NOT NULL,
  PRIMARY KEY (pane, facet, place)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX facet_values_cited ON facet_values (pane, facet, place_cited);

-- The grouped lists of the panes, in order, so that any part of a long one can be read at once: filled by
-- src/pctui/database/grouped_lists.py. `list` is the name of a list; `context` is 1 in the lists with background facts,
-- which are there only if the corpus has any. A group is a `heading` with the rows that are numbered from `first`; `side`
-- is that of all its rows, NULL if they differ or there is only one.
CREATE TABLE list_groups (
  list TEXT NOT NULL,
  context INTEGER NOT NULL CHECK (context IN (0, 1)),
  number INTEGER NOT NULL,
  heading TEXT NOT NULL,
  first INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  side TEXT,
  PRIMARY KEY (list, context, number)
) STRICT, WITHOUT ROWID;

-- The rows of these lists, without their headings, numbered from 0. An entry may be in several groups. `slug` is that of
-- an entry, or of both statements that disagree; `prefix` is shown before the title, and `side` after it.
CREATE TABLE list_rows (
  list TEXT NOT NULL,
  context INTEGER NOT NULL CHECK (context IN (0, 1)),
  number INTEGER NOT NULL,
  slug TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  prefix TEXT NOT NULL,
  side TEXT NOT NULL,
  modality TEXT NOT NULL,
  origin TEXT NOT NULL,
  status TEXT,
  PRIMARY KEY (list, context, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX list_rows_slug ON list_rows (list, context, slug);

-- The levels of ladders, which are entries too; rungs count upwards. A level is a state that an organisation passes
-- through, not an organisation.
CREATE TABLE level_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  ladder TEXT NOT NULL REFERENCES entries (slug),
  rung INTEGER NOT NULL,
  organisation TEXT REFERENCES entries (slug),
  UNIQUE (ladder, rung)
) STRICT;
CREATE INDEX level_details_organisation ON level_details (organisation, ladder, rung);

-- What is stated about each aspect of a level.
CREATE TABLE level_aspects (
  level TEXT NOT NULL REFERENCES entries (slug),
  aspect TEXT NOT NULL,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (level, aspect, position)
) STRICT;

-- Recommendations. `proposer` makes it (NULL if the document does not say). `standing` is 'proposal', 'policy' or
-- 'requirement'; `strength` is NULL if it asks for nothing. `stance` is 'own' if the author of the document proposes it,
-- 'reported' if somebody else does, 'unattributed' if it is not said.
CREATE TABLE recommendation_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  proposer TEXT,
  strength TEXT,
  standing TEXT NOT NULL,
  stance TEXT NOT NULL CHECK (stance IN ('reported', 'own', 'unattributed'))
) STRICT;

-- The boundaries that a recommendation would break, terms of the corpus; `basis` is 'printed' if the document names it
-- with the recommendation, else 'inferred'.
CREATE TABLE recommendation_boundaries (
  recommendation TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  boundary TEXT NOT NULL,
  basis TEXT NOT NULL CHECK (basis IN ('printed', 'inferred')),
  PRIMARY KEY (recommendation, position)
) STRICT;
CREATE INDEX recommendation_boundaries_boundary ON recommendation_boundaries (boundary, recommendation);

-- Who is to carry out a recommendation, terms of the corpus: none if the document does not say.
CREATE TABLE recommendation_actors (
  recommendation TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY (recommendation, position)
) STRICT;
CREATE INDEX recommendation_actors_actor ON recommendation_actors (actor, recommendation);

-- Among whose proposals a recommendation is listed, terms of the corpus.
CREATE TABLE recommendation_proposers (
  recommendation TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  proposer TEXT NOT NULL,
  PRIMARY KEY (recommendation, position)
) STRICT;
CREATE INDEX recommendation_proposers_proposer ON recommendation_proposers (proposer, recommendation);

-- Entries that a recommendation gives as examples.
CREATE TABLE recommendation_exemplars (
  recommendation TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  exemplar TEXT NOT NULL REFERENCES entries (slug),
  PRIMARY KEY (recommendation, position)
) STRICT;

-- Findings about a `subject` (any entry). `direction` is the effect found ('improved', 'worsened', 'mixed' …), or
-- 'descriptive' if none is reported; `basis` and `certainty` say how well the finding is supported.
CREATE TABLE finding_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  subject TEXT NOT NULL REFERENCES entries (slug),
  direction TEXT NOT NULL,
  basis TEXT NOT NULL,
  certainty TEXT NOT NULL
) STRICT;
CREATE INDEX finding_details_subject ON finding_details (subject);

-- The domains of a finding, terms of the corpus: one or several.
CREATE TABLE finding_domains (
  finding TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  domain TEXT NOT NULL,
  PRIMARY KEY (finding, position)
) STRICT;
CREATE INDEX finding_domains_domain ON finding_domains (domain, finding);

-- Figures about a `subject` (any entry): a `value`, a range from `min` to `max`, or a quantity in `words` ('most').
-- `comparator` is the document's qualification, such as 'over' or 'about'; `denominator` is what a share is a share of.
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
-- To find the figures of the same measure and unit, which can be compared.
CREATE INDEX figure_details_measure ON figure_details (measure, unit);

-- Concepts in terms of SKOS: the prefLabel is the title of the entry.
CREATE TABLE concept_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  scope_note TEXT
) STRICT;

-- The alternative labels (altLabel) of concepts.
CREATE TABLE concept_labels (
  concept TEXT NOT NULL REFERENCES entries (slug),
  position INTEGER NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (concept, position)
) STRICT;

-- Persons, as described in the documents.
CREATE TABLE person_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  role TEXT,
  affiliation TEXT
) STRICT;

-- Projects and schemes that the documents give as examples.
CREATE TABLE project_details (
  slug TEXT PRIMARY KEY REFERENCES entries (slug),
  country TEXT,
  organisation TEXT REFERENCES entries (slug)
) STRICT;

-- Full-text search of entries. `porter` reduces words to their stems, so that "commission" finds "commissioning". The
-- signs of Indic and other scripts (M*) belong to their words, as accents do.
-- `prefix` also indexes what words begin with, one and two letters, so that a search is as fast while it is typed.
-- sqlite-utils and Datasette recognise the index only if `content` is in double quotes.
CREATE VIRTUAL TABLE entries_fts USING fts5 (
  title, summary, details, title_forms, text_forms,
  content="entries", content_rowid="id", prefix="1 2",
  tokenize="porter unicode61 remove_diacritics 2 categories 'L* N* Co M*'"
);

-- The names of organisations and concepts, by any of which search finds what has another: the title, alternative labels,
-- the abbreviation, and the first letters of a title of three words or more. `key` is a name as it is compared: folded,
-- and its last word in the singular.
CREATE TABLE names (
  key TEXT NOT NULL,
  entry TEXT NOT NULL REFERENCES entries (slug),
  name TEXT NOT NULL,
  PRIMARY KEY (key, entry, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX names_entry ON names (entry);

-- The words of titles, summaries and details, folded, in which search looks for what a misspelled word may be.
CREATE TABLE spellings (
  word TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The dates of entries, by which they are filtered and sorted: each kind with a date of its own has its SELECT here.
-- `first` and `last` are ISO days. An event without a start is put at its end; an organisation may have existed before.
CREATE VIEW dates AS
SELECT slug, date_edtf AS edtf, COALESCE(date_earliest, date_latest) AS first, date_latest AS last, date_label AS label
FROM event_details
UNION ALL
SELECT slug, date_edtf, COALESCE(date_earliest, date_latest), date_latest, date_label FROM change_details
UNION ALL
SELECT slug, existence_edtf, COALESCE(existence_earliest, existence_begun), existence_latest, existence_label
FROM organisation_details;

-- Events and change events in chronological order (ORDER BY place), including those that were only planned or forecast
-- (see `modality`). `date` is the first possible ISO day, `dated` the readable date. The view uses outer joins, not a
-- UNION, so that queries for one entry or for a range of places can use an index.
CREATE VIEW timeline AS
SELECT COALESCE(d.date_earliest, c.date_earliest) AS date, COALESCE(d.date_label, c.date_label) AS dated, e.title,
  e.kind,
  COALESCE(d.lane, (SELECT o.lane FROM change_organisations b JOIN organisation_details o ON o.slug = b.organisation
    WHERE b.change = c.slug AND o.lane IS NOT NULL ORDER BY b.role DESC, b.position LIMIT 1), '') AS lane,
  COALESCE(d.type, 'change') AS type, e.modality, e.summary, p.slug, e.origin, e.status,
  COALESCE(d.date_edtf, c.date_edtf) AS date_edtf, COALESCE(d.date_latest, c.date_latest) AS date_latest,
  COALESCE(d.date_basis, c.date_basis) AS date_basis, e.id AS entry_id, p.place, p.place_cited
FROM timeline_places p
JOIN entries e ON e.slug = p.slug
LEFT JOIN event_details d ON d.slug = p.slug
LEFT JOIN change_details c ON c.slug = p.slug;

-- The levels of every ladder, with one row for each statement about an aspect.
CREATE VIEW ladder AS
SELECT ladders.title AS ladder, l.rung, e.title AS level, l.organisation, a.aspect, a.text AS statement, e.slug
FROM level_details l
JOIN entries e ON e.slug = l.slug
JOIN entries ladders ON ladders.slug = l.ladder
LEFT JOIN level_aspects a ON a.level = l.slug
ORDER BY l.ladder, l.rung, a.aspect, a.position;

-- The printed heading above what an entry cites first. Titles of sections that a document does not print are in brackets.
CREATE VIEW headings AS
SELECT c.entry AS slug, c.document, s.title AS heading, s.position
FROM citations c
JOIN paragraphs p ON p.document = c.document AND p.number = c.paragraph
JOIN sections s ON s.document = p.document AND s.slug = p.section
WHERE c.part = '' AND c.position = 0 AND s.title NOT LIKE '[%';

-- Who proposes that who should do what, and how firmly, in the order of the corpus. Several boundaries or actors are
-- divided by semicolons; boundaries that were inferred are in brackets.
CREATE VIEW recommendations AS
SELECT h.heading, (
    SELECT GROUP_CONCAT(boundary, '; ') FROM (
      SELECT IIF(b.basis = 'inferred', '[' || COALESCE(t.title, b.boundary) || ']', COALESCE(t.title, b.boundary))
        AS boundary
      FROM recommendation_boundaries b LEFT JOIN terms t ON t.vocabulary = 'boundary' AND t.slug = b.boundary
      WHERE b.recommendation = r.slug ORDER BY b.position
    )
  ) AS boundaries, e.title, e.summary, r.proposer, (
    SELECT GROUP_CONCAT(actor, '; ') FROM (
      SELECT COALESCE(t.title, a.actor) AS actor
      FROM recommendation_actors a LEFT JOIN terms t ON t.vocabulary = 'actor' AND t.slug = a.actor
      WHERE a.recommendation = r.slug ORDER BY a.position
    )
  ) AS actors, r.strength, r.standing, r.stance, e.modality, e.slug, e.origin, e.status
FROM recommendation_details r
JOIN entries e ON e.slug = r.slug
LEFT JOIN headings h ON h.slug = r.slug
ORDER BY e.id;

-- Which organisations existed, or possibly existed, on a day:
-- SELECT organisation FROM state_at WHERE '1999-04-01' BETWEEN in_existence_from AND in_existence_to.
-- An open or unknown start is year 1, an open or unknown end 9999. From `planned_from` on, the existence was only
-- planned or forecast.
CREATE VIEW state_at AS
SELECT e.title AS organisation, e.slug, d.lane,
  COALESCE(d.existence_earliest, '0001-01-01') AS in_existence_from,
  COALESCE(d.existence_latest, '9999-12-31') AS in_existence_to,
  d.existence_label AS existence, d.planned_from_earliest AS planned_from, e.modality, e.origin, e.status
FROM organisation_details d JOIN entries e ON e.slug = d.slug
WHERE d.existence_edtf IS NOT NULL;

-- Organisations with their attributes.
CREATE VIEW organisations AS
SELECT e.title, d.abbreviation, d.classification, d.existence_label AS existence, d.participation, d.population_min,
  d.population_max, d.population_mean, d.population_value, d.legal_form, d.budget, d.purpose, e.summary, e.slug, e.origin, e.status
FROM organisation_details d JOIN entries e ON e.slug = d.slug;

-- Findings, by subject, each with its domains.
CREATE VIEW findings AS
SELECT s.title AS subject, (
    SELECT GROUP_CONCAT(domain, '; ') FROM (
      SELECT COALESCE(t.title, d.domain) AS domain
      FROM finding_domains d LEFT JOIN terms t ON t.vocabulary = 'domain' AND t.slug = d.domain
      WHERE d.finding = f.slug ORDER BY d.position
    )
  ) AS domains, f.direction, f.basis, f.certainty, e.title, e.summary, e.slug, e.origin, e.status
FROM finding_details f
JOIN entries e ON e.slug = f.slug
JOIN entries s ON s.slug = f.subject
ORDER BY s.title_key, s.title, e.id;

-- Figures, each with its subject.
CREATE VIEW figures AS
SELECT s.title AS subject, f.measure, f.comparator, f.value, f.min, f.max, f.words, f.unit, f.denominator,
  e.as_of_edtf AS as_of, e.title, e.slug, e.origin, e.status
FROM figure_details f JOIN entries e ON e.slug = f.slug JOIN entries s ON s.slug = f.subject;

-- Which entries cite which paragraph of which document.
CREATE VIEW references_to AS
SELECT c.document, c.paragraph, p.page, s.title AS section, e.kind, e.title AS entry, e.slug
FROM citations c
JOIN entries e ON e.slug = c.entry
JOIN paragraphs p ON p.document = c.document AND p.number = c.paragraph
LEFT JOIN sections s ON s.document = p.document AND s.slug = p.section;
