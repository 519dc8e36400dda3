import { createLoader, parseAsString } from "nuqs/server";

/** Where the list of flips continues. */
export const loadReplaySearch = createLoader({ cursor: parseAsString });
