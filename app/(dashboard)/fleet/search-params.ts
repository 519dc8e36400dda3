import { createLoader, parseAsString } from "nuqs/server";

export const loadFleetSearch = createLoader({ fleet: parseAsString });
