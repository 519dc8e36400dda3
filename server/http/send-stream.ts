import type { ServerResponse } from "node:http";

/** Sends what comes at the pace at which the caller reads; whoever makes it is told when the caller has left. */
export async function sendStream(body: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  const reader = body.getReader();
  // Ends a read that is under way, too.
  response.once("close", () => void reader.cancel().catch(() => undefined));
  response.flushHeaders();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    if (!response.write(read.value)) await roomOrClose(response);
  }
  response.end();
}

function roomOrClose(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      response.off("drain", done);
      response.off("close", done);
      resolve();
    };
    response.on("drain", done);
    response.on("close", done);
  });
}
