-- Work that was queued is linked to the span that queued it, and has another parent or none.
ALTER TABLE "trace_span"
    ADD COLUMN "link_trace_id" TEXT,
    ADD COLUMN "link_span_id" TEXT;
