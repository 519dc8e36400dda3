-- Whether a budget paces what it pays for becomes its own setting; those of before go on as they did.
ALTER TABLE "budget" ADD COLUMN "paced" BOOLEAN NOT NULL DEFAULT true;
