-- Usage added up by hour and day, for the cost explorer, forecasts and whoever asks what something cost.

-- What was added to history and is in no sum yet. Append-only for who writes history: nobody waits for anybody. Who adds
-- up deletes what it has added, in the transaction that adds it: so nothing is forgotten or added twice, whenever a
-- process dies, and the sums and these rows together are the whole truth at every moment.
CREATE TABLE "usage_event" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    -- Decisions, all of one statement.
    "decision_ids" TEXT[] NOT NULL,

    CONSTRAINT "usage_event_pkey" PRIMARY KEY ("id")
);

-- What is added up under: values of the dimensions in "dims" (bits: 1 agent, 2 configuration and model, 4 key, 8 task type,
-- 16 tag), null in the others. The fleet is always there. With all of them the tags are the task's set, else one of them.
CREATE TABLE "usage_cell" (
    -- Hash of the others, so that every process finds the same one.
    "id" UUID NOT NULL,
    "dims" SMALLINT NOT NULL,
    "fleet_name" TEXT NOT NULL,
    "agent_id" TEXT,
    "agent_name" TEXT,
    "configuration" TEXT,
    "provider" TEXT,
    "model" TEXT,
    "actor_id" TEXT,
    "task_type" TEXT,
    "tags" TEXT[],

    CONSTRAINT "usage_cell_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "usage_cell_fleet_name_idx" ON "usage_cell"("fleet_name");

CREATE TABLE "usage_hour" (
    "dims" SMALLINT NOT NULL,
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "cell_id" UUID NOT NULL,
    "cost_nano_usd" BIGINT NOT NULL,
    "unpriced_tokens" BIGINT NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "cache_read_tokens" BIGINT NOT NULL,
    "cache_write_5m_tokens" BIGINT NOT NULL,
    "cache_write_1h_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "reported_input_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "tasks" INTEGER NOT NULL,
    "calls" INTEGER NOT NULL,
    "judged" INTEGER NOT NULL,
    "succeeded" INTEGER NOT NULL,
    "unpriced" INTEGER NOT NULL,
    "unmeasured" INTEGER NOT NULL,

    CONSTRAINT "usage_hour_pkey" PRIMARY KEY ("dims","start_at","cell_id")
) WITH (fillfactor = 80);

-- Days are UTC's.
CREATE TABLE "usage_day" (LIKE "usage_hour" INCLUDING DEFAULTS) WITH (fillfactor = 80);
ALTER TABLE "usage_day" ADD CONSTRAINT "usage_day_pkey" PRIMARY KEY ("dims","start_at","cell_id");

-- One row. History decided before "complete_from" (a midnight, UTC) is in no sum yet: it is added up day by day, newest first.
CREATE TABLE "usage_rollup" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "complete_from" TIMESTAMPTZ(3),

    CONSTRAINT "usage_rollup_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "usage_rollup_one" CHECK ("id" = 1)
);

-- By triggers and not by those who write: whoever writes history, by whatever way, cannot forget it.
CREATE FUNCTION "usage_outcome_ended"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO usage_event (kind, decision_ids)
    SELECT 'ended', array_agg(decision_id) FROM written HAVING count(*) > 0;
  RETURN NULL;
END $$;
CREATE FUNCTION "usage_outcome_judged"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO usage_event (kind, decision_ids)
    SELECT 'judged', array_agg(decision_id) FROM written JOIN replaced USING (decision_id)
    WHERE replaced.success IS NULL AND written.success IS NOT NULL HAVING count(*) > 0;
  RETURN NULL;
END $$;
CREATE FUNCTION "usage_call_ended"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO usage_event (kind, decision_ids)
    SELECT 'called', array_agg(decision_id) FROM written HAVING count(*) > 0;
  RETURN NULL;
END $$;
CREATE TRIGGER "usage_ended" AFTER INSERT ON "outcome"
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "usage_outcome_ended"();
CREATE TRIGGER "usage_judged" AFTER UPDATE ON "outcome"
  REFERENCING NEW TABLE AS written OLD TABLE AS replaced FOR EACH STATEMENT EXECUTE FUNCTION "usage_outcome_judged"();
CREATE TRIGGER "usage_called" AFTER INSERT ON "model_call"
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "usage_call_ended"();

-- What was there before is added up by a job, newest days first; what comes from now on has its events.
INSERT INTO "usage_rollup" ("complete_from") SELECT (
  SELECT date_trunc('day', greatest(now(), "at"), 'UTC') + interval '1 day' FROM "decision" ORDER BY "id" DESC LIMIT 1);
