import assert from "node:assert/strict";
import { test } from "node:test";
import type { Transfer } from "../contract/oversight.ts";
import { environmentProblems, readDeclaredPlaces } from "../server/declared-places.ts";
import { isEea, isOwnNetwork, knownHost } from "../server/platform/index.ts";
import { maySend, placeProblems, standingOf } from "../server/oversight/place.ts";
import { suggestPlace } from "../server/oversight/suggest-place.ts";

const TODAY = "2026-11-22";
const scc: Transfer = {
  basis: "scc",
  record: "Standard contractual clauses of 2021/914, module 2, signed by both sides.",
  assessment: "Transfer assessment of March: no access without a court's order.",
  name: "Dr. Sommer",
  signedOn: "2026-03-01",
  reviewOn: "2027-03-01",
};

test("ORG-09: known hosts say where they work; London and Zurich are not in the Union, unknown regions neither", () => {
  const country = (host: string) => knownHost(host)?.country;
  assert.equal(country("in-v3.mailjet.com"), "FR");
  assert.equal(country("SMTP.postmarkapp.com."), "US");
  assert.equal(country("email-smtp.eu-central-1.amazonaws.com"), "DE");
  assert.equal(country("email-smtp.eu-west-2.amazonaws.com"), "GB");
  assert.equal(country("email.mx-central-1.amazonaws.com"), "XX");
  assert.equal(country("db1.abc.eu-west-3.rds.amazonaws.com"), "FR");
  assert.equal(country("smtp.us-east.example.net"), "US");
  assert.equal(country("smtp.bonus.example.net"), undefined);
  assert.ok(isEea("NO") && isEea("DE") && !isEea("GB") && !isEea("CH") && !isEea("XX"));
});

test("ORG-09: this machine and private networks are own; names that merely look like it are not", () => {
  for (const host of [
    "localhost",
    "127.0.0.1",
    "10.1.2.3",
    "[::1]",
    "fd00::1",
    "postgres",
    "db.internal",
  ])
    assert.ok(isOwnNetwork(host), host);
  for (const host of [
    "10.example.org",
    "192.168.evil.example",
    "localhost.example.org",
    "8.8.8.8",
    "fd00.example.org",
  ])
    assert.ok(!isOwnNetwork(host), host);
});

test("ORG-09: outside the EEA only a record in force opens the way, and nothing known is declared away", () => {
  const host = "smtp.example.org";
  const standing = (country: string | undefined, transfer: Transfer | null = null, at = host) =>
    standingOf({ host: at }, country === undefined ? undefined : { country, transfer }, [], TODAY);
  assert.equal(standing(undefined), "undeclared");
  assert.equal(standing("DE"), "eea");
  assert.equal(standing("US"), "outside");
  assert.equal(standing("US", scc), "transfer");
  assert.equal(standing("US", { ...scc, reviewOn: "2026-11-21" }), "outside");
  assert.equal(standing("DE", null, "smtp.postmarkapp.com"), "outside");
  assert.equal(standing("US", scc, "smtp.postmarkapp.com"), "transfer");
  assert.equal(standingOf({ host: "127.0.0.1" }, undefined, [], TODAY), "own");
  assert.equal(
    standingOf({ host: "mx.haus.example" }, undefined, ["mx.haus.example:25"], TODAY),
    "own",
  );
  assert.ok(maySend("transfer") && !maySend("outside") && !maySend("undeclared"));
});

