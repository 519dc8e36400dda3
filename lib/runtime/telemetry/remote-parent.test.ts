import { trace } from "@opentelemetry/api";
import { expect, test } from "vitest";
import { remoteParent } from "./remote-parent.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";
const parentOf = (traceparent: string | null, tracestate: string | null = null) =>
  trace.getSpanContext(remoteParent(traceparent, tracestate));

test("a caller's trace is gone on with, with its sampling flag alone and its state", () => {
  expect(parentOf(`00-${TRACE}-${SPAN}-03`, "a=1,b=2")).toMatchObject({ traceId: TRACE, spanId: SPAN, traceFlags: 1 });
  expect(parentOf(`00-${TRACE}-${SPAN}-01`, "a=1,b=2")?.traceState?.serialize()).toBe("a=1,b=2");
  expect(parentOf(`00-${TRACE}-${SPAN}-00`)?.traceFlags).toBe(0);
  expect(parentOf(`cc-${TRACE}-${SPAN}-01-what-comes-later`)?.traceId).toBe(TRACE);
});

test.each([
  null,
  "",
  "nonsense",
  `ff-${TRACE}-${SPAN}-01`,
  `00-${"0".repeat(32)}-${SPAN}-01`,
  `00-${TRACE}-${"0".repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}`,
  `00-${TRACE}-${SPAN}-01\n`,
])("begins a trace of its own at %j", (traceparent) => {
  expect(parentOf(traceparent)).toBeUndefined();
});
