import type { Redaction, RedactionKind } from "#lib/contracts/prompt-policy.ts";
import { replaceCardNumbers } from "./card-numbers.ts";
import { formsOf } from "./known-forms.ts";
import { refusalOfPattern } from "./own-pattern.ts";

const REPLACEMENTS: Record<RedactionKind, string> = {
  email: "[e-mail]",
  card: "[card]",
  api_key: "[api key]",
  phone: "[phone]",
};

/** Takes what it knows out of texts; counts go on over all of them. */
export interface Redactor {
  (text: string): string;
  /** How often each kind was taken out so far, by its name. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Makes a redactor of a policy. It finds forms, not meanings: a name, an address or a key of no known form stays, and so
 * does what is cut apart, spelt out, encoded or shown in an image. Keys come first, whose parts look like other things.
 */
export function redactorOf({ kinds, patterns }: Redaction): Redactor {
  const counts: Record<string, number> = {};
  const count = (name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  const wanted = (["api_key", "email", "card", "phone"] as const).filter((kind) => kinds.includes(kind));
  const own = patterns.flatMap(({ name, pattern }) =>
    // Rules may have become stricter since it was saved.
    refusalOfPattern(pattern) === null ? [{ name, pattern: new RegExp(pattern, "giu") }] : [],
  );
  const redact = (text: string): string => {
    let clean = text;
    for (const { name, pattern } of own) {
      clean = clean.replace(pattern, () => {
        count(name);
        return `[${name}]`;
      });
    }
    for (const kind of wanted) clean = redactKind(clean, kind, () => count(kind));
    return clean;
  };
  return Object.assign(redact, { counts });
}

function redactKind(text: string, kind: RedactionKind, onFound: () => void): string {
  const replacement = REPLACEMENTS[kind];
  if (kind === "card") return replaceCardNumbers(text, replacement, onFound);
  return formsOf(kind).reduce(
    (clean, form) =>
      clean.replace(form, () => {
        onFound();
        return replacement;
      }),
    text,
  );
}
