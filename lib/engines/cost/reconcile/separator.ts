export type Separator = "," | ";" | "\t";

/** What separates the columns of a table, from its first line: the sign that occurs most outside of quotes. */
export function separatorOf(firstLine: string): Separator {
  const told = /^"?sep=(.)"?\s*$/i.exec(firstLine)?.[1];
  if (told === ";" || told === "\t") return told;
  const outside = firstLine.replaceAll(/"(?:[^"]|"")*"/g, "");
  const count = (sign: string) => outside.split(sign).length - 1;
  const [best] = ([",", ";", "\t"] as const).toSorted((a, b) => count(b) - count(a));
  return best ?? ",";
}
