-- Runs as lists show them: one row each, so that a page of them costs the same however many interactions there are.
CREATE TABLE "team_run" (
    "fleet_name" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "task_type" TEXT NOT NULL,
    "succeeded" BOOLEAN,
    "turns" INTEGER NOT NULL,
    "agents" TEXT[],
    "patterns" TEXT[],
    "fault_agent" TEXT,
    "fault_step" INTEGER,
    "reported" BOOLEAN NOT NULL,
    "rallied" BOOLEAN NOT NULL,
    "behavior_version" INTEGER,

    CONSTRAINT "team_run_pkey" PRIMARY KEY ("fleet_name", "id")
);
CREATE INDEX "team_run_fleet_name_last_at_id_idx" ON "team_run"("fleet_name", "last_at", "id");
CREATE INDEX "team_run_fleet_name_task_type_last_at_id_idx" ON "team_run"("fleet_name", "task_type", "last_at", "id");
CREATE INDEX "team_run_agents_idx" ON "team_run" USING GIN ("agents");
CREATE INDEX "team_run_patterns_idx" ON "team_run" USING GIN ("patterns");
CREATE INDEX "team_run_failed" ON "team_run" ("fleet_name", "last_at", "id") WHERE "succeeded" IS FALSE;
CREATE INDEX "team_run_rallied" ON "team_run" ("fleet_name", "behavior_version") WHERE "rallied";

CREATE TABLE "team_run_change" (
    "id" BIGSERIAL NOT NULL,
    "fleet_name" TEXT NOT NULL,
    "run_id" TEXT,
    "decision_id" TEXT,
    "at" TIMESTAMPTZ(3),

    CONSTRAINT "team_run_change_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "run_fault" (
    "fleet_name" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "step" INTEGER,
    "reason" TEXT NOT NULL,
    "named_at" TIMESTAMPTZ(3) NOT NULL,
    "named_by" TEXT NOT NULL,

    CONSTRAINT "run_fault_pkey" PRIMARY KEY ("fleet_name", "run_id")
);

CREATE TABLE "interaction_retention" (
    "fleet_name" TEXT NOT NULL,
    "retention_days" INTEGER,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "interaction_retention_pkey" PRIMARY KEY ("fleet_name")
);

-- By triggers and not by those who write: whoever tells of a run, by whatever way, cannot forget that lists show it.
CREATE FUNCTION "team_run_spoken"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO team_run_change (fleet_name, run_id, at)
    SELECT fleet_name, run_id, max(at) FROM written GROUP BY 1, 2;
  -- The chain of a decision that is named belongs to that run from now on.
  INSERT INTO team_run_change (fleet_name, decision_id)
    SELECT DISTINCT fleet_name, coalesce(parent_decision_id, decision_id) FROM written
    WHERE coalesce(parent_decision_id, decision_id) IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER "team_run_spoken" AFTER INSERT ON "interaction"
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "team_run_spoken"();

CREATE FUNCTION "team_run_ended"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO team_run_change (fleet_name, run_id) SELECT fleet_name, id FROM written;
  RETURN NULL;
END $$;
CREATE TRIGGER "team_run_ended" AFTER INSERT ON "interaction_run"
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "team_run_ended"();
CREATE TRIGGER "team_run_ended_later" AFTER UPDATE ON "interaction_run"
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "team_run_ended"();

-- A row of its own for each, since most decisions have no parent: those cost a comparison.
CREATE FUNCTION "team_run_continued"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO team_run_change (fleet_name, decision_id, at) VALUES (NEW.fleet_name, NEW.id, NEW.at);
  RETURN NULL;
END $$;
CREATE TRIGGER "team_run_continued" AFTER INSERT ON "decision"
  FOR EACH ROW WHEN (NEW.parent_decision_id IS NOT NULL) EXECUTE FUNCTION "team_run_continued"();

-- Only of decisions that have a parent or led to another one; a decision that leads to one later is told of by that one.
CREATE FUNCTION "team_run_outcome"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO team_run_change (fleet_name, decision_id, at)
    SELECT d.fleet_name, d.id, o.at FROM written o JOIN decision d ON d.id = o.decision_id
    WHERE d.parent_decision_id IS NOT NULL OR EXISTS (SELECT FROM decision c WHERE c.parent_decision_id = d.id);
  RETURN NULL;
END $$;
CREATE TRIGGER "team_run_outcome" AFTER INSERT ON "outcome"
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "team_run_outcome"();
CREATE TRIGGER "team_run_judged" AFTER UPDATE ON "outcome"
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "team_run_outcome"();

-- What was there before.
INSERT INTO "team_run_change" ("fleet_name", "run_id", "at")
  SELECT fleet_name, run_id, max(at) FROM interaction GROUP BY 1, 2;
INSERT INTO "team_run_change" ("fleet_name", "decision_id", "at")
  SELECT fleet_name, id, at FROM decision WHERE parent_decision_id IS NOT NULL;
