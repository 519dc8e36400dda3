import { SignalboxError } from "#lib/core/errors.ts";
import { parseJson } from "#lib/core/parse-json.ts";

/** What is read of a request. */
export interface CallRequest {
  method: string;
  /** In full. */
  url: string;
  headers: Pick<Headers, "get" | "has">;
  text(): Promise<string>;
}

/** The platform's own, which sessions and bodies that are no JSON of ours take. */
export function wholeRequest(request: CallRequest): Request {
  if (request instanceof Request) return request;
  throw new SignalboxError("internal", "Such a call is answered from the platform's Request alone.");
}

/** @throws SignalboxError invalid_input */
export async function readJson(request: CallRequest): Promise<unknown> {
  const text = await request.text().catch((cause: unknown) => {
    throw new SignalboxError("invalid_input", "The body did not arrive whole.", { cause });
  });
  try {
    return parseJson(text);
  } catch {
    throw new SignalboxError("invalid_input", "The body is not JSON.");
  }
}
