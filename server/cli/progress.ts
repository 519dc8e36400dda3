const WIDTH = 28;

/** A bar on the terminal's current line; prints nothing where the output is no terminal. */
export function progressLine(out: NodeJS.WriteStream = process.stderr) {
  let shown = false;
  return {
    /** @param total null while nobody knows it: then the count alone is shown. */
    show(label: string, done: number, total: number | null): void {
      this.showText(progressText(label, done, total));
    },
    showText(text: string): void {
      if (!out.isTTY) return;
      shown = true;
      out.write(`\r\u001b[K${text}`);
    },
    /** Takes the bar away, so that what follows begins on a clean line. */
    end(): void {
      if (shown) out.write("\r\u001b[K");
      shown = false;
    },
  };
}

/** "outcomes [#####.....] 42% 50,000 of 120,700". */
export function progressText(label: string, done: number, total: number | null): string {
  const count = done.toLocaleString("en-US");
  if (total === null || total <= 0) return `${label} ${count}`;
  const share = Math.min(1, done / total);
  return `${label.padEnd(9)} ${barText(share)} ${count} of ${total.toLocaleString("en-US")}`;
}

/** "[#####.....] 42%" */
export function barText(share: number): string {
  const filled = Math.round(share * WIDTH);
  return `[${"#".repeat(filled)}${".".repeat(WIDTH - filled)}] ${Math.floor(share * 100)}%`;
}
