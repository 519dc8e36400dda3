import { z } from "zod";
import { type Role, roleSchema } from "./actor.ts";

export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;

const personNameSchema = z.string().trim().min(1, "Say who this is").max(120, "At most 120 characters");
const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "At most 254 characters")
  .pipe(z.email("Write an e-mail address such as ana@example.com"));
const passwordSchema = z
  .string()
  .min(PASSWORD_LENGTH.min, `A password has at least ${PASSWORD_LENGTH.min} characters`)
  .max(PASSWORD_LENGTH.max, `A password has at most ${PASSWORD_LENGTH.max} characters`);
const tokenSchema = z.string().min(1, "The link is incomplete").max(200, "The link is not one of ours");
const userIdSchema = z.string().min(1).max(64);

export const linkTokenSchema = z.strictObject({ token: tokenSchema });
export const createFirstAdminSchema = z.strictObject({
  token: tokenSchema,
  name: personNameSchema,
  email: emailSchema,
  password: passwordSchema,
});
export const setPasswordSchema = z.strictObject({ token: tokenSchema, password: passwordSchema });
export const createUserSchema = z.strictObject({ name: personNameSchema, email: emailSchema, role: roleSchema });
export const setUserRoleSchema = z.strictObject({ userId: userIdSchema, role: roleSchema });
export const userRefSchema = z.strictObject({ userId: userIdSchema });

/** One line of the list of people. */
export interface UserView {
  id: string;
  name: string;
  email: string;
  role: Role;
  createdAt: string;
  /** False until the person has chosen a password. */
  hasPassword: boolean;
  /** Start of the newest session that has not ended. */
  signedInAt: string | null;
}

/** A link that works once, until it expires. The token is known only to whoever was given it. */
export interface OneTimeLink {
  token: string;
  expiresAt: string;
}

/** What a one-time link is for, while it works. */
export type LinkPurpose = { kind: "first_admin" } | { kind: "password"; name: string; email: string };
