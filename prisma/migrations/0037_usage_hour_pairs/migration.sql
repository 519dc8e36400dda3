-- Sums of the newest hours by any two things together: a day that has begun some hours ago reads these, and not the hours of
-- everything apart, which are hardly fewer than its tasks.

-- Hours before it have no sums by two things: older ones are forgotten, those from before this migration never had any. Null: all do.
ALTER TABLE "usage_rollup" ADD COLUMN "paired_from" TIMESTAMPTZ(3);
UPDATE "usage_rollup" SET "paired_from" = date_trunc('day', greatest(now(), "complete_from", (
    SELECT max("start_at") FROM "usage_hour" WHERE "dims" = 0)), 'UTC') + interval '1 day'
  WHERE "complete_from" IS NOT NULL OR EXISTS (SELECT 1 FROM "usage_hour" WHERE "dims" = 0);
