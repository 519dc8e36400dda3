import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { CsvError, parse } from "csv-parse";
import { messageOf, SignalboxError } from "#lib/core/errors.ts";

/** One line of a text file, counted from 1. */
export interface FileLine {
  text: string;
  file: string;
  line: number;
}

/** One row of a CSV file by column name; `line` is where it ends in the file. */
export interface FileRow {
  row: Record<string, string>;
  file: string;
  line: number;
}

/** One id of train.txt or test.txt. */
export interface SplitLine {
  itemId: string;
  split: "train" | "test";
  file: string;
  line: number;
}

/** Path of `name` or `name.gz` inside a folder; null when neither is there. */
async function locate(folder: string, name: string): Promise<string | null> {
  for (const candidate of [name, `${name}.gz`]) {
    const path = join(folder, candidate);
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) return path;
  }
  return null;
}

/** Opens a history file, unpacking it when its name ends in .gz. */
function open(path: string): Readable {
  const raw = createReadStream(path);
  if (!path.endsWith(".gz")) return raw;
  const unpacked = createGunzip();
  raw.on("error", (error) => unpacked.destroy(error));
  return raw.pipe(unpacked);
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function readFailure(file: string, thrown: unknown): SignalboxError {
  if (thrown instanceof SignalboxError) return thrown;
  const notCsv = thrown instanceof CsvError;
  const problem = notCsv ? `is not a CSV in UTF-8 (${thrown.message})` : `cannot be read: ${messageOf(thrown)}`;
  // A wrong or damaged file is for whoever gave it to mend: where in a parser that showed helps nobody.
  const cause = notCsv || isDamagedGzip(thrown) ? undefined : thrown;
  return new SignalboxError("invalid_input", `${file} ${problem}`, {
    details: [{ path: file, message: problem }],
    cause,
  });
}

function isDamagedGzip(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && String(thrown.code).startsWith("Z_");
}

/** Non-empty lines of a UTF-8 stream. @throws SignalboxError invalid_input naming the file. */
export async function* streamLines(stream: Readable, file: string): AsyncGenerator<FileLine> {
  let line = 0;
  let rest = "";
  stream.setEncoding("utf8");
  try {
    for await (const chunk of stream as AsyncIterable<string>) {
      const texts = (rest + chunk).split("\n");
      rest = texts.pop() ?? "";
      for (const text of texts) {
        line++;
        if (!isBlank(text)) yield { text: text.trim(), file, line };
      }
    }
  } catch (thrown) {
    throw readFailure(file, thrown);
  }
  if (!isBlank(rest)) yield { text: rest.trim(), file, line: line + 1 };
}

/** String.trim also takes away the byte order mark that some editors write. */
function isBlank(text: string): boolean {
  return text.trim() === "";
}

/** Rows of a CSV stream with a header line. @throws SignalboxError invalid_input naming file and line. */
export async function* streamRows(stream: Readable, file: string): AsyncGenerator<FileRow> {
  const parser = parse({ columns: true, bom: true, info: true, skip_empty_lines: true, trim: true });
  stream.on("error", (error) => parser.destroy(error));
  stream.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: Record<string, string>;
      info: { lines: number };
    }>) {
      yield { row: record, file, line: info.lines };
    }
  } catch (thrown) {
    throw readFailure(file, thrown);
  } finally {
    stream.destroy();
  }
}

/** Lines of `items.jsonl` or `items.jsonl.gz`. @throws SignalboxError not_found without such a file. */
export async function* readItems(folder: string): AsyncGenerator<FileLine> {
  const path = await required(folder, "items.jsonl");
  yield* streamLines(open(path), fileName(path));
}

/** Rows of `outcomes.csv` or `outcomes.csv.gz`. @throws SignalboxError not_found without such a file. */
export async function* readOutcomes(folder: string): AsyncGenerator<FileRow> {
  const path = await required(folder, "outcomes.csv");
  yield* streamRows(open(path), fileName(path));
}

/** Lines of `interactions.jsonl` or `interactions.jsonl.gz`; none when the folder has no such file. */
export async function* readInteractions(folder: string): AsyncGenerator<FileLine> {
  const path = await locate(folder, "interactions.jsonl");
  if (path) yield* streamLines(open(path), fileName(path));
}

/** Rows of `agents.csv` or `agents.csv.gz`; none when the folder has no such file. */
export async function* readAgents(folder: string): AsyncGenerator<FileRow> {
  const path = await locate(folder, "agents.csv");
  if (path) yield* streamRows(open(path), fileName(path));
}

/** The item ids of `train.txt` and `test.txt` (plain or .gz); none of a part whose file is absent. */
export async function* readSplit(folder: string): AsyncGenerator<SplitLine> {
  for (const split of ["train", "test"] as const) {
    const path = await locate(folder, `${split}.txt`);
    if (!path) continue;
    for await (const { text, file, line } of streamLines(open(path), fileName(path))) {
      yield { itemId: text.trim(), split, file, line };
    }
  }
}

async function required(folder: string, name: string): Promise<string> {
  const path = await locate(folder, name);
  if (path) return path;
  throw new SignalboxError("not_found", `The folder ${folder} has neither ${name} nor ${name}.gz`);
}
