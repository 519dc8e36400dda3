import { createLoader, parseAsInteger } from "nuqs/server";

/** The two versions under comparison; absent: production against the newest. */
export const loadCompareSearch = createLoader({ old: parseAsInteger, fresh: parseAsInteger });
