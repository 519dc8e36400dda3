import { z } from "zod";
import type { GateReport } from "./gate.ts";

export const MODEL_KINDS = [
  "task_router",
  "capability_matcher",
  "performance_predictor",
  "behavior",
  "workload",
] as const;
export const modelKindSchema = z.enum(MODEL_KINDS);
export type ModelKind = z.infer<typeof modelKindSchema>;

export const MODEL_ALIASES = ["staging", "production"] as const;
export const modelAliasSchema = z.enum(MODEL_ALIASES);
export type ModelAliasName = z.infer<typeof modelAliasSchema>;

/** An artifact of a fleet of 1,000 agents is a few megabytes; anything near this is a mistake or an attack. */
export const MAX_ARTIFACT_BYTES = 64 * 1024 * 1024;

/** One measured figure, as benchmarks and evaluations print it. */
export const figureSchema = z.object({
  value: z.number(),
  unit: z.string(),
  n: z.number().optional(),
  ci95: z.tuple([z.number(), z.number()]).optional(),
  baseline: z.number().optional(),
});
export type Figure = z.infer<typeof figureSchema>;

export const versionMetadataSchema = z.object({
  rows: z.int().min(0),
  agents: z.int().min(0),
  /** SHA-256 over the rows in order. */
  dataSha256: z.string(),
  windowFrom: z.string().nullable(),
  windowTo: z.string().nullable(),
  seed: z.int(),
  parameters: z.record(z.string(), z.unknown()),
});
export type VersionMetadata = z.infer<typeof versionMetadataSchema>;

/** Promote and roll back: which version an alias shall name, and why. */
export const moveAliasSchema = z.strictObject({
  name: z.string().min(1).max(120),
  kind: modelKindSchema,
  alias: modelAliasSchema.default("production"),
  version: z.int().min(1),
  /** The version the caller believes the alias names now (null: none); another one is a conflict. */
  expectedVersion: z.int().min(1).nullable(),
  reason: z.string().trim().min(3, "Give a reason").max(500),
  /** Promote although a gate fails; needs the admin role, and the move's history says so. */
  override: z.boolean().default(false),
});
export type MoveAlias = z.infer<typeof moveAliasSchema>;

const MAX_TAGS = 20;

/** What people say of a version; replaces what was said before. */
export const labelVersionSchema = z.strictObject({
  name: z.string().min(1).max(120),
  kind: modelKindSchema,
  version: z.int().min(1),
  description: z.string().trim().max(2000).default(""),
  tags: z
    .record(
      z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/, "Write a tag in lower case, such as data_set"),
      z.string().trim().max(200),
    )
    .default({})
    .refine((tags) => Object.keys(tags).length <= MAX_TAGS, `At most ${MAX_TAGS} tags`),
});

export interface ModelVersionView {
  name: string;
  kind: ModelKind;
  version: number;
  artifactSha256: string;
  sizeBytes: number;
  metadata: VersionMetadata;
  metrics: Record<string, Figure>;
  note: string;
  authorName: string;
  createdAt: string;
  aliases: ModelAliasName[];
  /** What people say of it; may change, unlike everything else. */
  description: string;
  tags: Record<string, string>;
  /** False once retention has deleted its artifact: it can be read about, but not served. */
  artifactKept: boolean;
}

export interface AliasMoveView {
  id: string;
  alias: ModelAliasName;
  fromVersion: number | null;
  toVersion: number;
  verb: "promote" | "rollback";
  reason: string;
  actorName: string;
  at: string;
  /** What the gates found when it was made; null for moves that no gate looks at. */
  gates: GateReport | null;
  /** Made although a gate failed. */
  override: boolean;
  /** Made by Signalbox itself: a canary that ended well, a regression, a schedule. */
  automatic: boolean;
}

/** The one way back that a model has. */
export interface RollBackTarget {
  name: string;
  kind: ModelKind;
  production: number;
  rollbackTo: number;
}

/** A model whose automatic promotion a roll-back to `version` has paused. */
export interface PinnedModel {
  name: string;
  kind: ModelKind;
  version: number;
}

export function pinnedModels(
  models: readonly { name: string; kind: ModelKind; version: number | null; pinned: boolean }[],
): PinnedModel[] {
  return models.flatMap(({ name, kind, version, pinned }) =>
    pinned && version !== null ? [{ name, kind, version }] : [],
  );
}

export interface ModelView {
  name: string;
  kind: ModelKind;
  production: number | null;
  staging: number | null;
  productionSince: string | null;
  pinned: boolean;
  versions: ModelVersionView[];
  moves: AliasMoveView[];
  replicas: { replicaId: string; version: number; seenAt: string }[];
  /** The version a roll-back of production goes to: the lower one it named last; null when there is none. */
  rollbackTo: number | null;
  /** Who is affected by a move of production: the fleet of that name, now. */
  reach: { agents: number; decisionsLastHour: number; tasksUnderWay: number };
}

/** What production names and what each process really serves. */
export type ModelServing = Pick<ModelView, "production" | "replicas">;
