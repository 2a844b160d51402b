-- Texts compare bytewise ("C"), so that order and prefixes are the same on every server, whatever its locale.

CREATE TABLE "audit_event" (
    "occurred_at" BIGINT NOT NULL,
    "id" UUID NOT NULL,
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
);

CREATE INDEX "audit_event_id_idx" ON "audit_event"("id");

CREATE TABLE "audit_config" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "enabled" BOOLEAN NOT NULL,
    "period_days" INTEGER NOT NULL,
    "records" INTEGER NOT NULL,
    "disabled_types" TEXT[],
    "revision" INTEGER NOT NULL,
    "updated_at" BIGINT NOT NULL,
    "updated_by" TEXT,

    CONSTRAINT "audit_config_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "audit_config_is_one_row" CHECK ("id" = 1)
);

CREATE TABLE "idempotency" (
    "key" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "recorded" INTEGER NOT NULL,
    "folded" INTEGER NOT NULL,
    "skipped" INTEGER NOT NULL,
    "created_at" BIGINT NOT NULL,

    CONSTRAINT "idempotency_pkey" PRIMARY KEY ("key")
);

CREATE INDEX "idempotency_created_at_idx" ON "idempotency"("created_at");
