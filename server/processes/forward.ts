import http, { type RequestListener } from "node:http";
import { answerStarting } from "#server/http/not-serving.ts";

/**
 * Passes requests on to the process that holds the port, which answers them as if they had come to it.
 * @param socketPath where it listens for this
 */
export function forwardTo(socketPath: string): RequestListener {
  const agent = new http.Agent({ keepAlive: true });
  return (request, response) => {
    const { method, url: path, headers } = request;
    const onwards = http.request({ agent, socketPath, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
      answer.on("error", () => response.destroy());
    });
    onwards.on("error", () => {
      if (response.headersSent) response.destroy();
      else answerStarting(path?.startsWith("/api/") ?? false, response);
    });
    // A page's stream of news goes on until its reader leaves.
    response.on("close", () => onwards.destroy());
    request.pipe(onwards);
  };
}
