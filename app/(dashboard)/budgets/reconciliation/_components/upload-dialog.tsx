"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { fieldErrors } from "#components/forms/error-summary.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { toast } from "#components/ui/toaster.tsx";
import { PROVIDERS, type Provider } from "#lib/contracts/configuration.ts";
import type { ErrorBody } from "#lib/contracts/error.ts";
import { PROVIDER_LABELS } from "#lib/contracts/reconciliation.ts";
import type { ExportPreview, ReconciliationView } from "#lib/contracts/reconciliation-view.ts";
import { DropZone } from "./drop-zone.tsx";
import { ExportGuide } from "./export-guide.tsx";
import { guessMapping, type MappingDraft, mappingText } from "./guess-mapping.ts";
import { MappingFields } from "./mapping-fields.tsx";
import { PreviewOfExport } from "./preview-of-export.tsx";
import { keepExport, previewExport } from "./send-export.ts";

interface UploadDialogProps {
  mappings: ReconciliationView["mappings"];
  provider: Provider;
}

/** A provider's export: chosen, looked at, its columns named where nobody knows them, and kept. */
export function UploadDialog({ mappings, provider: first }: UploadDialogProps) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [provider, setProvider] = useState<Provider>(first);
  const [account, setAccount] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<ExportPreview | null>(null);
  const [draft, setDraft] = useState<MappingDraft | null>(null);
  const [error, setError] = useState<ErrorBody | null>(null);
  const [pending, startTransition] = useTransition();
  const errors = fieldErrors(error);

  const read = (chosen: File, of: Provider, named: MappingDraft | null) =>
    startTransition(async () => {
      setError(null);
      const result = await previewExport({
        ...{ file: chosen, provider: of, account },
        mapping: named && mappingText(named),
      });
      if (!result.ok) {
        if (named === null) setPreview(null);
        return setError(result.error);
      }
      setPreview(result.data);
      if (!result.data.known && named === null) setDraft(guessMapping(result.data.header, mappings[of]));
    });
  const begin = (chosen: File | null, of: Provider) => {
    setFile(chosen);
    setProvider(of);
    setDraft(null);
    setPreview(null);
    if (chosen) read(chosen, of, null);
  };
  const keep = () =>
    startTransition(async () => {
      if (!file) return;
      const result = await keepExport({ file, provider, account, mapping: draft && mappingText(draft) });
      if (!result.ok) return setError(result.error);
      const { firstDay, lastDay } = result.data;
      setOpen(false);
      begin(null, provider);
      toast.success(`${file.name} is kept: ${firstDay} to ${lastDay}.`);
      router.push(`/budgets/reconciliation?${new URLSearchParams({ provider, from: firstDay, to: lastDay })}`);
      router.refresh();
    });

  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      wide
      trigger={<Button variant="primary">Upload an export</Button>}
      title="Upload a provider's export"
      description="Nothing is kept before you have seen what is in it. Days are UTC, as the providers count them."
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          {draft && file ? (
            <Button disabled={pending} onClick={() => read(file, provider, draft)}>
              Read with these columns
            </Button>
          ) : null}
          <Button
            variant="primary"
            disabled={pending || !preview?.found || preview.found.sameAs !== null}
            onClick={keep}
          >
            {pending ? "Reading…" : "Keep it"}
          </Button>
        </>
      }
    >
      <div className="grid gap-4 sheet:grid-cols-2">
        <Field label="Provider" error={errors.provider} required>
          {(control) => (
            <Select
              {...control}
              value={provider}
              options={PROVIDERS.map((value) => ({ value, label: PROVIDER_LABELS[value] }))}
              onChange={({ target }) => begin(file, target.value as Provider)}
            />
          )}
        </Field>
        <Field
          label="Account"
          hint="Only when there are several. Exports of one replace each other day by day; accounts add up."
        >
          {(control) => (
            <Input
              {...control}
              value={account}
              maxLength={120}
              autoComplete="off"
              onChange={({ target }) => setAccount(target.value)}
            />
          )}
        </Field>
      </div>
      <DropZone file={file} onFile={(chosen) => begin(chosen, provider)} />
      {error ? <Alert tone="danger" title={error.message} /> : null}
      {draft && preview && preview.header.length > 0 ? (
        <MappingFields
          header={preview.header}
          sample={preview.sample}
          draft={draft}
          errors={errors}
          onChange={(changed) => {
            setDraft(changed);
            // What was read with other columns is not what would be kept.
            setPreview({ ...preview, found: null });
          }}
        />
      ) : null}
      {preview?.found ? <PreviewOfExport found={preview.found} /> : null}
      {file ? null : <ExportGuide />}
    </Dialog>
  );
}
