import Link from "next/link";
import { Lamp } from "#components/ui/lamp.tsx";
import type { GateName, GateResult } from "#lib/contracts/gate.ts";
import type { LampState } from "#lib/contracts/overview.ts";

const NAMES: Record<GateName, string> = {
  artifact_integrity: "Artifact intact",
  golden_inputs: "Golden inputs",
  load_time: "Loads fast enough",
  artifact_size: "Small enough",
  data_sufficiency: "Enough data",
  not_worse: "Not worse than production",
  calibration: "Calibrated",
  replay: "Replay not worse",
  no_agent_starved: "No agent starved",
};

const LAMPS: Record<GateResult["verdict"], { state: LampState; word: string }> = {
  pass: { state: "on", word: "Pass" },
  fail: { state: "danger", word: "Fail" },
  not_applicable: { state: "off", word: "No say" },
};

/** Each gate with what it found; failures first where somebody must decide. */
export function GateList({
  results,
  failuresFirst = false,
}: {
  results: readonly GateResult[];
  failuresFirst?: boolean;
}) {
  const failed = (result: GateResult) => Number(result.verdict === "fail");
  const shown = failuresFirst ? results.toSorted((a, b) => failed(b) - failed(a)) : results;
  return (
    <ul className="rounded-md border bg-surface">
      {shown.map(({ gate, verdict, sentence, href }) => (
        <li
          key={gate}
          className="grid grid-cols-[4.5rem_minmax(0,1fr)] items-baseline gap-x-3 border-b px-3 py-1.5 last:border-b-0"
        >
          <Lamp {...LAMPS[verdict]} loud={verdict === "fail"} />
          <p className="min-w-0">
            <span className="font-medium">{NAMES[gate]}</span> <span className="text-muted">{sentence}</span>
            {href ? (
              <>
                {" "}
                <Link href={href} className="whitespace-nowrap text-accent underline">
                  Evidence
                </Link>
              </>
            ) : null}
          </p>
        </li>
      ))}
    </ul>
  );
}
