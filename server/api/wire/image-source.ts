import type { ImagePart } from "#lib/contracts/chat.ts";

const DATA_URL = /^data:([a-z]+\/[a-z0-9.+-]+);base64,/i;

/** An image's address as a client gives it: on the web, or the bytes themselves as a `data:` URL. Null: neither. */
export function imageSource(url: string): ImagePart["source"] | null {
  if (/^https?:\/\//i.test(url)) return { kind: "url", url };
  // The beginning alone is matched: the rest may be megabytes.
  const [prefix, mediaType] = DATA_URL.exec(url.slice(0, 100)) ?? [];
  if (prefix === undefined || mediaType === undefined) return null;
  return { kind: "base64", mediaType: mediaType.toLowerCase(), data: url.slice(prefix.length) };
}
