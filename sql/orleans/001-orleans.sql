-- What Orleans' ADO.NET clustering, grain storage and reminders need, version 1. Applied once, in one transaction, by `aura store init` or
-- by a silo. The providers find every query in orleansquery by its key. The keys, the parameters and the names of the columns that come
-- back are theirs, the tables are ours. Each query is one statement, so that it happens as a whole or not at all.

-- The providers ask for this table by its bare name: they connect with the search path orleans.
CREATE TABLE orleans.orleansquery (
    querykey  text PRIMARY KEY,
    querytext text NOT NULL
);

-- An etag comes again only after 2^31 others, so the one of a row that was deleted does not fit a row made anew under the same key.
CREATE SEQUENCE orleans.etags AS integer CYCLE;

-- A cluster's version moves with every silo that is added or changed: who wants to change one names the version that they know.
CREATE TABLE orleans.clusters (
    cluster text COLLATE "C" PRIMARY KEY,
    version integer NOT NULL
);

CREATE TABLE orleans.silos (
    cluster       text COLLATE "C" NOT NULL REFERENCES orleans.clusters ON DELETE CASCADE,
    address       text COLLATE "C" NOT NULL,
    port          integer     NOT NULL,
    generation    integer     NOT NULL,
    name          text        NOT NULL,
    host          text        NOT NULL,
    status        integer     NOT NULL,
    proxy_port    integer     NOT NULL,
    suspect_times text,
    started_at    timestamptz NOT NULL,
    alive_at      timestamptz NOT NULL,
    PRIMARY KEY (cluster, address, port, generation)
);

-- A grain's key comes as two numbers and a text, and as a hash: only the hash tells the key x from the number 0 with the extension x.
-- The text is kept with a plus sign before it, so that none differs from an empty one. payload is null for a state that was cleared.
CREATE TABLE orleans.grain_states (
    service    text COLLATE "C" NOT NULL,
    grain_type text COLLATE "C" NOT NULL,
    key_hash   integer NOT NULL,
    key_0      bigint  NOT NULL,
    key_1      bigint  NOT NULL,
    key_text   text COLLATE "C" NOT NULL,
    version    integer NOT NULL DEFAULT nextval('orleans.etags'),
    payload    bytea,
    PRIMARY KEY (service, grain_type, key_hash, key_0, key_1, key_text)
);

CREATE TABLE orleans.reminders (
    service    text COLLATE "C" NOT NULL,
    grain      text COLLATE "C" NOT NULL,
    name       text COLLATE "C" NOT NULL,
    hash       integer     NOT NULL,
    started_at timestamptz NOT NULL,
    period     bigint      NOT NULL,
    version    integer     NOT NULL DEFAULT nextval('orleans.etags'),
    PRIMARY KEY (service, grain, name)
);
CREATE INDEX reminders_by_hash ON orleans.reminders (service, hash);

INSERT INTO orleans.orleansquery (querykey, querytext) VALUES
('InsertMembershipVersionKey', $query$
WITH added AS (
    INSERT INTO orleans.clusters (cluster, version) VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING cluster
)
SELECT EXISTS (SELECT FROM added)
$query$),

