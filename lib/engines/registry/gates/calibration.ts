import { count, found, type Gate, noSay, percent, SWITCHED_OFF } from "./gate-facts.ts";

/** Expected calibration error below its bound; with few outcomes, below what chance alone gives a calibrated model. */
export const calibration: Gate = ({ calibration: measured, data, hrefs }, { maxCalibrationError }) => {
  const gate = "calibration";
  if (maxCalibrationError === null) return noSay(gate, SWITCHED_OFF);
  if (!measured) return noSay(gate, "No outcome is held out to measure it on.");
  const bound = Math.max(maxCalibrationError, measured.byChance);
  const chance =
    measured.byChance > maxCalibrationError ? `; up to ${percent(measured.byChance)} is chance with so few` : "";
  return found(gate, measured.error <= bound, {
    sentence:
      `Calibration error ${percent(measured.error)} of ${count(measured.n)} ${data.called}; at most ` +
      `${percent(maxCalibrationError)}${chance}. ${measured.how}`,
    value: measured.error,
    bound,
    unit: "fraction",
    href: hrefs.version,
  });
};
