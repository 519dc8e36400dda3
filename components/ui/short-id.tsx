import { cn } from "./cn.ts";
import { CopyButton } from "./copy-button.tsx";

/** "dec_01jd3v…w5b7n1ck": both ends, since ids of one minute begin alike and a prefix names the kind. */
function shorten(id: string): string {
  return id.length <= 18 ? id : `${id.slice(0, 8)}…${id.slice(-6)}`;
}

/** An id in mono, shortened in the middle, whole on hover and when copied. */
export function ShortId({ id, what = "id", className }: { id: string; what?: string; className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-0.5 whitespace-nowrap font-mono text-xs", className)}>
      <span title={id}>{shorten(id)}</span>
      <CopyButton text={id} what={what} />
    </span>
  );
}
