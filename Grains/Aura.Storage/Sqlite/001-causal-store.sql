-- Aura's causal store, version 1. Times are microseconds since 1970; ids and digests are their bytes.

-- A branch is a line of states; its number stands for agent and name in every state's row and index.
CREATE TABLE branches (
    line         INTEGER PRIMARY KEY AUTOINCREMENT,
    agent        TEXT NOT NULL,
    name         TEXT NOT NULL,
    origin       TEXT,
    fork_state   BLOB,
    fork_version INTEGER NOT NULL DEFAULT 0,
    created_at   INTEGER NOT NULL,
    UNIQUE (agent, name),
    CHECK ((origin IS NULL) = (name = 'main')),
    CHECK ((origin IS NULL) = (fork_state IS NULL))
) STRICT;
CREATE INDEX branches_by_fork_state ON branches (fork_state) WHERE fork_state IS NOT NULL;

-- payload is JSON as the very text that came; it is null for a payload that lies in blobs or was erased.
CREATE TABLE states (
    line           INTEGER NOT NULL,
    version        INTEGER NOT NULL,
    id             BLOB NOT NULL UNIQUE,
    parent         BLOB,
    merge_parent   BLOB,
    type           TEXT NOT NULL,
    source         INTEGER NOT NULL,
    operation_id   TEXT,
    occurred_at    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    digest         BLOB NOT NULL,
    payload_digest BLOB NOT NULL,
    context        TEXT,
    payload_kind   INTEGER NOT NULL,
    payload        TEXT,
    UNIQUE (line, version),
    CHECK (version >= 1 AND (version = 1) = (parent IS NULL))
) STRICT;
CREATE UNIQUE INDEX states_operation ON states (line, operation_id) WHERE operation_id IS NOT NULL;
-- Most states happen when they are recorded, and recorded times never fall along a line: only the others need an index by occurrence.
CREATE INDEX states_by_occurrence ON states (line, occurred_at, version) WHERE occurred_at <> recorded_at;
CREATE INDEX states_by_merge_parent ON states (merge_parent) WHERE merge_parent IS NOT NULL;
CREATE INDEX states_by_blob ON states (payload_digest) WHERE payload_kind = 1;

CREATE TABLE links (
    effect     BLOB NOT NULL,
    ordinal    INTEGER NOT NULL,
    cause      BLOB NOT NULL,
    relation   INTEGER NOT NULL,
    confidence REAL,
    PRIMARY KEY (effect, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_cause ON links (cause);

CREATE TABLE blobs (
    digest  BLOB NOT NULL PRIMARY KEY,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE erasures (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    agent     TEXT NOT NULL,
    states    INTEGER NOT NULL,
    erased_at INTEGER NOT NULL
) STRICT;
