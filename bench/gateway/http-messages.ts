const END_OF_HEAD = "\r\n\r\n";
const CONTENT_LENGTH = "\r\ncontent-length: ";

/**
 * The HTTP/1.1 messages of one connection, requests or answers, each with a Content-Length: enough for both ends of a
 * bench, and a tenth of the work of a whole parser.
 */
export class HttpMessages {
  private rest = "";
  private readonly onMessage: (head: string, body: string) => void;

  constructor(onMessage: (head: string, body: string) => void) {
    this.onMessage = onMessage;
  }

  /** @throws Error for a message without a length */
  take(bytes: Buffer): void {
    // A character a byte, so that lengths are lengths.
    let text = this.rest + bytes.toString("latin1");
    for (;;) {
      const endOfHead = text.indexOf(END_OF_HEAD);
      if (endOfHead < 0) break;
      const head = text.slice(0, endOfHead);
      const end = endOfHead + END_OF_HEAD.length + lengthOf(head);
      if (text.length < end) break;
      this.onMessage(head, text.slice(endOfHead + END_OF_HEAD.length, end));
      text = text.slice(end);
    }
    this.rest = text;
  }
}

function lengthOf(head: string): number {
  let at = head.indexOf(CONTENT_LENGTH);
  if (at < 0) at = head.toLowerCase().indexOf(CONTENT_LENGTH);
  const length = at < 0 ? Number.NaN : Number.parseInt(head.slice(at + CONTENT_LENGTH.length), 10);
  if (Number.isNaN(length)) throw new Error(`A message without a length: ${head.slice(0, 200)}`);
  return length;
}
