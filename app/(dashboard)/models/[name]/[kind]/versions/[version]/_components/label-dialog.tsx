"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { ModelVersionView } from "#lib/contracts/model.ts";
import { labelVersionAction } from "../../../../../actions.ts";
import { tagsOf, textOf } from "./tag-lines.ts";

/** Edits what people say of a version; the version itself never changes. */
export function LabelDialog({ version: { name, kind, version, description, tags } }: { version: ModelVersionView }) {
  const router = useRouter();
  const [text, setText] = useState(description);
  const [lines, setLines] = useState(textOf(tags));
  return (
    <ConfirmDialog
      trigger={<Button size="small">Edit labels</Button>}
      title={`What shall be said of v${version} of ${name}?`}
      consequences={["Description and tags may change at any time; the version and its figures never do."]}
      confirmLabel="Save"
      action={() => labelVersionAction({ name, kind, version, description: text, tags: tagsOf(lines) })}
      done={`The labels of v${version} are saved.`}
      onDone={() => router.refresh()}
    >
      <Field label="Description">
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            maxLength={2000}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      <Field label="Tags" hint="One a line: name, or name: value.">
        {(control) => (
          <Textarea
            {...control}
            rows={4}
            className="font-mono text-xs"
            value={lines}
            onChange={({ target }) => setLines(target.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
