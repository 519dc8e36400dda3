import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import { CsvError, parse } from "csv-parse";
import { messageOf, SignalboxError } from "#lib/core/errors.ts";

/** What a packed export may unpack to: reports of AWS tell of every service. */
const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024;
const MAX_RECORD_BYTES = 1024 * 1024;
/** A file that is in memory already would be read without a pause, and whoever asks for a route meanwhile waits. */
const RECORDS_A_TURN = 200;

/** One record of a table; `line` is where it ends in the file. */
export interface ExportRecord {
  cells: string[];
  line: number;
}

export interface OpenExport {
  /** Up to the end of its first line, at least; for finding out what separates the columns. */
  firstLine: string;
  /** Read once. @throws SignalboxError invalid_input naming the file, too_large */
  records: (separator: string) => AsyncGenerator<ExportRecord>;
  /** SHA-256 of the unpacked bytes, once all records were read. */
  sha256: () => string;
}

/**
 * Opens a table in UTF-8, plain or gzip, while it is read: nothing of it is kept. @param maxBytes as it comes.
 * @throws SignalboxError invalid_input for what is no text, too_large
 */
export async function openExport(
  source: AsyncIterable<Uint8Array>,
  file: string,
  maxBytes: number,
): Promise<OpenExport> {
  const packed = await peek(limited(source, file, maxBytes));
  const unpacked = isGzip(packed.first) ? gunzip(packed.all) : packed.all;
  const hash = createHash("sha256");
  const bytes = await peek(hashed(limited(unpacked, file, MAX_UNPACKED_BYTES), hash)).catch((thrown: unknown) => {
    throw readFailure(file, thrown);
  });
  requireText(bytes.first, file);
  return {
    firstLine:
      new TextDecoder()
        .decode(bytes.first)
        .replace(/^\uFEFF/, "")
        .split(/\r?\n/)[0] ?? "",
    records: (separator) => records(bytes.all, file, separator),
    sha256: () => hash.copy().digest("hex"),
  };
}

async function* records(
  bytes: AsyncIterable<Uint8Array>,
  file: string,
  separator: string,
): AsyncGenerator<ExportRecord> {
  const parser = parse({
    bom: true,
    delimiter: separator,
    info: true,
    max_record_size: MAX_RECORD_BYTES,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    trim: true,
  });
  const stream = Readable.from(bytes);
  stream.on("error", (error) => parser.destroy(error));
  stream.pipe(parser);
  let count = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (++count % RECORDS_A_TURN === 0) await nextTurn();
      yield { cells: record, line: info.lines };
    }
  } catch (thrown) {
    throw readFailure(file, thrown);
  } finally {
    stream.destroy();
  }
}

interface Peeked {
  first: Uint8Array;
  all: AsyncGenerator<Uint8Array>;
}

/** The first chunk, and all of them. */
async function peek(chunks: AsyncIterable<Uint8Array>): Promise<Peeked> {
  const iterator = chunks[Symbol.asyncIterator]();
  const begin = await iterator.next();
  const first: Uint8Array = begin.done ? new Uint8Array() : begin.value;
  async function* all() {
    if (begin.done) return;
    yield first;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return { first, all: all() };
}

async function* limited(chunks: AsyncIterable<Uint8Array>, file: string, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      const most = `${Math.round(maxBytes / 1024 / 1024).toLocaleString("en-US")} MiB`;
      throw new SignalboxError("too_large", `${file} has more than ${most}: export fewer days, or one service alone.`);
    }
    yield chunk;
  }
}

async function* hashed(
  chunks: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

function gunzip(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const source = Readable.from(packed);
  const unpacked = createGunzip();
  source.on("error", (error) => unpacked.destroy(error));
  return source.pipe(unpacked);
}

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

function requireText([a, b]: Uint8Array, file: string): void {
  const isUtf16 = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
  const isZip = a === 0x50 && b === 0x4b;
  if (isZip) throw refused(file, "is a spreadsheet or a ZIP: give the CSV itself");
  if (isUtf16) throw refused(file, "is written in UTF-16: save it as CSV in UTF-8");
}

const refused = (file: string, problem: string) => new SignalboxError("invalid_input", `${file} ${problem}.`);

function readFailure(file: string, thrown: unknown): unknown {
  if (thrown instanceof SignalboxError) return thrown;
  const zipped = thrown instanceof Error && "code" in thrown && String(thrown.code).startsWith("Z_");
  // A wrong or damaged file is for whoever gave it to mend.
  if (thrown instanceof CsvError || zipped) return refused(file, `cannot be read as CSV: ${messageOf(thrown)}`);
  return thrown;
}
