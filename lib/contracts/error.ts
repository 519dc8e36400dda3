import type { ErrorCode, ErrorDetail } from "../core/errors.ts";

/** The body of every refused call, over HTTP and from server actions. */
export interface ErrorBody {
  code: ErrorCode;
  message: string;
  details: ErrorDetail[];
  requestId: string;
}

/** What a server action answers: never a thrown error. */
export type ActionResult<T> = { ok: true; data: T } | { ok: false; error: ErrorBody };
