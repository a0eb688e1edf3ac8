import assert from "node:assert/strict";
import type { Answer, MeasuringBench } from "./measuring.ts";

/** What tests of the hit endpoints ask of a bench: links to hit, what was stored, and how an answer must look. */
export function hitHelpers(bench: () => MeasuringBench) {
  return {
    personal: (mailingId: number, deliveryId: number, link: number): string =>
      `/t/${bench().tokens.personal(bench().accountId, mailingId, deliveryId, [link])[0]!}`,
    shared: (mailingId: number, link: number): string =>
      `/t/${bench().tokens.shared(bench().accountId, mailingId, [link])[0]!}`,
    async events(mailingId: number) {
      const found = await bench().owner.query<{
        delivery_id: string;
        link: number;
        agent: number;
        hour: Date;
      }>(
        "select delivery_id, link, agent, hour from personal_events where mailing_id = $1 order by delivery_id, link",
        [mailingId],
      );
      return found.rows.map((row) => ({ ...row, delivery_id: Number(row.delivery_id) }));
    },
    /** `link day agent: hits`, sorted. */
    async totals(mailingId: number) {
      const found = await bench().owner.query<{
        link: number;
        day: string;
        agent: number;
        hits: string;
      }>(
        "select link, day::text as day, agent, hits from anonymous_totals where mailing_id = $1 order by link, day, agent",
        [mailingId],
      );
      return found.rows.map((row) => `${row.link} ${row.day} ${row.agent}: ${row.hits}`);
    },
  };
}

/** The image, and nothing by which a browser could be recognised. */
export function assertPixel(answer: Answer): void {
  assert.equal(answer.status, 200);
  assert.equal(answer.headers["content-type"], "image/gif");
  assert.equal(answer.body.length, 43);
  assert.equal(answer.body.subarray(0, 6).toString("latin1"), "GIF89a");
  assertPrivate(answer);
}

function assertPrivate({ headers }: Answer): void {
  assert.equal(headers["cache-control"], "no-store");
  assert.equal(headers["referrer-policy"], "no-referrer");
  for (const name of ["set-cookie", "etag", "last-modified", "expires", "x-request-id"])
    assert.equal(headers[name], undefined, name);
}

export function assertRedirect(answer: Answer, url: string): void {
  assert.equal(answer.status, 302);
  assert.equal(answer.headers.location, url);
  assert.equal(answer.body.length, 0);
  assertPrivate(answer);
}
