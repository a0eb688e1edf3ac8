import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openZip } from "../../test/support/open-zip.ts";
import { zipWithPassword } from "./zip-with-password.ts";

const PASSWORD = "abcd-efgh-2345";
const at = new Date("2026-11-22T10:00:00Z");
const of = { password: PASSWORD, name: "Kontakte ä.csv", at, compress: true, comment: "Für Ö" };

async function* pieces(count: number): AsyncGenerator<Buffer> {
  for (let no = 0; no < count; no++) yield Buffer.from(`${no};jörg@müller.example\n`.repeat(2000));
}
const whole = async (source: AsyncIterable<Buffer>, compress: boolean): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(zipWithPassword(source, { ...of, compress })));

test("an export's file opens with its password only, compressed and not, by what people have", async (t) => {
  const plain = Buffer.concat(await Array.fromAsync(pieces(20)));
  const folder = mkdtempSync(join(tmpdir(), "klarpost-zip-"));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const compress of [true, false]) {
    const zip = await whole(pieces(20), compress);
    assert.ok(openZip(zip, PASSWORD).equals(plain));
    assert.throws(() => openZip(zip, "falsch"), /password/);
    const path = join(folder, "export.zip");
    writeFileSync(path, zip);
    const read = (password: string) => spawnSync("7zz", ["t", `-p${password}`, path]);
    if (read(PASSWORD).error) t.diagnostic("7-Zip is not installed here");
    else assert.deepEqual([read(PASSWORD).status, read("falsch").status], [0, 2]);
  }
});

test("a source that fails ends its zip with that error; a reader that stops ends the source", async () => {
  class Stopped extends Error {}
  async function* failing() {
    yield* pieces(3);
    throw new Stopped();
  }
  await assert.rejects(whole(failing(), true), Stopped);
  const seen = { isEnded: false };
  async function* endless() {
    try {
      for (;;) yield* pieces(9);
    } finally {
      seen.isEnded = true;
    }
  }
  for await (const part of zipWithPassword(endless(), { ...of, compress: false }))
    if (part.length > 0) break;
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(seen.isEnded, true);
});
