import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "node:test";
import {
  checkBrand,
  checkClock,
  checkEnvironment,
  checkMeasuredTables,
  checkRoutePermissions,
  checkSize,
  checkSmtp,
  checkSql,
} from "./support/architecture/confinement.ts";
import {
  checkAdmin,
  checkConfigImports,
  checkContract,
  checkCycles,
  checkRanks,
} from "./support/architecture/house.ts";
import { checkLabels } from "./support/architecture/labels.ts";
import { checkClaims, checkPersonalData } from "./support/architecture/personal-data.ts";
import { checkTables, checkUploads, checkWaysOut } from "./support/architecture/ways-out.ts";
import type { Finding } from "./support/architecture/source.ts";
import { readSources, scan } from "./support/architecture/source.ts";
import { checkTestNames, readRules } from "./support/rules.ts";

const root = join(import.meta.dirname, "..");
const sources = readSources(root, ["server", "contract", "admin", "scripts", "test", "bench"]);
const scanned = sources.map(scan);
const migrations = readSources(root, ["migrations"], (path) => path.endsWith(".sql"));
const rules = readRules(root);

function clean(found: Finding[]): void {
  const lines = found.map(({ path, line, message }) => `${path}:${line}: ${message}`);
  assert.deepEqual(lines, []);
}

test("a folder imports lower ranks only, through their doors", () => clean(checkRanks(scanned)));
test("no circle of imports passes through two folders", () => clean(checkCycles(scanned)));
test("the configuration is known to the composition root only", () =>
  clean(checkConfigImports(scanned)));
test("contract/ holds schemas only", () => clean(checkContract(scanned)));
test("a page of the workplace imports no other page", () => clean(checkAdmin(scanned)));
test("SQL stands in stores, the platform and migrations", () => clean(checkSql(scanned)));
test("mail leaves through delivery/smtp only", () => clean(checkSmtp(scanned)));
test("connections are opened in the named files only, hosts that people type in by the guard", () =>
  clean(checkWaysOut(scanned)));
test("tables leave by one CSV writer, which disarms formulas, and by workbooks with typed cells", () =>
  clean(checkTables(scanned)));
test("files come in at the named routes only, bounded and judged by their contents", () =>
  clean(checkUploads(scanned)));
test("the time comes from the clock", () => clean(checkClock(scanned)));
test("the environment is read by the configuration only", () => clean(checkEnvironment(scanned)));
test("only the gate clears a recipient", () => clean(checkBrand(scanned)));
test("TRK-11 TRK-17 TRK-19: only measuring and reports read what people did", () =>
  clean(checkMeasuredTables(scanned)));
test("no file is longer than 400 lines", () => clean(checkSize(scanned)));
test("every route names its permission", () => clean(checkRoutePermissions(scanned)));
test("every table with personal data is claimed by one slice", () =>
  clean(checkPersonalData(migrations, sources)));
test("RET-13 DSR-04 DSR-06: every claimed table has its copy, its erasure and its period", () =>
  clean(checkClaims(sources)));
test("tests name rules that exist, one by one", () => clean(checkTestNames(sources, rules)));

test("every reason has a German and an English label", async (context) => {
  const path = "contract/reasons.ts";
  if (!existsSync(join(root, path))) return context.skip(`${path} does not exist`);
  const exported = (await import(pathToFileURL(join(root, path)).href)) as object;
  clean(checkLabels(path, exported, rules));
});
