-- Where alerts are sent, what was sent, and what nobody is to be told of for a while.
ALTER TABLE "alert"
    ADD COLUMN "acknowledged_at" TIMESTAMPTZ(3),
    ADD COLUMN "acknowledged_by" TEXT;
ALTER TABLE "alert" ADD CONSTRAINT "alert_acknowledgement_whole" CHECK (
  num_nonnulls("acknowledged_at", "acknowledged_by") IN (0, 2));

CREATE TABLE "alert_channel" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "sealed" TEXT NOT NULL,
    "master_key_id" TEXT NOT NULL,
    "tail" TEXT NOT NULL,
    "secret_at" TIMESTAMPTZ(3) NOT NULL,
    "previous_sealed" TEXT,
    "previous_until" TIMESTAMPTZ(3),
    "min_severity" TEXT NOT NULL,
    "alert_kinds" TEXT[],
    "subject_ids" TEXT[],
    "tells_resolved" BOOLEAN NOT NULL,
    "quiet_minutes" INTEGER NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "leased_by" TEXT,
    "leased_until" TIMESTAMPTZ(3),
    "rests_until" TIMESTAMPTZ(3),
    "failures_in_a_row" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "alert_channel_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "alert_channel_previous_whole" CHECK (num_nonnulls("previous_sealed", "previous_until") IN (0, 2))
);
-- An archived name is free again.
CREATE UNIQUE INDEX "alert_channel_name" ON "alert_channel" ("name") WHERE "archived_at" IS NULL;

CREATE TABLE "alert_delivery" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "channel_id" TEXT NOT NULL,
    "alert_id" TEXT,
    "event" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "folded_into" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "first_attempt_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "note" TEXT,

    CONSTRAINT "alert_delivery_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "alert_delivery_alert_id_channel_id_event_key" ON "alert_delivery"("alert_id", "channel_id", "event");
CREATE INDEX "alert_delivery_channel_id_seq_idx" ON "alert_delivery"("channel_id", "seq" DESC);
-- What every look asks for, however much was sent before.
CREATE INDEX "alert_delivery_waiting" ON "alert_delivery" ("channel_id", "due_at") WHERE "state" = 'waiting';
CREATE INDEX "alert_delivery_sent" ON "alert_delivery" ("channel_id", "ended_at" DESC) WHERE "state" = 'sent';
CREATE INDEX "alert_delivery_folded" ON "alert_delivery" ("folded_into") WHERE "folded_into" IS NOT NULL;

ALTER TABLE "alert_delivery" ADD CONSTRAINT "alert_delivery_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "alert_channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "alert_delivery" ADD CONSTRAINT "alert_delivery_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alert"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "alert_silence" (
    "id" TEXT NOT NULL,
    "alert_kind" TEXT,
    "subject_id" TEXT,
    "reason" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "alert_silence_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "alert_silence_until_idx" ON "alert_silence"("until");
