import type { ServerResponse } from "node:http";

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<title>Signalbox is starting</title></head><body style="font:16px system-ui;margin:4rem">
<h1 style="font-size:1.25rem">Signalbox is starting</h1><p>This page opens the product as soon as it is ready.</p></body></html>`;

/** What the port answers while the database and the pages are being prepared. */
export function answerStarting(response: ServerResponse): void {
  response.writeHead(503, {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Retry-After": "2",
    "X-Frame-Options": "DENY",
  });
  response.end(PAGE);
}
