-- What the router read of a call whose texts are stored, redacted: it learns from it for as long as it is stored.
ALTER TABLE "call_text" ADD COLUMN "task_text" TEXT;
