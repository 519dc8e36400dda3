import { createLoader, parseAsIsoDateTime } from "nuqs/server";

/** "What was in production at this moment?"; absent: now. */
export const loadModelSearch = createLoader({ at: parseAsIsoDateTime });
