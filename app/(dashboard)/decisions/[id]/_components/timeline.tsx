import { judgementLamp } from "#components/decisions/decision-lamp.tsx";
import { formatDuration } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import type { DecisionVerdict, DecisionView } from "#lib/contracts/decision.ts";
import type { LampState } from "#lib/contracts/overview.ts";

interface Moment {
  at: string;
  state: LampState;
  word: string;
}

/** What happened to the task, each with the time since the decision. */
export function Timeline({ decision }: { decision: DecisionView }) {
  const startMs = Date.parse(decision.at);
  return (
    <ol className="flex flex-col gap-2">
      {momentsOf(decision).map(({ at, state, word }) => (
        <li key={word} className="flex flex-wrap items-baseline gap-x-3">
          <span className="w-16 text-right text-muted text-xs">
            +{formatDuration(Math.max(0, Date.parse(at) - startMs))}
          </span>
          <Lamp state={state} word={word} />
          <ExactTime at={at} className="ml-auto text-muted text-xs" />
        </li>
      ))}
    </ol>
  );
}

function firstMoment(at: string, verdict: DecisionVerdict, agentName: string | null): Moment {
  switch (verdict) {
    case "assigned":
      return { at, state: "on", word: `Assigned to ${agentName ?? "an agent"}` };
    case "direct":
      return { at, state: "on", word: "Called by name" };
    case "nobody_fits":
      return { at, state: "caution", word: "Nobody fits" };
    default:
      return verdict satisfies never;
  }
}

/** What Signalbox called itself ends first and is judged later, if at all. */
function outcomeMoments({ at, success, judgedAt, late }: NonNullable<DecisionView["outcome"]>): Moment[] {
  const judgement = judgementLamp(success);
  const inTime = late ? ", reported late" : "";
  if (judgedAt === at) return [{ ...judgement, at, word: `${judgement.word}${inTime}` }];
  const ended: Moment = { at, state: "off", word: success === null ? `Ended, not judged${inTime}` : `Ended${inTime}` };
  return judgedAt === null
    ? [ended]
    : [ended, { at: judgedAt, state: judgement.state, word: `Judged: ${judgement.word}` }];
}

function momentsOf({ at, verdict, agentName, assignment, outcome }: DecisionView): Moment[] {
  const moments: Moment[] = [firstMoment(at, verdict, agentName)];
  if (assignment?.state === "expired") {
    moments.push({
      at: assignment.endedAt ?? assignment.expiresAt,
      state: "caution",
      word: "Lease expired, slot freed",
    });
  }
  if (outcome) moments.push(...outcomeMoments(outcome));
  if (assignment?.state === "active") {
    moments.push({ at: assignment.expiresAt, state: "off", word: "Lease ends unless renewed" });
  }
  return moments.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
