import { z } from "zod";
import { decodeArtifact, encodeArtifact } from "../../registry/artifact.ts";
import { refuseArtifact } from "../../registry/artifact-header.ts";
import type { Tensor } from "../../registry/tensor.ts";
import { type ArrivalModel, forecastHour } from "../arrivals/arrival-model.ts";
import type { WorkloadState } from "./workload-state.ts";

const WORKLOAD_KIND = "workload";
/** Rises when the meaning of the tensors changes; older artifacts are then refused by name. */
const MODEL_VERSION = 1;
const TOLERANCE = 1e-6;
/** Numbers of a rehearsal, in the order of `rehearsalNumbers`. */
const REHEARSAL_NUMBERS = 7;
const GOLDEN_TYPES = 5;
const GOLDEN_HOURS = [0, 13, 100];

const hour = z.int().min(0);
const goldenSchema = z.strictObject({
  type: z.int().min(0),
  ahead: hour,
  mean: z.number(),
  p50: z.number(),
  low90: z.number(),
  high90: z.number(),
});

const headerSchema = z.strictObject({
  model_version: z.literal(MODEL_VERSION, `this build reads workload models of version ${MODEL_VERSION}`),
  from_hour: hour,
  until_hour: hour,
  types: z.array(z.strictObject({ name: z.string(), tasks: z.number().min(0) })).max(1_000),
  agents: z.array(z.string().min(1)).max(100_000),
  priorities: z.array(z.number().min(0).max(1)).max(10),
  golden: z.array(goldenSchema).max(100),
});

/** Writes a model as an artifact of kind `workload`, with golden hours and what it expects of them. */
export function encodeWorkload(state: WorkloadState): Uint8Array {
  const { types, services } = state;
  const header: z.input<typeof headerSchema> = {
    model_version: MODEL_VERSION,
    from_hour: state.fromHour,
    until_hour: state.untilHour,
    types: types.map(({ name, tasks }) => ({ name, tasks })),
    agents: [...services.agents],
    priorities: [...state.priorities],
    golden: goldenHours(state),
  };
  const horizon = types[0]?.arrivals.expected.length ?? 0;
  const [rows, columns] = [types.length, services.agents.length];
  return encodeArtifact({
    kind: WORKLOAD_KIND,
    header,
    tensors: {
      expected: {
        shape: [rows, horizon],
        data: Float64Array.from(types.flatMap(({ arrivals }) => [...arrivals.expected])),
      },
      rehearsals: {
        shape: [rows, REHEARSAL_NUMBERS],
        data: Float64Array.from(types.flatMap(({ arrivals }) => rehearsalNumbers(arrivals))),
      },
      shares: { shape: [rows, columns], data: services.shares },
      log_ms: { shape: [rows, columns], data: services.logMs },
      sigma: { shape: [rows], data: services.sigma },
    },
  });
}

/**
 * Reads a model and asks it its golden hours.
 * @throws SignalboxError invalid_input or too_large with the reason.
 */
export function decodeWorkload(bytes: Uint8Array): WorkloadState {
  const artifact = decodeArtifact(bytes);
  if (artifact.kind !== WORKLOAD_KIND) refuseArtifact(`it is a ${artifact.kind}, not a ${WORKLOAD_KIND}`);
  const parsed = headerSchema.safeParse(artifact.header);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refuseArtifact(`its model header is wrong at ${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { types, agents, priorities, golden, from_hour: fromHour, until_hour: untilHour } = parsed.data;
  const [rows, columns] = [types.length, agents.length];
  const { tensors } = artifact;
  const expected = doubles(tensors, "expected", rows);
  const rehearsals = doubles(tensors, "rehearsals", rows);
  if (rehearsals.length !== rows * REHEARSAL_NUMBERS) refuseArtifact("its rehearsals have another shape");
  const horizon = rows === 0 ? 0 : expected.length / rows;
  const state: WorkloadState = {
    ...{ fromHour, untilHour, priorities },
    types: types.map(({ name, tasks }, row) => ({
      ...{ name, tasks },
      arrivals: readArrivals(
        expected.subarray(row * horizon, (row + 1) * horizon),
        rehearsals.subarray(row * REHEARSAL_NUMBERS, (row + 1) * REHEARSAL_NUMBERS),
      ),
    })),
    services: {
      agents,
      shares: singles(tensors, "shares", rows * columns),
      logMs: singles(tensors, "log_ms", rows * columns),
      sigma: singles(tensors, "sigma", rows),
    },
  };
  checkGolden(state, golden);
  return state;
}

function doubles(tensors: ReadonlyMap<string, Tensor>, name: string, rows: number): Float64Array {
  const data = tensors.get(name)?.data;
  if (!(data instanceof Float64Array)) return refuseArtifact(`its ${name} are absent`);
  if (rows === 0 ? data.length > 0 : data.length % rows !== 0) refuseArtifact(`its ${name} have another shape`);
  return data;
}

function singles(tensors: ReadonlyMap<string, Tensor>, name: string, length: number): Float32Array {
  const data = tensors.get(name)?.data;
  if (!(data instanceof Float32Array) || data.length !== length)
    return refuseArtifact(`its ${name} have another shape`);
  return data;
}

function rehearsalNumbers({ rehearsal }: ArrivalModel): number[] {
  const { weeklyShare, rateVariation, part, middle, hours } = rehearsal;
  return [weeklyShare, rateVariation.first, rateVariation.week, part.first, part.week, middle, hours];
}

function readArrivals(expected: Float64Array, numbers: Float64Array): ArrivalModel {
  const [weeklyShare = 0, first = 0, week = 0, partFirst = 0, partWeek = 0, middle = 0, hours = 0] = numbers;
  const shares = [weeklyShare, partFirst, partWeek, middle];
  if (!shares.every((share) => share >= 0 && share <= 1) || first < 0 || week < 0) {
    refuseArtifact("its rehearsals are out of range");
  }
  if (!expected.every((value) => value >= 0)) refuseArtifact("it expects less than no task");
  const rateVariation = { first, week };
  return {
    expected,
    rehearsal: { weeklyShare, rateVariation, part: { first: partFirst, week: partWeek }, middle, hours },
  };
}

type Golden = z.output<typeof goldenSchema>;

function goldenHours({ types }: WorkloadState): Golden[] {
  return types.slice(0, GOLDEN_TYPES).flatMap(({ arrivals }, type) =>
    GOLDEN_HOURS.flatMap((ahead) => {
      const forecast = forecastHour(arrivals, ahead);
      return forecast ? [{ type, ahead, ...forecast }] : [];
    }),
  );
}

function checkGolden({ types }: WorkloadState, golden: readonly Golden[]): void {
  for (const { type, ahead, ...told } of golden) {
    const found = types[type];
    const forecast = found ? forecastHour(found.arrivals, ahead) : null;
    const same =
      forecast !== null &&
      close(forecast.mean, told.mean) &&
      close(forecast.p50, told.p50) &&
      close(forecast.low90, told.low90) &&
      close(forecast.high90, told.high90);
    if (!same) refuseArtifact(`it does not expect of hour ${ahead} what it did when it was written`);
  }
}

function close(actual: number, expected: number): boolean {
  return Math.abs(actual - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
}
