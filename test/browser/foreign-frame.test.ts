import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { workplaceRoutes, type Database } from "../../server/platform/index.ts";
import { launch, openWindow, whyNoWorkplace } from "../support/browser.ts";
import { freePort } from "../support/free-port.ts";
import { testServer } from "../support/http.ts";

/** A mail that tries what mails must not, and is 800 pixels high. */
const HOSTILE = `<!doctype html><html><head><script>globalThis.owned = 1; parent.owned = 1</script>
<script src="/scheme.js"></script></head><body style="margin:0"><h1 style="height:800px">Gelesen</h1>
<img src="data:image/png,x" onerror="globalThis.owned = 2"><img src="https://anderswo.example/x.png">
<svg onload="globalThis.owned = 3"></svg><iframe src="/healthz"></iframe>
<iframe srcdoc="<script>top.owned = 4</script>"></iframe>
<p><a href="https://anderswo.example/" target="_top">hinaus</a> <a href="javascript:top.owned = 5">hier</a></p>
<p><a href="/healthz">daneben</a></p>
<form action="/api/v1/session" method="post" target="_top"><button>senden</button></form></body></html>`;

/** Runs in the page of the workplace: shows it as `MailFrame` does, and tries to reach in. */
const showHostile = `(html) => new Promise((resolve) => {
  const frame = document.createElement("iframe");
  frame.sandbox = "allow-scripts";
  frame.src = "/frame";
  addEventListener("message", ({ source, data }) => {
    if (source !== frame.contentWindow) return;
    if (data.frame === "ready") return frame.contentWindow.postMessage({ html }, "*");
    if (data.height < 700) return;
    let reach = "";
    try { reach = frame.contentWindow.document.title; } catch (error) { reach = error.name; }
    resolve({ height: data.height, reach });
  });
  document.body.append(frame);
})`;

test(
  "ORG-05: the frame for foreign HTML shows it, tells its size, and runs, sends and opens nothing of it",
  {
    skip: whyNoWorkplace() ?? false,
  },
  async () => {
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    const routes = workplaceRoutes(join(import.meta.dirname, "../../admin/dist"), {
      reserved: ["api"],
      publicUrl,
      sandboxUrl: null,
    });
    // Nothing here asks the database anything.
    const http = await testServer({ db: {} as Database, routes, publicUrl });
    await http.app.listen({ host: "127.0.0.1", port });
    const browser = await launch();
    try {
      const { page, context, complaints } = await openWindow(browser, publicUrl);
      await page.goto(`${publicUrl}/nirgends`);
      // The program runs, and its styles are there.
      await page.locator("#root style").first().waitFor({ state: "attached" });
      assert.ok(!complaints.some((one) => one.includes("against the policy")), complaints.join());
      const answered: string[] = [];
      page.on("response", (answer) => answered.push(new URL(answer.url()).pathname));
      context.on("page", (opened) => answered.push(`window ${opened.url()}`));
      const told = await page.evaluate<{ height: number; reach: string }>(
        `(${showHostile})(${JSON.stringify(HOSTILE)})`,
      );
      assert.ok(told.height > 700, `the frame says how high it is: ${told.height}`);
      assert.equal(
        told.reach,
        "SecurityError",
        "the page and what it shows cannot reach each other",
      );
      const inside = page.frames().find((one) => one.url().endsWith("/frame"))!;
      assert.equal(await inside.evaluate("document.querySelector('h1').textContent"), "Gelesen");
      assert.equal(await inside.evaluate("String(globalThis.owned)"), "undefined");
      await inside.getByText("daneben").click();
      await inside.getByText("hinaus").click();
      await inside.getByText("hier").click();
      await inside.getByRole("button").click();
      await page.waitForTimeout(300);
      assert.equal(await page.evaluate("String(globalThis.owned)"), "undefined");
      assert.equal(page.url(), `${publicUrl}/nirgends`);
      assert.deepEqual(
        answered.filter((path) => !path.startsWith("/api/")),
        ["/frame"],
      );
      // What was tried was forbidden, not forgotten.
      for (const words of [
        "Executing inline script violates",
        "Loading the script",
        "Executing inline event handler violates",
        "Loading the image",
        "Framing",
      ])
        assert.ok(
          complaints.some((one) => one.includes(words)),
          `${words}: ${complaints.join("\n")}`,
        );
    } finally {
      await browser.close();
      await http.close();
    }
  },
);
