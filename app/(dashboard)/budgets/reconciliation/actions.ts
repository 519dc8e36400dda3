"use server";

import { deleteUpload } from "#lib/services/reconciliation/delete-upload.ts";
import { runAction } from "#lib/transport/action.ts";

export async function deleteUploadAction(input: unknown) {
  return runAction(deleteUpload, input);
}
