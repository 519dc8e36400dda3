import Link from "next/link";
import { Lamp } from "#components/ui/lamp.tsx";
import type { RunView } from "#lib/contracts/team-run.ts";
import { PATTERN_WORDS } from "../../run-words.ts";
import { runHref } from "../../search-params.ts";
import { partOf } from "../run-parts.ts";

/** What went wrong between the agents, each with the way to its first step. */
export function RunPatterns({ run }: { run: RunView }) {
  return (
    <ul className="flex flex-col gap-3">
      {run.patterns.map(({ kind, steps, sentence }) => {
        const first = steps[0] ?? 0;
        return (
          <li key={`${kind} ${first} ${sentence}`} className="flex flex-col gap-x-3 gap-y-0.5 sheet:flex-row">
            <Lamp state="caution" word={PATTERN_WORDS[kind]} className="w-40 shrink-0" />
            <span className="min-w-0 break-words">
              {sentence}{" "}
              <Link
                href={`${runHref(run.fleetName, run.id, partOf(run, first))}#step-${first}`}
                className="whitespace-nowrap text-accent underline"
              >
                Go to step {first}
              </Link>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
