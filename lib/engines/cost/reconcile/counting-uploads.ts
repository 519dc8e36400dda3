import type { BilledUsage } from "./usage-facts.ts";

/** An upload as far as it decides which one counts. Days are UTC. */
export interface UploadSpan {
  id: string;
  account: string;
  firstDay: string;
  lastDay: string;
  tellsTokens: boolean;
  tellsCosts: boolean;
}

/** The uploads that count for one day: of each account the newest that tells tokens, and the newest that tells costs. */
export interface CountingUploads {
  tokens: ReadonlySet<string>;
  costs: ReadonlySet<string>;
}

/**
 * Which uploads count for each day of a range. Of exports of one account the newest replaces the others day by day, for
 * tokens and for costs apart: a later export is more complete, and usage and costs are exported apart. Accounts add up.
 * A day within an export's days that it says nothing of is a day without usage.
 * @param newestFirst uploads of one provider, the newest first
 */
export function countingUploads(
  newestFirst: readonly UploadSpan[],
  days: readonly string[],
): Map<string, CountingUploads> {
  const accounts = [...Map.groupBy(newestFirst, ({ account }) => account).values()];
  const first = (day: string, tells: (upload: UploadSpan) => boolean) =>
    new Set(
      accounts.flatMap((uploads) => {
        const found = uploads.find((upload) => tells(upload) && upload.firstDay <= day && day <= upload.lastDay);
        return found ? [found.id] : [];
      }),
    );
  return new Map(
    days.map((day) => [
      day,
      { tokens: first(day, ({ tellsTokens }) => tellsTokens), costs: first(day, ({ tellsCosts }) => tellsCosts) },
    ]),
  );
}

/** Days for which tokens, or costs, are known. */
export function coveredDays(counting: ReadonlyMap<string, CountingUploads>): {
  tokens: Set<string>;
  costs: Set<string>;
} {
  const daysWith = (of: (uploads: CountingUploads) => ReadonlySet<string>) =>
    new Set([...counting].filter(([, uploads]) => of(uploads).size > 0).map(([day]) => day));
  return { tokens: daysWith(({ tokens }) => tokens), costs: daysWith(({ costs }) => costs) };
}

type Told = Pick<BilledUsage, "day" | "tokens" | "requests" | "costNanoUsd" | "listNanoUsd"> & { uploadId: string };

/** What of a line counts: its tokens, its amounts, both, or null when a newer upload replaces it. */
export function countingPart<L extends Told>(line: L, counting: ReadonlyMap<string, CountingUploads>): L | null {
  const uploads = counting.get(line.day);
  const tokens = uploads?.tokens.has(line.uploadId) ?? false;
  const costs = uploads?.costs.has(line.uploadId) ?? false;
  if (!tokens && !costs) return null;
  return {
    ...line,
    ...(tokens ? {} : { tokens: null, requests: null }),
    ...(costs ? {} : { costNanoUsd: null, listNanoUsd: null }),
  };
}

/** Every day of a range, both ends included. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let ms = Date.parse(`${from}T00:00:00Z`); ms <= Date.parse(`${to}T00:00:00Z`); ms += 86_400_000) {
    days.push(new Date(ms).toISOString().slice(0, 10));
  }
  return days;
}
