/** Tags as people type them: one a line, "name" or "name: value". */
export function textOf(tags: Record<string, string>): string {
  return Object.entries(tags)
    .map(([name, value]) => (value === "" ? name : `${name}: ${value}`))
    .join("\n");
}

/** Empty lines do not count; of a name that stands twice the last value does. */
export function tagsOf(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return colon === -1 ? [line.trim(), ""] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
}
