import { readFile } from "node:fs/promises";
import { messageOf, SignalboxError } from "#lib/core/errors.ts";

/** @throws SignalboxError invalid_input when the file cannot be read. */
export async function readableText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new SignalboxError("invalid_input", `${file} cannot be read: ${messageOf(cause)}`, { cause });
  }
}
