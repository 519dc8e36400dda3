import { z } from "zod";
import { type Provider, providerSchema } from "./configuration.ts";

/** A variable of the environment that the operator means to be used as a key; no other can be named. */
export const NAMED_KEY_PREFIX = "SIGNALBOX_KEY_";

const token = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "Paste the whole key")
    .max(most)
    .regex(/^[\x21-\x7e]*$/, "A key has no spaces and no letters beyond ASCII");

/** What is kept of a provider's credentials, in the shape in which it is sealed. */
export const providerSecretSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("key"), apiKey: token(4096) }),
  z.strictObject({
    kind: z.literal("aws"),
    accessKeyId: token(128),
    secretAccessKey: token(256),
    sessionToken: token(4096).nullable().default(null),
  }),
  /** Of the AWS configuration files where Signalbox runs. */
  z.strictObject({
    kind: z.literal("aws_profile"),
    profile: z
      .string()
      .trim()
      .min(1, "Name the profile")
      .max(128)
      .regex(/^[\w.@+-]+$/, "Letters, digits and . _ @ + -"),
  }),
  z.strictObject({
    kind: z.literal("env"),
    variable: z
      .string()
      .trim()
      .regex(/^SIGNALBOX_KEY_[A-Z0-9_]{1,64}$/, `A variable whose name begins with ${NAMED_KEY_PREFIX}`),
  }),
]);
export type ProviderSecret = z.infer<typeof providerSecretSchema>;
export type SecretKind = ProviderSecret["kind"];

/**
 * The origin of an address: a path makes no difference to who receives a key. What is no address at all must not come to
 * the rules for addresses: a pipe ends with its first part.
 */
const originSchema = z
  .url({ protocol: /^https?$/, error: "Write a full address such as https://gateway.example" })
  .pipe(
    z
      .string()
      .refine((url) => !new URL(url).username && !new URL(url).password, "Leave user and password out of the address")
      .transform((url) => new URL(url).origin),
  );

const AWS_ONLY = "Only Bedrock takes AWS credentials";

/** Body of adding a credential. */
export const saveCredentialSchema = z
  .strictObject({
    provider: providerSchema,
    name: z.string().trim().min(1, "Name it after its account or team").max(120),
    /** Where the key is sent; null: the provider's own address. It cannot be changed later without the key. */
    baseUrl: originSchema.nullable().default(null),
    region: z
      .string()
      .trim()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "A region such as eu-central-1")
      .nullable()
      .default(null),
    secret: providerSecretSchema,
  })
  .refine(({ provider, secret }) => provider === "bedrock" || !secret.kind.startsWith("aws"), {
    path: ["secret", "kind"],
    message: AWS_ONLY,
  })
  .refine(({ provider, region }) => provider === "bedrock" || region === null, {
    path: ["region"],
    message: "Only Bedrock has regions",
  });

const DAY_HOURS = 24;
const MOST_OVERLAP_HOURS = 30 * DAY_HOURS;

/** Body of putting a new secret in the place of one. */
export const rotateCredentialSchema = z.strictObject({
  id: z.string().min(1).max(64),
  secret: providerSecretSchema,
  /** How long the secret before it still works where the new one is refused; 0 removes it at once. */
  overlapHours: z.coerce.number().int().min(0).max(MOST_OVERLAP_HOURS).default(DAY_HOURS),
});

export const removeCredentialSchema = z.strictObject({ id: z.string().min(1).max(64) });

/** What anybody may see of a credential. */
export interface CredentialView {
  /** Null for credentials of the environment. */
  id: string | null;
  provider: Provider;
  name: string;
  kind: SecretKind;
  /** Null: the provider's own address. */
  baseUrl: string | null;
  region: string | null;
  /** Last four characters, or the name of a profile or a variable; empty for a secret too short to show any of. */
  tail: string;
  fingerprint: string | null;
  /** Of the environment: the variable it comes from. */
  variable: string | null;
  state: CredentialState;
  /** Why it cannot be read. */
  problem: string | null;
  authorName: string | null;
  createdAt: string | null;
  lastUsedAt: string | null;
  retiresAt: string | null;
}

/**
 * in_use; retiring: replaced, works until it ends; shadowed: an environment's that a stored one comes before;
 * unreadable: sealed with a master key this process does not have; variable_missing: names a variable that is not set.
 */
export type CredentialState = "in_use" | "retiring" | "shadowed" | "unreadable" | "variable_missing";
