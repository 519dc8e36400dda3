import { createLoader, createSerializer, parseAsString } from "nuqs/server";

const alertParams = { cursor: parseAsString };

/** Where in the list of past alerts the page stands. */
export const loadAlertParams = createLoader(alertParams);
const serialize = createSerializer(alertParams);

export function alertsHref(place: Parameters<typeof serialize>[1]): string {
  return serialize("/alerts", place);
}
