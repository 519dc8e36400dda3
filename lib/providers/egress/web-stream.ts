import type { Readable } from "node:stream";

/**
 * A Node stream as the web stream that a Response holds. Unlike an async iterator's, its cancellation does not wait for
 * a chunk that may never come: the connection ends at once.
 */
export function toWebStream(body: Readable): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let open = true;
      body.on("data", (chunk: Uint8Array) => {
        if (!open) return;
        controller.enqueue(chunk);
        if ((controller.desiredSize ?? 0) <= 0) body.pause();
      });
      body.on("end", () => {
        if (open) controller.close();
        open = false;
      });
      // After an error or a cancellation there is nobody left to tell, yet an error without a listener ends the process.
      body.on("error", (error) => {
        if (open) controller.error(error);
        open = false;
      });
      body.pause();
    },
    pull: () => void body.resume(),
    cancel: (reason) => void body.destroy(reason instanceof Error ? reason : undefined),
  });
}
