-- The claims that runs made of how far a source is copied, oldest first: how far, when by the clock of the process that never
-- jumps, and under which token of the lease. What one clock once claimed too much is cut back to the last of them that can be true.
ALTER TABLE "archive" ADD COLUMN "claims" JSONB NOT NULL DEFAULT '[]';
