import { MAX_EXPORT_BYTES } from "#lib/contracts/reconciliation.ts";
import { previewUpload } from "#lib/services/reconciliation/preview-upload.ts";
import { uploadRoute } from "#lib/transport/upload-route.ts";

const FORM_BYTES = 64 * 1024;

export const POST = uploadRoute(previewUpload, { scope: "budget:write", maxBytes: MAX_EXPORT_BYTES + FORM_BYTES });
