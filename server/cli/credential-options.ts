import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { SignalboxError } from "#lib/core/errors.ts";

export interface SecretOptions {
  profile?: string;
  variable?: string;
}

/** Ways to give a secret that leave it out of the list of processes and out of the shell's history. */
export function withSecretOptions(command: Command): Command {
  return command
    .option("--profile <name>", "Bedrock: a profile of the AWS configuration files here, in place of a secret")
    .option("--variable <name>", "a variable named SIGNALBOX_KEY_... that holds the key, in place of a secret")
    .addHelpText(
      "after",
      "\nThe secret is read from standard input: the key itself, or for AWS access keys\nthe lines access key id, secret access key and, if there is one, session token.",
    );
}

/** The secret in the shape of lib/contracts/provider-credential.ts. @throws SignalboxError when nothing was given */
export async function readSecret({ profile, variable }: SecretOptions): Promise<Record<string, unknown>> {
  if (profile) return { kind: "aws_profile", profile };
  if (variable) return { kind: "env", variable };
  if (process.stdin.isTTY) console.error("Paste the secret, then press Ctrl-D:");
  const lines = (await text(process.stdin)).split("\n").flatMap((line) => line.trim() || []);
  const [first, second, third] = lines;
  if (first === undefined) throw new SignalboxError("invalid_input", "Give the secret on standard input.");
  if (second === undefined) return { kind: "key", apiKey: first };
  return { kind: "aws", accessKeyId: first, secretAccessKey: second, sessionToken: third ?? null };
}
