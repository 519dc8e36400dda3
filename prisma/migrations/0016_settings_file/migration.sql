-- What is in force of the files in configs/ beside the presets: a file that breaks leaves it, and every process reads it here.
CREATE TABLE "settings_file" (
    "name" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "loaded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "settings_file_pkey" PRIMARY KEY ("name")
);
