import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { parseReport } from "./parse-report.ts";
import { readReport } from "./read-report.ts";
import { isDomainReport } from "./record-report.ts";

test("SND-14: hostile text costs no time before it is known what it is", () => {
  for (const part of ["name=!", "name=", '"!', "name*0*=a!b.xm", "subject:report domain", "!"]) {
    const raw = Buffer.from(`X: ${part.repeat(Math.ceil(300_000 / part.length))}\r\n\r\n`);
    const started = performance.now();
    isDomainReport(raw);
    assert.ok(performance.now() - started < 2_000, part);
  }
  const named = (text: string) => isDomainReport(Buffer.from(`Subject: x\r\n${text}\r\n\r\n`));
  assert.equal(named('Content-Type: application/gzip; name="a!b.de!1!2.xml.gz"'), true);
  assert.equal(named("Content-Disposition: attachment; filename*0*=a!b!1!2.json"), true);
  assert.equal(named('Content-Type: application/zip; name="a!b.de!1!2.zip"'), true);
  assert.equal(named('Content-Type: application/zip; name="bilder.zip"'), false);
});

test("SND-14: a large report holds up nobody else, and few are read at once", async () => {
  const rows = "<record><row><source_ip>192.0.2.1</source_ip><count>1</count></row></record>";
  const raw = gzipSync(`<feedback><report_metadata><org_name>G</org_name><report_id>1</report_id>
<date_range><begin>1795500000</begin><end>1795586399</end></date_range></report_metadata>
<policy_published><domain>gross.example</domain></policy_published>${rows.repeat(40_000)}</feedback>`);
  const alone = performance.now();
  await parseReport(raw);
  const took = performance.now() - alone;
  const before = performance.eventLoopUtilization();
  const ends = await Promise.allSettled([readReport(raw), readReport(raw), readReport(raw)]);
  const { active } = performance.eventLoopUtilization(before);
  assert.deepEqual(
    ends.map((end) => (end.status === "fulfilled" ? "read" : end.reason.code)),
    ["read", "read", "reports_busy"],
  );
  assert.ok(active < took, `${active} ms of ${took} ms`);
  await assert.rejects(readReport(Buffer.from("Hallo")), {
    code: "report_unreadable",
    status: 400,
  });
});

/** A zip whose entries all name the same bytes: a stream of empty blocks, of which nothing comes out. */
function zipOfShared(entries: number, blocks: number): Buffer {
  const stream = Buffer.concat([
    Buffer.alloc(blocks * 5, Buffer.from("000000ffff", "hex")),
    Buffer.from("010000ffff", "hex"),
  ]);
  const head = Buffer.alloc(35);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(stream.length, 18);
  head.writeUInt16LE(5, 26);
  head.write("a.xml", 30);
  const entry = Buffer.alloc(51);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(stream.length, 20);
  entry.writeUInt16LE(5, 28);
  entry.write("a.xml", 46);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(entry.length * entries, 12);
  end.writeUInt32LE(head.length + stream.length, 16);
  return Buffer.concat([head, stream, Buffer.alloc(entry.length * entries, entry), end]);
}

test("SND-14: neither entries that share their bytes nor many packed files in a mail cost more than one report", async () => {
  const quick = async (raw: Buffer, what: string) => {
    const started = performance.now();
    await assert.rejects(parseReport(raw), { code: "report_unreadable" });
    const took = performance.now() - started;
    assert.ok(took < 1_500, `${what}: ${took} ms`);
  };
  await quick(zipOfShared(4_000, 400_000), "shared");
  // Nothing in them is a report, so that each is looked at.
  const swollen = Buffer.alloc(12 * 1024 * 1024, 0x78);
  for (const packed of [Buffer.from(zipSync({ "a.xml": swollen })), gzipSync(swollen)]) {
    const part = `--g\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n${packed.toString("base64")}\r\n`;
    await quick(
      Buffer.from(`Content-Type: multipart/mixed; boundary=g\r\n\r\n${part.repeat(150)}--g--\r\n`),
      "many",
    );
  }
});
