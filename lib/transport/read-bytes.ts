import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { SignalboxError } from "#lib/core/errors.ts";

/** A body that is not JSON of ours, unpacked. */
export interface RawBody {
  bytes: Uint8Array;
  /** Lower case, without parameters. */
  contentType: string;
}

const unpack = promisify(gunzip);

/**
 * Reads a body that is packed or not, of declared length or not.
 * @throws SignalboxError invalid_input for another type, an unknown encoding or damaged bytes, too_large beyond the limit,
 *   which holds before and after unpacking
 */
export async function readBytes(
  request: Request,
  { mostBytes, contentTypes }: { mostBytes: number; contentTypes: readonly string[] },
): Promise<RawBody> {
  const contentType = contentTypeOf(request);
  if (!contentTypes.includes(contentType)) {
    throw new SignalboxError("invalid_input", `Send ${contentTypes.join(" or ")}, and say so in Content-Type.`);
  }
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "gzip" && encoding !== "identity") {
    throw new SignalboxError("invalid_input", "Send the body plain or as gzip.");
  }
  const bytes = await gather(request, mostBytes);
  if (encoding === "identity") return { bytes, contentType };
  try {
    return { bytes: await unpack(bytes, { maxOutputLength: mostBytes }), contentType };
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(mostBytes);
    throw new SignalboxError("invalid_input", "The body is damaged: it does not unpack.");
  }
}

/** As it is compared: lower case, without parameters. */
export function contentTypeOf(request: { headers: Pick<Headers, "get"> }): string {
  return (request.headers.get("content-type") ?? "").split(";", 1).join("").trim().toLowerCase();
}

async function gather(request: Request, mostBytes: number): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.length;
      if (length > mostBytes) throw tooLarge(mostBytes);
      chunks.push(read.value);
    }
  } catch (cause) {
    if (cause instanceof SignalboxError) throw cause;
    throw new SignalboxError("invalid_input", "The body did not arrive whole.", { cause });
  }
  return Buffer.concat(chunks);
}

const tooLarge = (mostBytes: number) =>
  new SignalboxError("too_large", `The body may have at most ${mostBytes} bytes, unpacked.`);
