-- Aura's causal store, version 3: fabrics of memories.

-- A fabric's number stands for its name in every memory's rows and index. Each commit locks its row and raises its revision by one.
CREATE TABLE aura.fabrics (
    fabric       bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    name         text COLLATE "C" PRIMARY KEY,
    embedding    text        NOT NULL,
    settings     text        NOT NULL,
    created_at   timestamptz NOT NULL,
    revision     bigint      NOT NULL DEFAULT 0,
    last_ordinal bigint      NOT NULL DEFAULT 0,
    examined     bigint      NOT NULL DEFAULT 0
);

-- What of a memory changes often, in small rows with room beside them. revision is that of the commit that added or last changed it; uses
-- are seconds since 1970, null for none.
CREATE TABLE aura.memories (
    fabric            bigint   NOT NULL,
    ordinal           bigint   NOT NULL,
    revision          bigint   NOT NULL,
    id                text COLLATE "C" NOT NULL,
    tier              smallint NOT NULL,
    archived          boolean  NOT NULL,
    consolidated_into text COLLATE "C",
    first_use         double precision NOT NULL,
    last_use          double precision NOT NULL,
    second_use        double precision,
    third_use         double precision,
    uses              bigint   NOT NULL,
    PRIMARY KEY (fabric, ordinal),
    CONSTRAINT memories_id UNIQUE (fabric, id)
) WITH (fillfactor = 80);
CREATE INDEX memories_by_revision ON aura.memories (fabric, revision);

-- The rest of it. content is JSON as the very text that came; vectors are those of all interpretations, one after the other, as float32 in
-- little-endian order. They do not compress, and a row that fits into a page stays there.
CREATE TABLE aura.memory_contents (
    fabric          bigint      NOT NULL,
    ordinal         bigint      NOT NULL,
    agent           text COLLATE "C",
    state           uuid,
    occurred_at     timestamptz NOT NULL,
    recorded_at     timestamptz NOT NULL,
    labels          text        NOT NULL,
    sources         text        NOT NULL,
    interpretations text        NOT NULL,
    content         text        NOT NULL,
    vectors         bytea       NOT NULL,
    PRIMARY KEY (fabric, ordinal)
) WITH (toast_tuple_target = 8160);
ALTER TABLE aura.memory_contents ALTER COLUMN vectors SET STORAGE EXTERNAL;

CREATE TABLE aura.memory_erasures (
    fabric    bigint      NOT NULL,
    revision  bigint      NOT NULL,
    id        text COLLATE "C" NOT NULL,
    erased_at timestamptz NOT NULL,
    PRIMARY KEY (fabric, revision, id)
);
