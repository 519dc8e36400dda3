import { MAX_EXPORT_BYTES } from "#lib/contracts/reconciliation.ts";
import { saveUpload } from "#lib/services/reconciliation/save-upload.ts";
import { uploadRoute } from "#lib/transport/upload-route.ts";

const FORM_BYTES = 64 * 1024;

export const POST = uploadRoute(saveUpload, { scope: "budget:write", maxBytes: MAX_EXPORT_BYTES + FORM_BYTES });
