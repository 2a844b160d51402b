-- The event table in parts by time, the order of arrival, and what is known of the sources that are copied.

-- ── events ────────────────────────────────────────────────────────────────────────────────────
-- A part for each month that holds events, made when its first one comes (UTC, from 2000 to 2099), and one for all that
-- lies before, one for all past them. There is no default part, so that the parts stand in the order of time, a page is
-- read from one after the other, and a month can be attached and dropped without a look into the others.

ALTER TABLE "audit_event" RENAME TO "audit_event_whole";
ALTER TABLE "audit_event_whole" RENAME CONSTRAINT "audit_event_pkey" TO "audit_event_whole_pkey";
DROP INDEX "audit_event_id_idx";

CREATE TABLE "audit_event" (
    "occurred_at" BIGINT NOT NULL,
    "id" UUID NOT NULL,
    "arrival" BIGSERIAL NOT NULL,
    "source" TEXT COLLATE "C" NOT NULL,
    "ended_at" BIGINT,
    "duration_ms" DOUBLE PRECISION,
    "action" TEXT COLLATE "C" NOT NULL,
    "operation" TEXT COLLATE "C" NOT NULL,
    "record_type" TEXT COLLATE "C" NOT NULL,
    "category" TEXT COLLATE "C" NOT NULL,
    "outcome" TEXT COLLATE "C" NOT NULL,
    "message" TEXT COLLATE "C",
    "actor_id" TEXT COLLATE "C",
    "actor_name" TEXT COLLATE "C",
    "actor_type" TEXT COLLATE "C",
    "target_type" TEXT COLLATE "C",
    "target_id" TEXT COLLATE "C",
    "target_name" TEXT COLLATE "C",
    "client_ip" TEXT COLLATE "C",
    "client_address" INET,
    "client_user_agent" TEXT COLLATE "C",
    "client_origin" TEXT COLLATE "C",
    "session_id" TEXT COLLATE "C",
    "request_id" TEXT COLLATE "C",
    "changes" JSONB NOT NULL,
    "changed_paths" TEXT[] COLLATE "C",
    "count" INTEGER NOT NULL,
    "raw" JSONB NOT NULL,
    "recorded_at" BIGINT NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("occurred_at", "id")
) PARTITION BY RANGE ("occurred_at");

CREATE INDEX "audit_event_arrival_idx" ON "audit_event"("arrival");
CREATE INDEX "audit_event_source_idx" ON "audit_event"("source", "occurred_at", "id");
CREATE INDEX "audit_event_record_type_idx" ON "audit_event"("record_type", "occurred_at", "id");
CREATE INDEX "audit_event_outcome_idx" ON "audit_event"("outcome", "occurred_at", "id");
CREATE INDEX "audit_event_actor_id_idx" ON "audit_event"("actor_id", "occurred_at", "id");
CREATE INDEX "audit_event_actor_name_idx" ON "audit_event"("actor_name", "occurred_at", "id");
CREATE INDEX "audit_event_session_id_idx" ON "audit_event"("session_id", "occurred_at", "id");
CREATE INDEX "audit_event_client_address_idx" ON "audit_event"("client_address", "occurred_at", "id");
-- Recorded events fold into one another by id; events of sources never do.
CREATE INDEX "audit_event_folding_idx" ON "audit_event"("id") WHERE "source" = 'gateway';

-- 2000-01-01 and 2100-01-01 in microseconds.
CREATE TABLE "audit_event_before" PARTITION OF "audit_event" FOR VALUES FROM (MINVALUE) TO (946684800000000);
CREATE TABLE "audit_event_past" PARTITION OF "audit_event" FOR VALUES FROM (4102444800000000) TO (MAXVALUE);

DO $$
DECLARE
    month TIMESTAMP;
    part TEXT;
BEGIN
    FOR month IN
        SELECT DISTINCT date_trunc('month', TIMESTAMP 'epoch' + ("occurred_at" / 1000000) * INTERVAL '1 second')
        FROM "audit_event_whole" WHERE "occurred_at" >= 946684800000000 AND "occurred_at" < 4102444800000000
    LOOP
        part := to_char(month, '"audit_event_"YYYY_MM');
        EXECUTE format('CREATE TABLE %I (LIKE "audit_event" INCLUDING ALL)', part);
        EXECUTE format('ALTER TABLE "audit_event" ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)', part,
            extract(epoch FROM month)::BIGINT * 1000000, extract(epoch FROM month + INTERVAL '1 month')::BIGINT * 1000000);
    END LOOP;
END
$$;

INSERT INTO "audit_event" ("occurred_at", "id", "source", "ended_at", "duration_ms", "action", "operation", "record_type",
    "category", "outcome", "message", "actor_id", "actor_name", "actor_type", "target_type", "target_id", "target_name",
    "client_ip", "client_address", "client_user_agent", "client_origin", "session_id", "request_id", "changes",
    "changed_paths", "count", "raw", "recorded_at")
SELECT "occurred_at", "id", "source", "ended_at", "duration_ms", "action", "operation", "record_type",
    "category", "outcome", "message", "actor_id", "actor_name", "actor_type", "target_type", "target_id", "target_name",
    "client_ip", "client_address", "client_user_agent", "client_origin", "session_id", "request_id", "changes",
    "changed_paths", "count", "raw", "recorded_at"
FROM "audit_event_whole" ORDER BY "recorded_at", "occurred_at", "id";

DROP TABLE "audit_event_whole";

-- The number of the newest arrival. It never goes down, though events are removed, and is one that can be read.
ALTER TABLE "audit_config" ADD COLUMN "last_arrival" BIGINT NOT NULL DEFAULT 0;
UPDATE "audit_config" SET "last_arrival" = (SELECT coalesce(max("arrival"), 0) FROM "audit_event");

-- ── what is stored of each source ─────────────────────────────────────────────────────────────

-- How many events, counted by whoever stores or removes some: counting them anew takes seconds.
CREATE TABLE "stored_source" (
    "source" TEXT COLLATE "C" NOT NULL,
    "events" BIGINT NOT NULL,

    CONSTRAINT "stored_source_pkey" PRIMARY KEY ("source")
);
INSERT INTO "stored_source" SELECT "source", count(*) FROM "audit_event" GROUP BY "source";

-- How far an archived source is copied. Windows are pairs of microseconds, half-open, oldest first, apart from each other.
CREATE TABLE "archive" (
    "source" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "covered" JSONB NOT NULL DEFAULT '[]',
    "kept_out" JSONB NOT NULL DEFAULT '[]',
    "kept_from" BIGINT,
    "last_success_at" BIGINT,
    "last_failure_at" BIGINT,
    "last_problem" JSONB,
    "running" BOOLEAN NOT NULL DEFAULT false,
    "runs_asked" BIGINT NOT NULL DEFAULT 0,
    "runs_done" BIGINT NOT NULL DEFAULT 0,
    "last_added" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "archive_pkey" PRIMARY KEY ("source")
);

-- ── who does what ─────────────────────────────────────────────────────────────────────────────

-- Work that one process at a time does. The token rises with every new holder: what carries an older one is refused.
CREATE TABLE "lease" (
    "name" TEXT COLLATE "C" NOT NULL,
    "holder" TEXT NOT NULL,
    "token" BIGINT NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("name")
);
