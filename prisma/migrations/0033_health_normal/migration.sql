CREATE TABLE "health_normal" (
    "id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "before" JSONB NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,

    CONSTRAINT "health_normal_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "health_normal_kind_subject_at_idx" ON "health_normal"("kind", "subject", "at" DESC);
CREATE INDEX "health_normal_incident_id_idx" ON "health_normal"("incident_id");
ALTER TABLE "health_normal" ADD CONSTRAINT "health_normal_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "health_incident"("id") ON DELETE CASCADE ON UPDATE CASCADE;
