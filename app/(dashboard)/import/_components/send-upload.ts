import type { ActionResult } from "#lib/contracts/error.ts";
import type { ImportSummary } from "#lib/contracts/history.ts";

/** Sends the form; a broken connection is an answer too. */
export async function sendUpload(data: FormData): Promise<ActionResult<ImportSummary>> {
  try {
    const response = await fetch("/import/upload", { method: "POST", body: data });
    return (await response.json()) as ActionResult<ImportSummary>;
  } catch {
    const message =
      "The upload did not arrive: the connection broke or a proxy refused its size. Nothing was imported.";
    return { ok: false, error: { code: "unavailable", message, details: [], requestId: "none" } };
  }
}
