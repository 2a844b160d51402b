-- The identity of an actor and of a target is unique within its source only, so it is called `uid`, as in OCSF.
ALTER TABLE "audit_event" RENAME COLUMN "actor_id" TO "actor_uid";
ALTER TABLE "audit_event" RENAME COLUMN "target_id" TO "target_uid";
ALTER INDEX "audit_event_actor_id_idx" RENAME TO "audit_event_actor_uid_idx";
