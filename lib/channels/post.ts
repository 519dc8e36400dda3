import type { Readable } from "node:stream";
import { request } from "undici";
import { sharedEgress } from "#lib/providers/egress/fetch.ts";
import { retryAfterMs } from "#lib/providers/retry-after.ts";
import { failureWords, quoted, type SendOutcome } from "./send-outcome.ts";

/** Connection, answer and the part of it that is read together. */
const LONGEST_MS = 10_000;
const READ_BYTES = 2_048;
const GONE = 410;

/** Sends JSON to an address that may be reached. Any 2xx is a yes; a redirect is none, and is not followed. */
export async function post(
  url: string,
  body: string,
  headers: Record<string, string> = {},
  longestMs = LONGEST_MS,
): Promise<SendOutcome> {
  const startedAt = performance.now();
  const tookMs = () => Math.round(performance.now() - startedAt);
  try {
    const { origin } = new URL(url);
    const answer = await request(url, {
      dispatcher: sharedEgress()(origin),
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "Signalbox", ...headers },
      body,
      signal: AbortSignal.timeout(longestMs),
    });
    const { statusCode } = answer;
    const said = quoted(await beginningOf(answer.body));
    const answered = `Answered ${statusCode} in ${tookMs()} ms`;
    const got = (name: string) => [answer.headers[name] ?? null].flat()[0] ?? null;
    return {
      ok: statusCode >= 200 && statusCode < 300,
      sentence: said === "" ? `${answered}.` : `${answered}: ${said}`,
      tookMs: tookMs(),
      retryAfterMs: retryAfterMs({ get: got }),
      gone: statusCode === GONE,
    };
  } catch (error) {
    return { ok: false, sentence: failureWords(error), tookMs: tookMs(), retryAfterMs: null, gone: false };
  }
}

/** What a person may want to read of an answer; the rest is left where it is. */
async function beginningOf(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      if (bytes >= READ_BYTES) break;
    }
  } catch {
    // The status is the answer; what was said beside it broke off.
  } finally {
    body.destroy();
  }
  return Buffer.concat(chunks).subarray(0, READ_BYTES).toString("utf8");
}
