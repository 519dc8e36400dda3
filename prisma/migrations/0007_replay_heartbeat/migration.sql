-- The process that works on a replay, and when it was last heard of.
ALTER TABLE "replay" ADD COLUMN "replica_id" TEXT,
ADD COLUMN "heartbeat_at" TIMESTAMPTZ(3);

-- Looked at every second for those whose process is gone.
CREATE INDEX "replay_running" ON "replay" ("heartbeat_at") WHERE "state" = 'running';
