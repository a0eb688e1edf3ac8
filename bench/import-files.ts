/**
 * `npm run bench:import-files`: how far the reading of files and addresses agrees with what the test data state: every
 * file of `csv-import` read or refused with a sentence that helps, address books with the people they should hold,
 * addresses judged as other validators do, mistyped domains. Fails where a file fails in any other way. The last line is
 * JSON for machines.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "node:test";

const TESTS = join(import.meta.dirname, "../server/imports/import-files.test.ts");
const DATA = join(import.meta.dirname, "../../shared/data");
const print = (text: string): void => void process.stdout.write(`${text}\n`);

if (!existsSync(DATA)) {
  print("The test data (../shared/data) is not there.");
  process.exit(2);
}
const addresses = { agree: 0, of: 0 };
const files = { read: 0, refused: 0 };
const domains = { right: 0, silent: 0 };
const failed: string[] = [];
const stream = run({ files: [TESTS], isolation: "none" });
stream.on("test:diagnostic", ({ message }) => {
  const found = (form: RegExp) => form.exec(message)?.slice(1).map(Number);
  const judged = found(/^validity-.*: (\d+) of (\d+)/);
  const read = found(/^csv-import: (\d+) files read/);
  const refused = message.match(/^csv-import: .*refused: (.*)$/)?.[1];
  const typos = found(/^typos-.*: (\d+) right, (\d+) without/);
  if (judged)
    [addresses.agree, addresses.of] = [addresses.agree + judged[0]!, addresses.of + judged[1]!];
  if (typos)
    [domains.right, domains.silent] = [domains.right + typos[0]!, domains.silent + typos[1]!];
  if (read) files.read += read[0]!;
  if (refused)
    files.refused += [...refused.matchAll(/\d+/g)].reduce((sum, [count]) => sum + Number(count), 0);
  if (judged ?? read ?? typos ?? message.startsWith("thunderbird")) print(message);
});
stream.on("test:fail", ({ name, details }) => {
  failed.push(name);
  print(`failed: ${name}: ${String(details.error.cause ?? details.error)}`);
});
for await (const _ of stream);
print(
  JSON.stringify({
    bench: "import-files",
    value: Number((addresses.agree / addresses.of).toFixed(3)),
    limit: 0.85,
    ...files,
    addresses,
    domains,
    failed,
  }),
);
if (failed.length > 0) process.exitCode = 1;
