import { processState } from "./process-state.ts";

/** Shorter ones are no secrets worth the name, and replacing them would garble ordinary text. */
const SHORTEST_CHARACTERS = 8;

const known = () => processState("core.known-secrets", () => new Map<string, readonly string[]>());

/** Tells what this process holds, by where it comes from, so that no text that leaves it repeats any of it. */
export function rememberSecrets(source: string, secrets: readonly (string | null | undefined)[]): void {
  known().set(
    source,
    secrets.filter((secret): secret is string => (secret ?? "").length >= SHORTEST_CHARACTERS),
  );
}

/** The text with every secret this process holds replaced, whatever it looks like. */
export function withoutKnownSecrets(text: string, replacement: string): string {
  let clean = text;
  for (const secrets of known().values()) {
    for (const secret of secrets) clean = clean.replaceAll(secret, () => replacement);
  }
  return clean;
}