-- Whoever comes second waits for the cluster's row, finds another version there and changes nothing.
('InsertMembershipKey', $query$
WITH moved AS (
    UPDATE orleans.clusters SET version = version + 1
    WHERE cluster = @DeploymentId AND version = @Version AND NOT EXISTS (
        SELECT FROM orleans.silos WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING cluster
), added AS (
    INSERT INTO orleans.silos (cluster, address, port, generation, name, host, status, proxy_port, started_at, alive_at)
    SELECT cluster, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM moved
    RETURNING cluster
)
SELECT EXISTS (SELECT FROM added)
$query$),
('UpdateMembershipKey', $query$
WITH moved AS (
    UPDATE orleans.clusters SET version = version + 1
    WHERE cluster = @DeploymentId AND version = @Version AND EXISTS (
        SELECT FROM orleans.silos WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING cluster
), changed AS (
    UPDATE orleans.silos s SET status = @Status, suspect_times = @SuspectTimes, alive_at = @IAmAliveTime
    FROM moved
    WHERE s.cluster = moved.cluster AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
    RETURNING s.cluster
)
SELECT EXISTS (SELECT FROM changed)
$query$),
('UpdateIAmAlivetimeKey', $query$
UPDATE orleans.silos SET alive_at = @IAmAliveTime
WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$query$),

-- A cluster without silos still has a version, so it yields one row.
('MembershipReadRowKey', $query$
SELECT c.version AS Version, s.address AS Address, s.port AS Port, s.generation AS Generation, s.name AS SiloName, s.host AS HostName,
    s.status AS Status, s.proxy_port AS ProxyPort, s.suspect_times AS SuspectTimes, s.started_at AS StartTime, s.alive_at AS IAmAliveTime
FROM orleans.clusters c
LEFT JOIN orleans.silos s ON s.cluster = c.cluster AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
WHERE c.cluster = @DeploymentId
$query$),
('MembershipReadAllKey', $query$
SELECT c.version AS Version, s.address AS Address, s.port AS Port, s.generation AS Generation, s.name AS SiloName, s.host AS HostName,
    s.status AS Status, s.proxy_port AS ProxyPort, s.suspect_times AS SuspectTimes, s.started_at AS StartTime, s.alive_at AS IAmAliveTime
FROM orleans.clusters c
LEFT JOIN orleans.silos s ON s.cluster = c.cluster
WHERE c.cluster = @DeploymentId
$query$),
('GatewaysQueryKey', $query$
SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
FROM orleans.silos
WHERE cluster = @DeploymentId AND status = @Status AND proxy_port > 0
$query$),
('DeleteMembershipTableEntriesKey', $query$
DELETE FROM orleans.clusters WHERE cluster = @DeploymentId
$query$),

-- Status 3 is an active silo. One that died while it joined or left is as defunct as one that was declared dead.
('CleanupDefunctSiloEntriesKey', $query$
DELETE FROM orleans.silos WHERE cluster = @DeploymentId AND alive_at < @IAmAliveTime AND status <> 3
$query$),

-- A write that yields no row is a conflict. Without an etag it is a first write, which the primary key grants to one writer, and once more
-- after a clear.
('WriteToStorageKey', $query$
WITH changed AS (
    UPDATE orleans.grain_states SET version = DEFAULT, payload = @PayloadBinary
    WHERE service = @ServiceId AND grain_type = @GrainTypeString AND key_hash = @GrainIdHash
        AND key_0 = @GrainIdN0 AND key_1 = @GrainIdN1 AND key_text = coalesce('+' || @GrainIdExtensionString, '')
        AND version = @GrainStateVersion
    RETURNING version
), added AS (
    INSERT INTO orleans.grain_states AS s (service, grain_type, key_hash, key_0, key_1, key_text, payload)
    SELECT
        @ServiceId, @GrainTypeString, @GrainIdHash, @GrainIdN0, @GrainIdN1, coalesce('+' || @GrainIdExtensionString, ''), @PayloadBinary
    WHERE @GrainStateVersion IS NULL
    ON CONFLICT (service, grain_type, key_hash, key_0, key_1, key_text)
    DO UPDATE SET version = DEFAULT, payload = excluded.payload WHERE s.payload IS NULL
    RETURNING version
)
SELECT version AS NewGrainStateVersion FROM changed UNION ALL SELECT version FROM added
$query$),
('ReadFromStorageKey', $query$
SELECT payload AS PayloadBinary, version AS Version
FROM orleans.grain_states
WHERE service = @ServiceId AND grain_type = @GrainTypeString AND key_hash = @GrainIdHash
    AND key_0 = @GrainIdN0 AND key_1 = @GrainIdN1 AND key_text = coalesce('+' || @GrainIdExtensionString, '') AND payload IS NOT NULL
$query$),
('ClearStorageKey', $query$
UPDATE orleans.grain_states SET version = DEFAULT, payload = NULL
WHERE service = @ServiceId AND grain_type = @GrainTypeString AND key_hash = @GrainIdHash
    AND key_0 = @GrainIdN0 AND key_1 = @GrainIdN1 AND key_text = coalesce('+' || @GrainIdExtensionString, '')
    AND version = @GrainStateVersion
RETURNING version AS NewGrainStateVersion
$query$),

-- Any answer other than the etag that was given says that the row is gone.
('DeleteStorageKey', $query$
DELETE FROM orleans.grain_states
WHERE service = @ServiceId AND grain_type = @GrainTypeString AND key_hash = @GrainIdHash
    AND key_0 = @GrainIdN0 AND key_1 = @GrainIdN1 AND key_text = coalesce('+' || @GrainIdExtensionString, '')
    AND version = @GrainStateVersion
RETURNING nextval('orleans.etags') AS NewGrainStateVersion
$query$),

('UpsertReminderRowKey', $query$
INSERT INTO orleans.reminders (service, grain, name, hash, started_at, period)
VALUES (@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period)
ON CONFLICT (service, grain, name)
DO UPDATE SET hash = excluded.hash, started_at = excluded.started_at, period = excluded.period, version = DEFAULT
RETURNING version AS Version
$query$),
('ReadReminderRowKey', $query$
SELECT grain AS GrainId, name AS ReminderName, started_at AS StartTime, period AS Period, version AS Version
FROM orleans.reminders
WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName
$query$),
('ReadReminderRowsKey', $query$
SELECT grain AS GrainId, name AS ReminderName, started_at AS StartTime, period AS Period, version AS Version
FROM orleans.reminders
WHERE service = @ServiceId AND grain = @GrainId
$query$),

-- Hashes lie on a ring: the first form is for a range within it, the second for one that goes over its end.
('ReadRangeRows1Key', $query$
SELECT grain AS GrainId, name AS ReminderName, started_at AS StartTime, period AS Period, version AS Version
FROM orleans.reminders
WHERE service = @ServiceId AND hash > @BeginHash AND hash <= @EndHash
$query$),
('ReadRangeRows2Key', $query$
SELECT grain AS GrainId, name AS ReminderName, started_at AS StartTime, period AS Period, version AS Version
FROM orleans.reminders
WHERE service = @ServiceId AND (hash > @BeginHash OR hash <= @EndHash)
$query$),
('DeleteReminderRowKey', $query$
WITH deleted AS (
    DELETE FROM orleans.reminders
    WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName AND version = @Version
    RETURNING name
)
SELECT EXISTS (SELECT FROM deleted)
$query$),
('DeleteReminderRowsKey', $query$
DELETE FROM orleans.reminders WHERE service = @ServiceId
$query$);
