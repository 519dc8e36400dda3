-- That a model answered says nothing of whether its answer was good: such an outcome is not judged until somebody does.
ALTER TABLE "outcome" ADD COLUMN "judged_at" TIMESTAMPTZ(3), ALTER COLUMN "success" DROP NOT NULL;

-- What the ends of calls have said by themselves so far.
UPDATE "outcome" SET "success" = NULL WHERE "body_hash" LIKE 'call %' AND ("success" OR "error_code" = 'aborted');
UPDATE "outcome" SET "judged_at" = "at" WHERE "success" IS NOT NULL;

ALTER TABLE "outcome" ADD CONSTRAINT "outcome_judged" CHECK (("success" IS NULL) = ("judged_at" IS NULL));

-- What learns reads what was judged since a time; the many unjudged outcomes of calls cost this index nothing.
CREATE INDEX "outcome_judged_at" ON "outcome" ("judged_at") WHERE "judged_at" IS NOT NULL;
