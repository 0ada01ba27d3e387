-- Aura's causal store, version 3: fabrics of memories.

-- A fabric's number stands for its name in every memory's rows and index. Each commit raises its revision by one.
CREATE TABLE fabrics (
    fabric       INTEGER PRIMARY KEY AUTOINCREMENT,
    name         TEXT NOT NULL UNIQUE,
    embedding    TEXT NOT NULL,
    settings     TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    revision     INTEGER NOT NULL DEFAULT 0,
    last_ordinal INTEGER NOT NULL DEFAULT 0,
    examined     INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What of a memory changes often, in small rows. revision is that of the commit that added or last changed it; uses are seconds since 1970,
-- null for none.
CREATE TABLE memories (
    fabric            INTEGER NOT NULL,
    ordinal           INTEGER NOT NULL,
    revision          INTEGER NOT NULL,
    id                TEXT NOT NULL,
    tier              INTEGER NOT NULL,
    archived          INTEGER NOT NULL,
    consolidated_into TEXT,
    first_use         REAL NOT NULL,
    last_use          REAL NOT NULL,
    second_use        REAL,
    third_use         REAL,
    uses              INTEGER NOT NULL,
    PRIMARY KEY (fabric, ordinal),
    UNIQUE (fabric, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX memories_by_revision ON memories (fabric, revision);

-- The rest of it. content is JSON as the very text that came; vectors are those of all interpretations, one after the other, as float32 in
-- little-endian order.
CREATE TABLE memory_contents (
    fabric          INTEGER NOT NULL,
    ordinal         INTEGER NOT NULL,
    agent           TEXT,
    state           BLOB,
    occurred_at     INTEGER NOT NULL,
    recorded_at     INTEGER NOT NULL,
    labels          TEXT NOT NULL,
    sources         TEXT NOT NULL,
    interpretations TEXT NOT NULL,
    content         TEXT NOT NULL,
    vectors         BLOB NOT NULL,
    UNIQUE (fabric, ordinal)
) STRICT;

CREATE TABLE memory_erasures (
    fabric    INTEGER NOT NULL,
    revision  INTEGER NOT NULL,
    id        TEXT NOT NULL,
    erased_at INTEGER NOT NULL,
    PRIMARY KEY (fabric, revision, id)
) STRICT, WITHOUT ROWID;
