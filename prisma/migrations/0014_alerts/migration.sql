-- What somebody must be told: opened once, resolved once, kept as history.
CREATE TABLE "alert" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3),
    "dedupe_key" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),
    "resolution" TEXT,

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "alert_dedupe_key_idx" ON "alert"("dedupe_key");
CREATE INDEX "alert_subject_kind_subject_id_opened_at_idx" ON "alert"("subject_kind", "subject_id", "opened_at" DESC);
CREATE INDEX "alert_opened_at_idx" ON "alert"("opened_at" DESC);

-- However many processes see the same at once, it is open once.
CREATE UNIQUE INDEX "alert_open" ON "alert" ("dedupe_key") WHERE "resolved_at" IS NULL;
