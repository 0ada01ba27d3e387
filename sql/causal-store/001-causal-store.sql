-- Aura's causal store, version 1. Applied once, in one transaction, by `aura store init` or when a client opens the store.
-- The append relies on these constraints: they, and not the writers, decide which of two states takes a place in a line.

-- A branch is a line of states; its number stands for agent and name in every state's row and index.
CREATE TABLE aura.branches (
    line         bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    agent        text COLLATE "C" NOT NULL,
    name         text COLLATE "C" NOT NULL,
    origin       text COLLATE "C",
    fork_state   uuid,
    fork_version bigint      NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (agent, name),
    CHECK ((origin IS NULL) = (name = 'main')),
    CHECK ((origin IS NULL) = (fork_state IS NULL))
);
CREATE INDEX branches_by_fork_state ON aura.branches (fork_state) WHERE fork_state IS NOT NULL;

-- A state's row. payload is JSON as the very text that came, kept apart from jsonb, which would reformat it; it is null for a payload
-- that lies in aura.blobs or was erased. context is null where nothing was said.
CREATE TABLE aura.states (
    line           bigint      NOT NULL,
    version        bigint      NOT NULL,
    id             uuid        NOT NULL,
    parent         uuid,
    merge_parent   uuid,
    occurred_at    timestamptz NOT NULL,
    recorded_at    timestamptz NOT NULL,
    source         smallint    NOT NULL,
    payload_kind   smallint    NOT NULL,
    type           text COLLATE "C" NOT NULL,
    operation_id   text COLLATE "C",
    digest         bytea       NOT NULL,
    payload_digest bytea       NOT NULL,
    context        text,
    payload        text,
    CONSTRAINT states_line PRIMARY KEY (line, version),
    CONSTRAINT states_id UNIQUE (id),
    CONSTRAINT states_parent CHECK (version >= 1 AND (version = 1) = (parent IS NULL))
);
CREATE UNIQUE INDEX states_operation ON aura.states (line, operation_id) WHERE operation_id IS NOT NULL;
-- Most states happen when they are recorded, and recorded times never fall along a line: only the others need an index by occurrence.
CREATE INDEX states_by_occurrence ON aura.states (line, occurred_at, version) WHERE occurred_at <> recorded_at;
CREATE INDEX states_by_merge_parent ON aura.states (merge_parent) WHERE merge_parent IS NOT NULL;
CREATE INDEX states_by_blob ON aura.states (payload_digest) WHERE payload_kind = 1;

-- One row for each cause that is a state, so that effects can be found from their causes.
CREATE TABLE aura.links (
    effect     uuid     NOT NULL,
    ordinal    smallint NOT NULL,
    cause      uuid     NOT NULL,
    relation   smallint NOT NULL,
    confidence double precision,
    PRIMARY KEY (effect, ordinal)
);
CREATE INDEX links_by_cause ON aura.links (cause);

-- Payloads over 1 MiB, each once, by their SHA-256.
CREATE TABLE aura.blobs (
    digest  bytea PRIMARY KEY,
    content bytea NOT NULL
);
ALTER TABLE aura.blobs ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE aura.erasures (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agent     text COLLATE "C" NOT NULL,
    states    bigint      NOT NULL,
    erased_at timestamptz NOT NULL
);
