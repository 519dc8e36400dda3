type Received = Readonly<Record<string, string | string[] | undefined>>;

/** Headers of an answer as they came, names in lower case; the platform's Headers check and sort what was sent already. */
export class AnswerHeaders {
  private readonly received: Received;

  constructor(received: Received) {
    this.received = received;
  }

  get(name: string): string | null {
    const value = this.received[name.toLowerCase()];
    return Array.isArray(value) ? value.join(", ") : (value ?? null);
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }

  *entries(): IterableIterator<[string, string]> {
    for (const name of Object.keys(this.received)) yield [name, this.get(name) ?? ""];
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }
}

/** What an SDK reads of an answer that has come whole. The platform's Response costs a tenth of a call. */
class WholeAnswer {
  readonly body = null;
  readonly bodyUsed = false;
  readonly redirected = false;
  readonly statusText = "";
  readonly type = "basic";
  readonly url = "";
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly words: string;

  constructor(status: number, headers: AnswerHeaders, words: string) {
    this.status = status;
    this.headers = headers;
    this.words = words;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  async text(): Promise<string> {
    return this.words;
  }

  async json(): Promise<unknown> {
    return JSON.parse(this.words);
  }
}

/** The JSON of an answer that came whole and well, unread; null for any other, which is its SDK's to judge. */
export function jsonOf(answer: Response | null): string | null {
  if (!(answer instanceof WholeAnswer) || !answer.ok || answer.words === "") return null;
  return answer.headers.get("content-type")?.includes("application/json") ? answer.words : null;
}

/** As a `fetch` answers. Its body can be read as text and as JSON, which is all that JSON is read as. */
export function wholeAnswer(status: number, headers: AnswerHeaders, words: string): Response {
  return new WholeAnswer(status, headers, words) as unknown as Response;
}
