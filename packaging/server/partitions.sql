-- Cuts the large tables of the server's PostgreSQL database into 16 parts each: frames and references to photos by
-- scope (area), events and entities by id. For one province; a team or a city does not need it.
--
-- Run it once, while no worker runs, on the database of a server of any size, new or not:
--
--     psql --single-transaction --set ON_ERROR_STOP=1 --file partitions.sql "$URL"
--
-- The program reads and writes the tables as before. Room for a second copy of the tables is needed meanwhile.

ALTER TABLE frame RENAME TO frame_whole;
ALTER TABLE frame_whole RENAME CONSTRAINT pk_frame TO pk_frame_whole;
ALTER TABLE frame_whole RENAME CONSTRAINT uq_frame_id TO uq_frame_whole_id;
ALTER INDEX ix_frame_scope_seq RENAME TO ix_frame_whole_scope_seq;
ALTER INDEX ix_frame_dev_scope_n RENAME TO ix_frame_whole_dev_scope_n;
CREATE TABLE frame (LIKE frame_whole INCLUDING DEFAULTS) PARTITION BY HASH (scope);

ALTER TABLE blob_ref RENAME TO blob_ref_whole;
ALTER TABLE blob_ref_whole RENAME CONSTRAINT pk_blob_ref TO pk_blob_ref_whole;
CREATE TABLE blob_ref (LIKE blob_ref_whole INCLUDING DEFAULTS) PARTITION BY HASH (scope);

ALTER TABLE event RENAME TO event_whole;
ALTER TABLE event_whole RENAME CONSTRAINT pk_event TO pk_event_whole;
ALTER INDEX ix_event_entity RENAME TO ix_event_whole_entity;
CREATE TABLE event (LIKE event_whole INCLUDING DEFAULTS) PARTITION BY HASH (id);

ALTER TABLE entity RENAME TO entity_whole;
ALTER TABLE entity_whole RENAME CONSTRAINT pk_entity TO pk_entity_whole;
CREATE TABLE entity (LIKE entity_whole INCLUDING DEFAULTS) PARTITION BY HASH (id);

DO $$
DECLARE
    parts CONSTANT integer := 16;
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['frame', 'blob_ref', 'event', 'entity'] LOOP
        FOR part IN 0 .. parts - 1 LOOP
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS %s, REMAINDER %s)',
                           name || '_' || part, name, parts, part);
        END LOOP;
        EXECUTE format('INSERT INTO %I SELECT * FROM %I', name, name || '_whole');
        EXECUTE format('DROP TABLE %I', name || '_whole');
    END LOOP;
END $$;

-- A key of a partitioned table holds the column it is cut by. That a number or an id of a frame is given once in all
-- parts together is seen to by the lock that every writer takes (table counter).
ALTER TABLE frame ADD CONSTRAINT pk_frame PRIMARY KEY (scope, seq);
CREATE INDEX ix_frame_seq ON frame (seq);
CREATE INDEX ix_frame_id ON frame (id);
CREATE INDEX ix_frame_dev_scope_n ON frame (dev, scope, n);
ALTER TABLE blob_ref ADD CONSTRAINT pk_blob_ref PRIMARY KEY (scope, sha256, size);
CREATE INDEX ix_blob_ref_sha256 ON blob_ref (sha256);
ALTER TABLE event ADD CONSTRAINT pk_event PRIMARY KEY (id);
CREATE INDEX ix_event_entity ON event (entity);
CREATE INDEX ix_event_seq ON event (seq);
ALTER TABLE entity ADD CONSTRAINT pk_entity PRIMARY KEY (id);
ANALYZE;
