-- Drills: simulated traffic does without a thing until an end, and what it did is added up.
CREATE TABLE "drill" (
    "id" TEXT NOT NULL,
    "fleet_name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "thing" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "drill_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "drill" ADD CONSTRAINT "drill_ends" CHECK (
  "until" > "created_at" AND "until" <= "created_at" + interval '24 hours');
ALTER TABLE "drill" ADD CONSTRAINT "drill_end_whole" CHECK (num_nonnulls("ended_at", "ended_by") IN (0, 2));

CREATE INDEX "drill_until_idx" ON "drill"("until");

CREATE TABLE "drill_tally" (
    "drill_id" TEXT NOT NULL,
    "task_type" TEXT NOT NULL,
    "without_drill" TEXT NOT NULL,
    "in_drill" TEXT NOT NULL,
    "requests" BIGINT NOT NULL,
    "success_before" DOUBLE PRECISION NOT NULL,
    "success_after" DOUBLE PRECISION NOT NULL,
    "costed" BIGINT NOT NULL,
    "cost_before_nano_usd" BIGINT NOT NULL,
    "cost_after_nano_usd" BIGINT NOT NULL,

    CONSTRAINT "drill_tally_pkey" PRIMARY KEY ("drill_id","task_type","without_drill","in_drill")
);

ALTER TABLE "drill_tally" ADD CONSTRAINT "drill_tally_drill_id_fkey" FOREIGN KEY ("drill_id") REFERENCES "drill"("id") ON DELETE CASCADE ON UPDATE CASCADE;
