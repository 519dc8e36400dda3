-- What agents said and handed to each other. Rows are small and many: who, whom, when, how much; never what was said.
CREATE TABLE "interaction" (
    "fleet_name" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "run_id" TEXT NOT NULL,
    "step" INTEGER,
    "from_agent" TEXT NOT NULL,
    "to_agent" TEXT,
    "kind" TEXT NOT NULL,
    "task_type" TEXT,
    "decision_id" TEXT,
    "parent_decision_id" TEXT,
    "chars" INTEGER,
    "tokens" INTEGER,
    "duration_ms" INTEGER,
    "success" BOOLEAN,
    "quality" DOUBLE PRECISION,
    "source" TEXT NOT NULL,

    CONSTRAINT "interaction_pkey" PRIMARY KEY ("fleet_name", "id")
);

CREATE INDEX "interaction_fleet_name_run_id_step_idx" ON "interaction"("fleet_name", "run_id", "step");

CREATE INDEX "interaction_fleet_name_from_agent_to_agent_at_idx" ON "interaction"("fleet_name", "from_agent", "to_agent", "at");

-- Rows come nearly in the order of their time: a few pages of index for millions of them.
CREATE INDEX "interaction_at_idx" ON "interaction" USING BRIN ("at");

-- A decision's hand-off that was reported, too, is told once.
CREATE INDEX "interaction_of_decision" ON "interaction" ("decision_id") WHERE "decision_id" IS NOT NULL;
CREATE INDEX "interaction_after_decision" ON "interaction" ("parent_decision_id") WHERE "parent_decision_id" IS NOT NULL;
CREATE INDEX "decision_parent" ON "decision" ("parent_decision_id") WHERE "parent_decision_id" IS NOT NULL;

CREATE TABLE "interaction_run" (
    "fleet_name" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "task_type" TEXT,
    "succeeded" BOOLEAN,
    "fault_agent" TEXT,
    "fault_step" INTEGER,
    "source" TEXT NOT NULL,

    CONSTRAINT "interaction_run_pkey" PRIMARY KEY ("fleet_name", "id")
);

-- What was said, where an operator stores it or has imported it; apart, so that nothing reads it by the way.
CREATE TABLE "interaction_text" (
    "fleet_name" TEXT NOT NULL,
    "interaction_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "delete_after" TIMESTAMPTZ(3),

    CONSTRAINT "interaction_text_pkey" PRIMARY KEY ("fleet_name", "interaction_id")
);

CREATE INDEX "interaction_text_delete_after_idx" ON "interaction_text"("delete_after");

-- How the spans of a trace hang together, for the day in which the rest of it may still come.
CREATE TABLE "trace_span" (
    "fleet_name" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "span_id" TEXT NOT NULL,
    "parent_span_id" TEXT,
    "operation" TEXT NOT NULL,
    "agent" TEXT,
    "decision_id" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "tokens" INTEGER,
    "success" BOOLEAN,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "trace_span_pkey" PRIMARY KEY ("fleet_name", "trace_id", "span_id")
);

CREATE INDEX "trace_span_received_at_idx" ON "trace_span"("received_at");
