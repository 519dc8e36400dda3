import { execFileSync } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A data folder on a file system that can be filled up. */
export interface FillableDisk {
  /** Where the data folder is, and from when on its disk is nearly full. */
  environment: Record<string, string>;
  fill(): void;
  empty(): void;
  close(): void;
}

const MB = 2 ** 20;

/**
 * A file system of four megabytes of its own where whoever runs the tests may mount one. Otherwise one that is there, in
 * memory rather than on the disk, where others write less: full is then what is left after 128 MB more, or half of it.
 */
export function openFillableDisk(folder: string): FillableDisk {
  return mounted(path.join(folder, "disk")) ?? borrowed();
}

function mounted(disk: string): FillableDisk | null {
  mkdirSync(disk);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], { stdio: "ignore" });
  } catch {
    return null;
  }
  const close = () => void execFileSync("umount", [disk]);
  if (totalOf(disk) !== 4 * MB) {
    // Some sandboxes take the mount and leave the size out.
    close();
    return null;
  }
  return { environment: { SIGNALBOX_DATA_DIR: disk }, ...filling(disk, 4_100_000), close };
}

function borrowed(): FillableDisk {
  const disk = mkdtempSync(path.join(memoryFolder() ?? os.tmpdir(), "signalbox-disk-"));
  const filler = Math.min(128 * MB, Math.floor(freeOf(disk) / 2));
  const below = `${Math.floor(freeOf(disk) - filler / 2)} B`;
  const environment = {
    SIGNALBOX_DATA_DIR: disk,
    HEALTH_DISK_FAILING_BELOW: below,
    HEALTH_DISK_DEGRADED_BELOW: below,
  };
  return { environment, ...filling(disk, filler), close: () => rmSync(disk, { recursive: true, force: true }) };
}

function memoryFolder(): string | null {
  try {
    accessSync("/dev/shm", constants.W_OK);
    return freeOf("/dev/shm") > 8 * MB ? "/dev/shm" : null;
  } catch {
    return null;
  }
}

function filling(disk: string, bytes: number): Pick<FillableDisk, "fill" | "empty"> {
  const filler = path.join(disk, "filler");
  return {
    // Not of zeros: a file system may leave them out.
    fill: () => writeFileSync(filler, Buffer.alloc(bytes, "full")),
    empty: () => rmSync(filler),
  };
}

function totalOf(folder: string): number {
  const { blocks, bsize } = statfsSync(folder);
  return blocks * bsize;
}

function freeOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