test("ORG-09 OLD-6: each basis asks for what it stands on", () => {
  const paths = (country: string, transfer: Transfer | null, host: string | null = null) =>
    placeProblems(host, { country, transfer }, TODAY).map(({ path }) => path);
  assert.deepEqual(paths("DE", null), []);
  assert.deepEqual(paths("US", null), ["/transfer"]);
  assert.deepEqual(paths("US", scc), []);
  assert.deepEqual(paths("US", { ...scc, assessment: "" }), ["/transfer/assessment"]);
  assert.deepEqual(paths("US", { ...scc, basis: "adequacy" }), ["/transfer/basis"]);
  assert.deepEqual(paths("CH", { ...scc, basis: "adequacy", assessment: "" }), []);
  assert.deepEqual(paths("IN", { ...scc, basis: "dpf", reviewOn: "2027-03-01" }), [
    "/transfer/basis",
  ]);
  // A certificate is looked up every six months, and stands on clauses in case it ends.
  assert.deepEqual(paths("US", { ...scc, basis: "dpf", reviewOn: "2027-11-01" }), [
    "/transfer/reviewOn",
  ]);
  assert.deepEqual(paths("US", { ...scc, basis: "dpf", reviewOn: "2027-05-01" }), []);
  assert.deepEqual(paths("US", { ...scc, reviewOn: TODAY }), ["/transfer/reviewOn"]);
  assert.deepEqual(paths("DE", null, "smtp.us-east.example.net"), ["/country"]);
});

test("ORG-09: the start is refused for a relay in the United States without a transfer record, and for hosts nobody named", () => {
  const named = (host: string) => [{ variable: "SMTP_URL", host }];
  const none = readDeclaredPlaces(null, null, []);
  const problems = (host: string, declared = none) =>
    environmentProblems(named(host), declared, [], TODAY);
  assert.match(
    problems("smtp.us-east-1.example.net")[0]!,
    /SMTP_URL: .* outside the EEA \(US\).*TRANSFER_RECORDS/,
  );
  assert.match(problems("smtp.example.org")[0]!, /PLACES=smtp\.example\.org=DE/);
  assert.deepEqual(problems("127.0.0.1"), []);
  assert.deepEqual(problems("in-v3.mailjet.com"), []);
  const wrong: string[] = [];
  const declared = readDeclaredPlaces("smtp.example.org=de, falsch", null, wrong);
  assert.match(wrong[0]!, /PLACES: .*"falsch"/);
  assert.deepEqual(problems("smtp.example.org", declared), []);
  // What the name says is not declared away.
  const lied = { countries: { "smtp.us-east-1.example.net": "DE" }, transfers: {} };
  assert.equal(problems("smtp.us-east-1.example.net", lied).length, 1);
  const settled = { countries: {}, transfers: { "smtp.us-east-1.example.net": scc } };
  assert.deepEqual(problems("smtp.us-east-1.example.net", settled), []);
});

test("ORG-09: a host nobody declared comes with what settings and domain tell, never with a country outside the EEA", () => {
  const account = {
    name: "Musterbank",
    imprint: { legalName: "Musterbank eG", imprintUrl: "https://www.musterbank.example/impressum" },
    privacy: { contactEmail: "datenschutz@musterbank.de" },
    processing: {
      operation: {
        kind: "processor",
        provider: "Rechenhaus Nord GmbH",
        subprocessors: [{ name: "Postfach AG", country: "CH", purpose: "Postfächer" }],
      },
      place: { country: "AT" },
    },
  } as unknown as Parameters<typeof suggestPlace>[1];
  const of = (host: string) => suggestPlace(host, account);
  assert.deepEqual(of("mail.musterbank.de"), {
    company: "Musterbank eG",
    country: "AT",
    because: "house",
  });
  assert.deepEqual(of("smtp.rechenhaus.net"), {
    company: "Rechenhaus Nord GmbH",
    country: "AT",
    because: "settings",
  });
  assert.deepEqual(of("imap.postfach.com"), {
    company: "Postfach AG",
    country: null,
    because: "settings",
  });
  assert.deepEqual(of("smtp.relais.fr"), {
    company: "relais.fr",
    country: "FR",
    because: "ending",
  });
  assert.deepEqual(of("smtp.relay.co.uk"), {
    company: "relay.co.uk",
    country: null,
    because: "ending",
  });
  assert.deepEqual(of("smtp.relay.com")!.country, null);
  for (const host of ["198.51.100.7", "2001:db8::1", "host", "smtp.postmarkapp.com"])
    assert.equal(of(host), null, host);
});
