import type { ActionResult } from "#lib/contracts/error.ts";
import type { ExportPreview } from "#lib/contracts/reconciliation-view.ts";

interface ExportForm {
  file: File;
  provider: string;
  account: string;
  /** JSON of the columns that somebody named; null: the columns tell. */
  mapping: string | null;
}

export const previewExport = (form: ExportForm) => send<ExportPreview>("preview", form);
export const keepExport = (form: ExportForm) =>
  send<{ id: string; provider: string; firstDay: string; lastDay: string }>("upload", form);

/** Sends the form; a broken connection is an answer too. */
async function send<T>(
  step: "preview" | "upload",
  { file, provider, account, mapping }: ExportForm,
): Promise<ActionResult<T>> {
  const data = new FormData();
  data.set("file", file);
  data.set("provider", provider);
  if (account) data.set("account", account);
  if (mapping) data.set("mapping", mapping);
  try {
    const response = await fetch(`/budgets/reconciliation/${step}`, { method: "POST", body: data });
    return (await response.json()) as ActionResult<T>;
  } catch {
    const message = "The file did not arrive: the connection broke or a proxy refused its size. Nothing was kept.";
    return { ok: false, error: { code: "unavailable", message, details: [], requestId: "none" } };
  }
}
