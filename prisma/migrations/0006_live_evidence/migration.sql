-- What the predictor alone expected of the chosen agent, and what trying this choice out is expected to cost.
ALTER TABLE "decision" ADD COLUMN "base_success" DOUBLE PRECISION,
ADD COLUMN "base_sd" DOUBLE PRECISION,
ADD COLUMN "explored_nano_usd" BIGINT;

-- The few choices that were tried out, for the sum of the day.
CREATE INDEX "decision_explored" ON "decision" ("id") INCLUDE ("fleet_name", "explored_nano_usd") WHERE "explored_nano_usd" > 0;
