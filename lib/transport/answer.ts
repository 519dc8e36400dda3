/** What an answer says: whole, or piece by piece. */
export type AnswerBody = string | Uint8Array | ReadableStream<Uint8Array>;

/** What a call is answered with, however it is sent then. */
export interface Answer {
  /** As the answer's headers and the log name the call. */
  requestId: string;
  status: number;
  headers: Readonly<Record<string, string>>;
  body: AnswerBody;
}

/** The same as the platform has it. */
export const toResponse = ({ status, headers, body }: Answer): Response =>
  // Bytes as the platform's types want them: never of shared memory here.
  new Response(body as string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>, { status, headers });
