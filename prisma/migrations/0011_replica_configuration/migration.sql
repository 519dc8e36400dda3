-- Which set of configurations each process has in memory, to be compared between processes and with the database.
CREATE TABLE "replica_configuration" (
    "replica_id" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "configurations" INTEGER NOT NULL,
    "loaded_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "replica_configuration_pkey" PRIMARY KEY ("replica_id")
);
