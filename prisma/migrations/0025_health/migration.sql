CREATE TYPE "health_state" AS ENUM ('ok', 'degraded', 'failing');

CREATE TABLE "health_run" (
    "check_id" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "ran_at" TIMESTAMPTZ(3),
    "duration_ms" INTEGER,
    "error" TEXT,

    CONSTRAINT "health_run_pkey" PRIMARY KEY ("check_id")
);

CREATE TABLE "health_check" (
    "check_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "state" "health_state" NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "condition" JSONB NOT NULL,
    "sentence" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "href" TEXT,
    "ran_at" TIMESTAMPTZ(3) NOT NULL,
    "silenced_at" TIMESTAMPTZ(3),
    "silenced_until" TIMESTAMPTZ(3),
    "silenced_by" TEXT,
    "silence_reason" TEXT,

    CONSTRAINT "health_check_pkey" PRIMARY KEY ("check_id","subject")
);

CREATE TABLE "health_incident" (
    "id" TEXT NOT NULL,
    "check_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "worst" "health_state" NOT NULL,
    "sentence" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,
    "acknowledge_note" TEXT,

    CONSTRAINT "health_incident_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "health_incident_event" (
    "id" BIGSERIAL NOT NULL,
    "incident_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor_name" TEXT,
    "text" TEXT NOT NULL,

    CONSTRAINT "health_incident_event_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "health_monitor" (
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "watched_to" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "health_monitor_pkey" PRIMARY KEY ("kind","subject")
);

CREATE TABLE "health_hour" (
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "sums" DOUBLE PRECISION[],

    CONSTRAINT "health_hour_pkey" PRIMARY KEY ("kind","subject","hour")
);

CREATE INDEX "health_incident_opened_at_idx" ON "health_incident"("opened_at" DESC);
CREATE INDEX "health_incident_check_id_subject_opened_at_idx" ON "health_incident"("check_id", "subject", "opened_at" DESC);
CREATE INDEX "health_incident_event_incident_id_id_idx" ON "health_incident_event"("incident_id", "id");
ALTER TABLE "health_incident_event" ADD CONSTRAINT "health_incident_event_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "health_incident"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One incident a thing at a time, however many processes see it.
CREATE UNIQUE INDEX "health_incident_open" ON "health_incident" ("check_id", "subject") WHERE "closed_at" IS NULL;

ALTER TABLE "health_check" ADD CONSTRAINT "health_check_silence" CHECK (
  ("silenced_at" IS NULL) = ("silenced_until" IS NULL) AND ("silenced_at" IS NULL) = ("silenced_by" IS NULL)
  AND ("silenced_at" IS NULL) = ("silence_reason" IS NULL)
);
