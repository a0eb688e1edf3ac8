import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { createLogger, systemClock } from "../../server/platform/index.ts";
import { startSandboxMailbox } from "../../server/sandbox/index.ts";
import { runningApp } from "../support/app.ts";
import { launch, whyNoWorkplace } from "../support/browser.ts";
import { ANNA, BERT, BrowserWalk } from "../support/browser-walk.ts";
import { startSlowRelay } from "../support/slow-relay.ts";
import { isThorough } from "../support/thorough.ts";
import { bank, broker } from "../support/walk-setup.ts";

const IMPORTED = 40;
/** Pictures of where a walk failed. */
const pictures = process.env["KLARPOST_SCREENSHOTS"] ?? join(tmpdir(), "klarpost-walk");

describe("the main job in a browser", { skip: whyNoWorkplace() ?? false }, () => {
  // The one mails many people, the other two readers only, which are too few to count anonymously.
  // The same steps in the other language are for `npm run drill:thorough`.
  const walks = [
    ["de", broker, true],
    ["en", bank, false],
  ] as const;
  for (const [locale, house, isLarge] of isThorough ? walks : walks.slice(0, 1))
    test(`A11Y-06 CON-26 DOI-07 UNS-03 TRK-01: from the set-up to the report and back, in ${locale === "de" ? "German" : "English"}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "klarpost-walk-"));
      const log = createLogger("silent");
      const mailbox = await startSandboxMailbox({ dataDir: folder, clock: systemClock, log });
      const relay = await startSlowRelay(mailbox.port);
      const running = await runningApp({
        env: { DATA_DIR: folder, SANDBOX_SMTP_URL: `smtp://127.0.0.1:${relay.port}?tls=none` },
      });
      const browser = await launch();
      const walk = new BrowserWalk({ running, browser, relay, locale, pictures });
      try {
        await walk.start();
        await walk.step("set-up", () => walk.setUp(house));
        await walk.step("wordings", () => walk.approveWordings());
        await walk.step("list", () => walk.makeList());
        await walk.step("form", () => walk.makeForm());
        await walk.step("sign-up", () => walk.signUp(ANNA, true));
        await walk.step("sign-up without tracking", () => walk.signUp(BERT, false));
        await walk.step("ledger", () => walk.lookAtLedger());
        const importPeople = () => walk.step("import", () => walk.importPeople(IMPORTED));
        if (isLarge) await importPeople();
        await walk.step("test address", () => walk.confirmTestAddress());
        await walk.step("draft", () => walk.writeMailing());
        await walk.step("boarding pass", () => walk.checkAndSend(isLarge ? IMPORTED : 0));
        await walk.step("reading", () => walk.read());
        await walk.step("report", () => walk.lookAtReport(isLarge));
        await walk.step("question", () => walk.answerQuestion());
        await walk.step("unsubscribe", () => walk.unsubscribe());
        await walk.step("manage", () => walk.manage());
        if (!isLarge) await importPeople();
        await walk.step("afterwards", () => walk.lookAfterwards(IMPORTED));
        await walk.step("pause and cancel", () => walk.pauseAndCancel());
        assert.deepEqual(walk.complaints(), []);
      } finally {
        await browser.close();
        await running.close();
        await relay.close();
        await mailbox.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    });
});
