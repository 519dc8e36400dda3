import type { ServerResponse } from "node:http";
import { refuse } from "./refuse.ts";

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<title>Signalbox is starting</title></head><body style="font:16px system-ui;margin:4rem">
<h1 style="font-size:1.25rem">Signalbox is starting</h1><p>This page opens the product as soon as it is ready.</p></body></html>`;

const RETRY_AFTER_SECONDS = 2;

/** What the port answers people while the database and the pages are being prepared. */
export function answerStarting(response: ServerResponse): void {
  response.writeHead(503, {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Retry-After": String(RETRY_AFTER_SECONDS),
    "X-Frame-Options": "DENY",
  });
  response.end(PAGE);
}

/** The same for agents, whose callers read a code and not a page. */
export function answerMachineStarting(response: ServerResponse): void {
  const message = "Signalbox is starting. Try again.";
  refuse(response, { status: 503, code: "unavailable", message, retryAfterSeconds: RETRY_AFTER_SECONDS });
}
