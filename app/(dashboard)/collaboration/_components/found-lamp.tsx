import { Lamp } from "#components/ui/lamp.tsx";
import type { PairMeasure } from "#lib/contracts/collaboration.ts";
import { isBetter } from "./measure-words.ts";

interface FoundLampProps {
  measure: PairMeasure;
  value: number;
  isFound: boolean;
}

/** Whether a difference stands after the correction for many pairs, and which way it goes. */
export function FoundLamp({ measure, value, isFound }: FoundLampProps) {
  if (!isFound) return <Lamp state="off" word="As usual" />;
  return isBetter(measure, value) ? <Lamp state="on" word="Better" /> : <Lamp state="caution" word="Worse" />;
}
