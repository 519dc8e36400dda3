import type { ErrorBody } from "#lib/contracts/error.ts";

/** A field as Signalbox calls it, and as the API does that is spoken. */
export type ParameterNames = Readonly<Record<string, string>>;

/** What was refused, with the parameters named as the caller wrote them. */
export function inCallersNames(
  { message, details }: ErrorBody,
  names: ParameterNames,
): Pick<ErrorBody, "message" | "details"> {
  const nameOf = (path: string) => (Object.hasOwn(names, path) ? (names[path] ?? path) : path);
  const [first] = details;
  const begins = first && first.path !== "" && message.startsWith(`${first.path}: `);
  return {
    message: begins ? nameOf(first.path) + message.slice(first.path.length) : message,
    details: details.map((detail) => ({ ...detail, path: nameOf(detail.path) })),
  };
}
