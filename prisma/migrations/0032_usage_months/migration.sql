-- Usage added up by month as well, and by any three things together: a view of a long time reads months, and days at its ends alone.
-- No history is read here: what is in days already is folded into months by the job that adds up, a day at a time.

-- Months are UTC's; a month is the sum of its days, by the same cells.
CREATE TABLE "usage_month" (LIKE "usage_hour" INCLUDING DEFAULTS) WITH (fillfactor = 80);
ALTER TABLE "usage_month" ADD CONSTRAINT "usage_month_pkey" PRIMARY KEY ("dims","start_at","cell_id");

-- Days before it (a midnight, UTC) are in no month yet, and have no sums by three things. Null: all are.
ALTER TABLE "usage_rollup" ADD COLUMN "folded_from" TIMESTAMPTZ(3);
UPDATE "usage_rollup" SET "folded_from" = date_trunc('day', greatest(now(), "complete_from", (
    SELECT max("start_at") FROM "usage_day" WHERE "dims" = 0)), 'UTC') + interval '1 day'
  WHERE "complete_from" IS NOT NULL OR EXISTS (SELECT 1 FROM "usage_day" WHERE "dims" = 0);
ALTER TABLE "usage_rollup" ADD CONSTRAINT "usage_rollup_folded" CHECK ("complete_from" IS NULL OR "folded_from" >= "complete_from");
