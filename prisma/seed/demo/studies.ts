import type { ServiceContext } from "#lib/auth/context.ts";
import { type Random, seededRandom, seedOf } from "#lib/core/random.ts";
import { recordInteractions } from "#lib/services/interactions/record-interactions.ts";
import { DEMO_DAYS } from "./arrivals.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** A study for so many routed tasks. */
const TASKS_A_STUDY = 28;
const STUDIES_A_REQUEST = 50;

/** One turn of a study; `chars` of about this length. */
interface Turn {
  from: string;
  to: string | null;
  kind: string;
  chars: number;
}

/** How a study went, how often that happens, and how often it fails then. */
interface Course {
  share: number;
  failing: number;
  turns: (team: Team, random: Random) => Turn[];
  /** Which of the turns a failure was the fault of; null: nobody has found out. */
  fault: (turns: readonly Turn[]) => number | null;
}

interface Team {
  supervisor: string;
  researcher: string;
  analyst: string;
  synthesizer: string;
  critic: string;
}

const turn = (from: string, to: string | null, kind: string, chars: number): Turn => ({ from, to, kind, chars });

/** What every study begins with. */
const opening = ({ supervisor, researcher, analyst }: Team): Turn[] => [
  turn(supervisor, researcher, "handoff", 600),
  turn(researcher, researcher, "call", 350),
  turn(researcher, analyst, "handoff", 5_200),
];

/** What every study that comes through ends with. */
const review = ({ supervisor, synthesizer, critic }: Team): Turn[] => [
  turn(synthesizer, critic, "handoff", 3_400),
  turn(critic, supervisor, "handoff", 700),
  turn(supervisor, null, "result", 300),
];

const lastOf = (turns: readonly Turn[], role: string) => turns.findLastIndex(({ from }) => from.startsWith(role));

const COURSES: readonly Course[] = [
  {
    share: 50,
    failing: 0.1,
    turns: (team) => [...opening(team), turn(team.analyst, team.synthesizer, "handoff", 2_600), ...review(team)],
    fault: () => null,
  },
  {
    // The analyst hands over much less than it usually does, and nobody notices in time.
    share: 16,
    failing: 0.85,
    turns: (team) => [
      ...opening(team),
      turn(team.analyst, team.analyst, "call", 120),
      turn(team.analyst, team.synthesizer, "handoff", 140),
      ...review(team),
    ],
    fault: (turns) => lastOf(turns, "analyst"),
  },
  {
    // The synthesizer asks for more, gets the same, and asks again.
    share: 12,
    failing: 0.7,
    turns: (team, random) => [
      ...opening(team),
      ...Array.from({ length: 3 + Math.floor(random() * 2) }, () => [
        turn(team.analyst, team.synthesizer, "handoff", 2_600),
        turn(team.synthesizer, team.researcher, "handoff", 480),
        turn(team.researcher, team.analyst, "handoff", 5_200),
      ]).flat(),
      turn(team.analyst, team.synthesizer, "handoff", 2_600),
      ...review(team),
    ],
    fault: (turns) => turns.findIndex(({ from }) => from.startsWith("synthesizer")),
  },
  {
    share: 12,
    failing: 0.5,
    turns: (team, random) => [
      ...opening(team),
      turn(team.analyst, team.synthesizer, "handoff", 2_600),
      ...Array.from({ length: 3 + Math.floor(random() * 3) }, (_, round) => [
        turn(team.synthesizer, team.critic, "handoff", 3_400 + 300 * round),
        turn(team.critic, team.synthesizer, "message", 500 + 90 * round),
      ]).flat(),
      ...review(team),
    ],
    fault: (turns) => turns.findIndex(({ from }) => from.startsWith("critic")),
  },
  {
    // Handed to a critic that never answers.
    share: 10,
    failing: 1,
    turns: (team) => [
      ...opening(team),
      turn(team.analyst, team.synthesizer, "handoff", 2_600),
      turn(team.synthesizer, team.critic, "handoff", 3_400),
    ],
    fault: (turns) => turns.length - 1,
  },
];

/**
 * Studies of the thirty days: what the agents of one said to each other, how it ended, and for most failures whose fault it
 * was. Some go round in circles, some end with a hand-off that nobody takes.
 */
export async function recordStudies(
  ctx: ServiceContext,
  fleetName: string,
  { seed, nowMs, decisions }: { seed: number; nowMs: number; decisions: number },
): Promise<void> {
  const studies = Array.from({ length: Math.round(decisions / TASKS_A_STUDY) }, (_, i) => {
    const random = seededRandom(seedOf(`${seed} study ${i}`));
    const startMs = nowMs - DAY_MS * (0.05 + random() * (DEMO_DAYS - 0.1));
    return study(`study-${String(i + 1).padStart(3, "0")}`, Math.round(startMs), random);
  });
  for (let from = 0; from < studies.length; from += STUDIES_A_REQUEST) {
    const some = studies.slice(from, from + STUDIES_A_REQUEST);
    const batch = { interactions: some.flatMap(({ interactions }) => interactions), runs: some.map(({ run }) => run) };
    await recordInteractions({ ctx, input: { fleetName, batch } });
  }
}

function study(id: string, startMs: number, random: Random) {
  const course = byShare(random);
  const team = drawTeam(random);
  const turns = course.turns(team, random);
  const succeeded = random() >= course.failing;
  const usual = succeeded ? null : course.fault(turns);
  const isKnown = random() < KNOWN_FAULTS;
  const fault = usual !== null && random() < ODD_FAULTS ? Math.floor(random() * turns.length) : usual;
  let atMs = startMs;
  const interactions = turns.map(({ from, to, kind, chars }, step) => {
    atMs += Math.round(MINUTE_MS * (0.2 + random() * 2));
    // A turn that says the same again is about as long.
    const length = Math.max(1, Math.round(chars * (0.995 + 0.01 * random())));
    return {
      ...{ id: `${id}/${step}`, run_id: id, step, from, to, kind, chars: length },
      ...{ tokens: Math.round(length / 4), at: new Date(atMs).toISOString(), task_type: "study" },
    };
  });
  const blamed = fault === null || !isKnown ? null : turns[fault];
  return {
    interactions,
    run: {
      ...{ id, task_type: "study", succeeded, at: new Date(atMs).toISOString() },
      ...(blamed && { fault_agent: blamed.from, fault_step: fault }),
    },
  };
}

/** Share of the failures that somebody has looked into. */
const KNOWN_FAULTS = 0.8;
/** Share of the failures that something else was to blame for than it looks like. */
const ODD_FAULTS = 0.2;

function byShare(random: Random): Course {
  let point = random() * COURSES.reduce((sum, { share }) => sum + share, 0);
  for (const course of COURSES) {
    point -= course.share;
    if (point < 0) return course;
  }
  throw new RangeError("beyond the last share");
}

/** Agents of a role are asked for in the order of their number, the first most often. */
function drawTeam(random: Random): Team {
  const one = (role: string, count: number) => `${role}_00${1 + Math.floor(count * random() ** 1.6)}`;
  return {
    supervisor: one("supervisor", 2),
    researcher: one("researcher", 4),
    analyst: one("analyst", 3),
    synthesizer: one("synthesizer", 3),
    critic: one("critic", 2),
  };
}
