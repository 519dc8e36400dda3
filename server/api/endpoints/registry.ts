import { z } from "zod";
import { requireScope } from "#lib/auth/scopes.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { readProductionAt, readProductionTimeline } from "#lib/queries/model-timeline.ts";
import { readModelVersion } from "#lib/queries/model-version.ts";
import { listModels, readModel } from "#lib/queries/models.ts";
import { checkGates } from "#lib/services/models/check-gates.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { undoMove } from "#lib/services/models/undo-move.ts";
import type { ApiCall, Endpoint } from "#lib/transport/api.ts";
import { toModelVersionWire, toModelWire, toMovedWire, toMoveWire } from "../wire/model.ts";

/** The version in production as the caller knows it; null: none. Another one is a conflict. */
const expected = z.int().min(1).nullable();
const rollbackBody = z.strictObject({
  expected_version: expected,
  reason: z.string(),
  /** Although a gate fails; admins only. */
  override: z.boolean().default(false),
});
const promoteBody = rollbackBody.extend({ version: z.int().min(1) });
const undoBody = z.strictObject({ expected_version: z.int().min(1) });

/** Gates measure versions on thousands of tasks. */
const JUDGED_MS = 60_000;

const key = ({ params }: ApiCall) => ({ name: params.name, kind: params.kind });

/** Whoever may not move anything learns nothing of what a body should look like. */
function bodyOf<S extends z.ZodType>(call: ApiCall, schema: S): z.output<S> {
  requireScope(call.ctx, "model:write");
  return parseInput(schema, call.body);
}

export const registryEndpoints: Endpoint[] = [
  {
    method: "get",
    path: "/registry/models",
    summary: "Every registered model: what its aliases name and which processes serve it",
    scope: "model:read",
    forPeople: true,
    handle: async ({ ctx }) => ({ models: (await listModels({ ctx })).map(toModelWire) }),
  },
  {
    method: "get",
    path: "/registry/models/{name}/{kind}",
    summary: "One registered model with its versions and moves, newest first",
    scope: "model:read",
    forPeople: true,
    handle: async (call) => {
      const model = await readModel({ ctx: call.ctx, input: key(call) });
      return {
        ...toModelWire(model),
        versions: model.versions.map(toModelVersionWire),
        moves: model.moves.map(toMoveWire),
      };
    },
  },
  {
    method: "get",
    path: "/registry/models/{name}/{kind}/production",
    summary: "What was in production from when until when; with ?at=, the move that put there what was at that moment",
    scope: "model:read",
    forPeople: true,
    handle: async (call) => {
      const at = call.query.get("at");
      if (at !== null) {
        const move = await readProductionAt({ ctx: call.ctx, input: { ...key(call), at } });
        return { at, move: move && toMoveWire(move) };
      }
      const spans = await readProductionTimeline({ ctx: call.ctx, input: key(call) });
      return { spans: spans.map(({ version, from, to, move }) => ({ version, from, to, move: toMoveWire(move) })) };
    },
  },
  {
    method: "get",
    path: "/registry/models/{name}/{kind}/versions/{version}",
    summary: "One version: data, parameters, metrics and its evaluation",
    scope: "model:read",
    forPeople: true,
    handle: async (call) => {
      const input = { ...key(call), version: call.params.version };
      const { version, report } = await readModelVersion({ ctx: call.ctx, input });
      return { ...toModelVersionWire(version), evaluation: report };
    },
  },
  {
    method: "get",
    path: "/registry/models/{name}/{kind}/versions/{version}/gates",
    summary: "What every gate says of promoting the version now",
    scope: "model:read",
    forPeople: true,
    answerMs: JUDGED_MS,
    handle: (call) => checkGates({ ctx: call.ctx, input: { ...key(call), version: call.params.version } }),
  },
  {
    method: "post",
    path: "/registry/models/{name}/{kind}/promote",
    summary: "Point production at a version, if its gates pass",
    scope: "model:write",
    forPeople: true,
    answerMs: JUDGED_MS,
    body: promoteBody,
    handle: async (call) => {
      const { expected_version: expectedVersion, ...move } = bodyOf(call, promoteBody);
      return toMovedWire(await moveAlias({ ctx: call.ctx, input: { ...key(call), ...move, expectedVersion } }));
    },
  },
  {
    method: "post",
    path: "/registry/models/{name}/{kind}/rollback",
    summary: "Point production back at the lower version it named last, and pin it there",
    scope: "model:write",
    forPeople: true,
    answerMs: JUDGED_MS,
    body: rollbackBody,
    handle: async (call) => {
      const { expected_version: expectedVersion, ...move } = bodyOf(call, rollbackBody);
      const { rollbackTo: version } = await readModel({ ctx: call.ctx, input: key(call) });
      if (version === null) throw new SignalboxError("conflict", "Production has no version before to go back to.");
      return toMovedWire(
        await moveAlias({ ctx: call.ctx, input: { ...key(call), ...move, version, expectedVersion } }),
      );
    },
  },
  {
    method: "post",
    path: "/registry/models/{name}/{kind}/undo",
    summary: "Take back the last move of production, and the pin with it",
    scope: "model:write",
    forPeople: true,
    body: undoBody,
    handle: async (call) => {
      const { expected_version: version } = bodyOf(call, undoBody);
      return toMovedWire(await undoMove({ ctx: call.ctx, input: { ...key(call), version } }));
    },
  },
];
