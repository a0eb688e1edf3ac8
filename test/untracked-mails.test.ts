import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HONEYPOT_LINK, type OpenedToken } from "../server/tracking/index.ts";
import { testDatabase, type TestDatabase } from "./support/database.ts";
import { seedNewsletter } from "./support/newsletter.ts";
import {
  eventually,
  prepareNewsletter,
  SAMPLE_HTML,
  sendingParts,
  type SendingParts,
} from "./support/sending.ts";
import { startSmtpSink, type SmtpSink } from "./support/smtp-sink.ts";

const LEVELS = ["none", "clicks_only", "shared", "unique"] as const;
const PEOPLE = 64;
const GRANTED = 4;

let database: TestDatabase;
let parts: SendingParts;
let sink: SmtpSink;
before(async () => {
  database = await testDatabase();
  parts = sendingParts(database.db);
  sink = await startSmtpSink();
});
after(async () => {
  await sink.close();
  await parts.close();
  await database.close();
});

const byNumber = (a: number, b: number): number => a - b;

interface Mail {
  to: string;
  granted: boolean;
  /** Without soft line breaks of quoted-printable. */
  text: string;
  tokens: OpenedToken[];
}

/** Sends a mailing and gives the mails as they arrived. */
async function mailsAt(level: (typeof LEVELS)[number], html: string): Promise<Mail[]> {
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: PEOPLE,
    granted: GRANTED,
    countingLevel: level,
    domain: `byte${sink.count}.example`,
  });
  await prepareNewsletter(parts, seeded, { html });
  const from = sink.count;
  const dispatcher = parts.dispatcher(sink.port);
  dispatcher.start();
  await eventually("all mails arrive", () => sink.count - from === PEOPLE);
  await dispatcher.stop();
  return sink.accepted.slice(from).map((message) => {
    const text = message.content.toString("latin1").replace(/=\r\n/g, "");
    const found = [...text.matchAll(/\/t\/([\w-]{43})/g)];
    const to = message.to[0]!;
    return {
      to,
      granted: Number(/\d+/.exec(to)![0]) <= GRANTED,
      text,
      tokens: found.map((match) => parts.deps.tracking.open(match[1]!)!),
    };
  });
}

/** Everything in which two untracked mails of one mailing may differ (TRK-02), taken out. */
function withoutWhatMayDiffer(mail: Mail): string {
  return mail.text
    .replace(/^(To|Message-ID|Date|List-Unsubscribe|DKIM-Signature):(.|\r\n[ \t])*\r\n/gim, "")
    .replace(/\/(u|v|q)\/[\w-]{40,}/g, "/$1/…")
    .replace(/\/t\/([\w-]{43})/g, (whole, token: string) => {
      const opened = parts.deps.tracking.open(token);
      return opened?.kind === "unique" ? `/t/random for link ${opened.link}` : whole;
    })
    .replace(/Beispiel \d+/g, "Beispiel N");
}

for (const level of LEVELS) {
  test(`TRK-02 TRK-05: at level ${level} two untracked mails are the same bytes but for name, delivery headers and own links`, async () => {
    const mails = await mailsAt(level, SAMPLE_HTML);
    const untracked = mails.filter((mail) => !mail.granted);
    assert.equal(untracked.length, PEOPLE - GRANTED);
    const bodies = new Set(untracked.map(withoutWhatMayDiffer));
    assert.equal(bodies.size, 1);
    for (const { tokens } of untracked) {
      // The HTML part holds pixel and two links, the text part the two links again.
      const all = [0, 1, 1, 2, 2];
      const expected = { none: [], clicks_only: [1, 1, 2, 2], shared: all, unique: all }[level];
      assert.deepEqual(tokens.map((token) => token.link).sort(), expected);
      assert.ok(tokens.every(({ kind }) => kind === (level === "unique" ? "unique" : "shared")));
    }
    if (level === "unique") assertNumbersOfNobody(untracked);
    for (const mail of mails.filter((one) => one.granted)) {
      const links = new Set(mail.tokens.map((token) => token.link));
      assert.deepEqual([...links].sort(byNumber), [0, 1, 2, HONEYPOT_LINK]);
      assert.ok(mail.tokens.every((token) => token.kind === "personal"));
    }
  });
}

/** One number for the pixel and one for each link of each mail, and no two alike. */
function assertNumbersOfNobody(mails: readonly Mail[]): void {
  const numbers = mails.map((mail) => [
    ...new Set(mail.tokens.map((token) => token.kind === "unique" && token.number)),
  ]);
  for (const ofMail of numbers) assert.equal(ofMail.length, 3);
  assert.equal(new Set(numbers.flat()).size, mails.length * 3);
}

/** Each link stands for a group that everybody with the database can name; the first for one person. */
const CONDITIONS = SAMPLE_HTML.replace(
  "{{ tracking_question }}",
  `{% if contact.last_name == "Beispiel 17" %}
<p><a href="https://www.musterbank.example/nur-fuer-dich">Nur für Sie</a>.</p>
{% else %}{% case contact.first_name %}{% when "Anna" %}
<p><a data-klarpost-not-personal href="https://www.musterbank.example/anna">Für alle, die Anna heißen</a>.</p>
{% endcase %}{% endif %}
<p><a href="https://www.musterbank.example/alle">Für alle</a>.</p>
{{ tracking_question }}`,
);

for (const level of ["shared", "unique"] as const)
  test(`TRK-02 TRK-09: at level ${level} a link that a condition shows to some carries no token for people without permission`, async () => {
    const mails = await mailsAt(level, CONDITIONS);
    for (const mail of mails) {
      const targets = [
        ...mail.text.matchAll(/href=3D"https:\/\/www\.musterbank\.example\/([\w-]+)/g),
      ]
        .map((match) => match[1])
        .sort();
      const own = mail.to.startsWith("person17@") ? "nur-fuer-dich" : "anna";
      if (mail.granted) {
        // Personally measured where it may be; "not personally" and in a condition is measured for nobody.
        assert.deepEqual(targets, own === "anna" ? ["anna"] : []);
        continue;
      }
      assert.deepEqual(targets, [own], mail.to);
      assert.equal(
        new Set(mail.tokens.map((token) => token.link)).size,
        4,
        "pixel and three links",
      );
      assert.ok(mail.tokens.every((token) => token.kind === level));
    }
    const numbers = mails
      .filter((mail) => !mail.granted)
      .map((mail) => mail.tokens.map((token) => token.link).join());
    assert.equal(
      new Set(numbers).size,
      1,
      "everybody without permission has the same measured links",
    );
  });
