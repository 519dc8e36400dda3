import type { ServerResponse } from "node:http";
import { refuse } from "./refuse.ts";

const RETRY_AFTER_SECONDS = 2;

const page = (title: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="refresh" content="${RETRY_AFTER_SECONDS}"><title>${title}</title></head>
<body style="font:16px system-ui;margin:4rem"><h1 style="font-size:1.25rem">${title}</h1>
<p>This page opens the product as soon as it is ready.</p></body></html>`;

/** What the port answers while the database and the pages are being prepared: a page for people, a code for agents. */
export function answerStarting(toMachine: boolean, response: ServerResponse): void {
  answer(toMachine, response, "Signalbox is starting");
}

/** What it answers on connections that were open when the stop began; the answer ends them. */
export function answerStopping(toMachine: boolean, response: ServerResponse): void {
  response.setHeader("Connection", "close");
  answer(toMachine, response, "Signalbox is stopping");
}

function answer(toMachine: boolean, response: ServerResponse, what: string): void {
  if (toMachine) {
    const message = `${what}. Try again.`;
    refuse(response, { status: 503, code: "unavailable", message, retryAfterSeconds: RETRY_AFTER_SECONDS });
    return;
  }
  response.writeHead(503, {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Retry-After": String(RETRY_AFTER_SECONDS),
    "X-Frame-Options": "DENY",
  });
  response.end(page(what));
}
