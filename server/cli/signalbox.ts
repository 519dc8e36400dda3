#!/usr/bin/env node
import "../boot/require-node.mjs";
import { readdirSync } from "node:fs";
import path from "node:path";
import { Command, CommanderError } from "commander";
import { messageOf, SignalboxError } from "#lib/core/errors.ts";
import { ensureClient } from "#server/boot/generate-client.ts";

const COMMANDS = path.join(import.meta.dirname, "commands");
const FAILED = 1;
const WRONG_USAGE = 2;

/** A file of `commands/` exports `command`, which makes one subcommand. */
interface CommandModule {
  command(): Command;
}

async function buildProgram(): Promise<Command> {
  const program = new Command("signalbox")
    .description("Routes the tasks of a fleet of LLM agents, and keeps its learned models.")
    .showHelpAfterError()
    .exitOverride();
  for (const file of readdirSync(COMMANDS).sort()) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    const module = (await import(path.join(COMMANDS, file))) as CommandModule;
    program.addCommand(module.command().exitOverride());
  }
  return program;
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
  console.error(`signalbox: ${sentenceOf(error)}`);
  // The sentence already names the only one.
  if (error instanceof SignalboxError && error.details.length > 1) {
    for (const detail of error.details.slice(0, 20)) console.error(`  ${detail.path}: ${detail.message}`);
  }
  return FAILED;
}

/** The database client spreads its errors over a page. */
function sentenceOf(error: unknown): string {
  const fromPrisma = error instanceof Error && error.name.startsWith("PrismaClient");
  return fromPrisma ? error.message.trim().replaceAll(/\s+/g, " ") : messageOf(error);
}

try {
  ensureClient();
  const program = await buildProgram();
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
