-- A row of an index holds 2,704 bytes at most, a text of a record any number: so indexes hold a text's first 256 characters,
-- which are 1,024 bytes at most. Whoever looks for a longer text compares the whole besides.
DROP INDEX "audit_event_record_type_idx";
DROP INDEX "audit_event_actor_uid_idx";
DROP INDEX "audit_event_actor_name_idx";
DROP INDEX "audit_event_session_id_idx";
CREATE INDEX "audit_event_record_type_idx" ON "audit_event"(left("record_type", 256), "occurred_at", "id");
CREATE INDEX "audit_event_actor_uid_idx" ON "audit_event"(left("actor_uid", 256), "occurred_at", "id");
CREATE INDEX "audit_event_actor_name_idx" ON "audit_event"(left("actor_name", 256), "occurred_at", "id");
CREATE INDEX "audit_event_session_id_idx" ON "audit_event"(left("session_id", 256), "occurred_at", "id");
