"use client";

import { Upload } from "lucide-react";
import { useId, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { formatBytes } from "#components/ui/figures.ts";

/** A file by drop or by choice; the input is what keyboards and screen readers use. */
export function DropZone({ file, onFile }: { file: File | null; onFile: (file: File) => void }) {
  const id = useId();
  const [over, setOver] = useState(false);
  return (
    <label
      htmlFor={id}
      className={cn(
        "flex cursor-pointer flex-col items-center gap-1 rounded-md border border-edge border-dashed px-4 py-6 text-center focus-within:border-accent hover:bg-sunken",
        over && "border-accent bg-accent-soft",
      )}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [dropped] = event.dataTransfer.files;
        if (dropped) onFile(dropped);
      }}
    >
      <Upload aria-hidden className="size-5 text-muted" />
      <span className="max-w-full break-words font-medium">
        {file ? `${file.name}, ${formatBytes(file.size)}` : "Drop the export here, or choose it"}
      </span>
      <span className="text-muted text-xs">CSV, plain or gzip, at most 50 MiB</span>
      <input
        id={id}
        type="file"
        accept=".csv,.gz,text/csv,text/plain"
        className="sr-only"
        aria-label="Export"
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen) onFile(chosen);
          // The same file again, once it was mended, is a change too.
          event.target.value = "";
        }}
      />
    </label>
  );
}
