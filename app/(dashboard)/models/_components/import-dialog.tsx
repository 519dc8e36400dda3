"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { versionHref } from "#components/models/model-href.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ActionResult } from "#lib/contracts/error.ts";
import type { ModelVersionView } from "#lib/contracts/model.ts";

/** Takes in a version that was exported here or elsewhere, as the next version of a fleet. */
export function ImportDialog({ fleets }: { fleets: readonly string[] }) {
  const router = useRouter();
  const [file, setFile] = useState<File | null>(null);
  const [fleet, setFleet] = useState("");
  return (
    <ConfirmDialog
      trigger={<Button>Import a version</Button>}
      title="Import a version from its file?"
      consequences={[
        "It becomes the next version of the fleet; no pointer moves, and nothing routes by it yet.",
        "Size, SHA-256, schema, numbers and golden inputs are checked before it is kept.",
      ]}
      confirmLabel="Import"
      blocked={file === null}
      action={async () => {
        const result = await sendVersion(file, fleet);
        if (result.ok) router.push(versionHref(result.data, result.data.version));
        return result;
      }}
      done="The version is imported."
    >
      <Field label="File" hint="As Export writes it, *.signalbox-model." required>
        {(control) => (
          <Input
            {...control}
            type="file"
            accept=".signalbox-model"
            className="py-1"
            onChange={({ target }) => setFile(target.files?.[0] ?? null)}
          />
        )}
      </Field>
      <Field label="Fleet it shall serve">
        {(control) => (
          <Select
            {...control}
            value={fleet}
            onChange={({ target }) => setFleet(target.value)}
            options={[
              { value: "", label: "The one it was exported from" },
              ...fleets.map((name) => ({ value: name, label: name })),
            ]}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}

/** Sends the file; a broken connection is an answer too. */
async function sendVersion(file: File | null, fleet: string): Promise<ActionResult<ModelVersionView>> {
  const form = new FormData();
  if (file) form.set("file", file);
  if (fleet !== "") form.set("name", fleet);
  try {
    const response = await fetch("/models/import", { method: "POST", body: form });
    return (await response.json()) as ActionResult<ModelVersionView>;
  } catch {
    const message = "The file did not arrive: the connection broke or a proxy refused its size. Nothing was imported.";
    return { ok: false, error: { code: "unavailable", message, details: [], requestId: "none" } };
  }
}
