import { z } from "zod";
import { embeddingName, textSourceSchema } from "#lib/contracts/text-source.ts";

const namesSource = z.object({ textSource: textSourceSchema });

/** How a version reads the texts of tasks; null where its parameters do not say. */
export function textSourceWords(parameters: Record<string, unknown>): string | null {
  const parsed = namesSource.safeParse(parameters);
  if (!parsed.success) return null;
  const { textSource } = parsed.data;
  switch (textSource.kind) {
    case "none":
      return "Not read";
    case "hashed":
      return "Words and characters";
    case "embedding":
      return `Embedded by ${embeddingName(textSource)}`;
    default:
      return textSource satisfies never;
  }
}
