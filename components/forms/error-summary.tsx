"use client";

import { useEffect, useRef } from "react";
import type { ErrorBody } from "#lib/contracts/error.ts";
import { Alert } from "../ui/alert.tsx";

/** What the server refused, with links to the fields; focus moves here so that nobody misses it. */
export function ErrorSummary({ error, fieldId }: { error: ErrorBody | null; fieldId?: (path: string) => string }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) box.current?.focus();
  }, [error]);
  if (!error) return null;
  // Without a field to lead to, a line that the title says already would say it twice.
  const details = error.details.filter((detail) => fieldId || sentenceOf(detail) !== error.message);
  return (
    <div ref={box} tabIndex={-1}>
      <Alert tone="danger" title={error.message}>
        {details.length > 0 ? (
          <ul className="list-disc pl-4">
            {details.map((detail) => (
              <li key={`${detail.path}:${detail.message}`}>
                {fieldId ? (
                  <a className="underline" href={`#${fieldId(detail.path)}`}>
                    {detail.message}
                  </a>
                ) : (
                  sentenceOf(detail)
                )}
              </li>
            ))}
          </ul>
        ) : null}
        <p className="text-xs">Request {error.requestId}</p>
      </Alert>
    </div>
  );
}

const sentenceOf = ({ path, message }: ErrorBody["details"][number]) => (path === "" ? message : `${path}: ${message}`);

/** Messages by field path, for the fields of a form. */
export function fieldErrors(error: ErrorBody | null): Record<string, string> {
  return Object.fromEntries((error?.details ?? []).map((detail) => [detail.path, detail.message]));
}
