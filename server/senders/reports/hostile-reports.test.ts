import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
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
