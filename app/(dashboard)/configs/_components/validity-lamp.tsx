import { Lamp } from "#components/ui/lamp.tsx";

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;

/** What the judge found, as a lamp. */
export function ValidityLamp({ errors, warnings }: { errors: number; warnings: number }) {
  if (errors > 0) return <Lamp state="danger" word={counted(errors, "error")} />;
  if (warnings > 0) return <Lamp state="caution" word={counted(warnings, "warning")} />;
  return <Lamp state="on" word="valid" />;
}
