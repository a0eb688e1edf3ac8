import type { Clock } from "../platform/index.ts";
import { directoryCondition } from "./directory-condition.ts";
import { personsForFile } from "./export-persons.ts";

/** What exports ask the read models for, which stand above them. */
export function exportPorts(deps: { clock: Clock }) {
  return { conditionOf: directoryCondition(deps), personsForFile: personsForFile(deps) };
}
