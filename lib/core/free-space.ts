/** How much of a file system is to be left: a share of it, 0-1, or bytes. */
export type FreeSpace = { share: number } | { bytes: number };

const UNITS: Record<string, number> = { B: 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

/**
 * "10%", "500 MB"; units are powers of 1024.
 * @throws RangeError with a sentence for whoever wrote it
 */
export function parseFreeSpace(text: string): FreeSpace {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*(%|[KMGT]?B)$/i.exec(text.trim()) ?? [];
  const value = Number.parseFloat(number);
  if (unit === "%" && value <= 100) return { share: value / 100 };
  const size = UNITS[unit.toUpperCase()];
  if (size === undefined) throw new RangeError("a share such as 10% or a size such as 5 GB");
  return { bytes: value * size };
}

/** Of a file system of `total` bytes. */
export const bytesOf = (space: FreeSpace, total: number): number =>
  "share" in space ? space.share * total : space.bytes;
