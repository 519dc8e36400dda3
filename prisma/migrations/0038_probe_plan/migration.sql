-- What is probed, where somebody said so on the page; without a row the routing policy says it.
CREATE TABLE "probe_plan" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "every_seconds" INTEGER NOT NULL,
    "fleet_name" TEXT,
    "configurations" TEXT[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "probe_plan_pkey" PRIMARY KEY ("id")
);
