import assert from "node:assert/strict";
import { test } from "node:test";
import { knownProviders, providerName, providerOf } from "./mail-providers.ts";

const expected: Record<string, string[]> = {
  gmail: ["gmail.com", "googlemail.com", "googlemail.de"],
  microsoft: ["outlook.com", "outlook.de", "hotmail.co.uk", "live.nl", "msn.com", "hotmail.com.br"],
  yahoo_aol: ["yahoo.de", "yahoo.co.uk", "ymail.com", "aol.com", "aol.de"],
  apple: ["icloud.com", "me.com", "mac.com"],
  telekom: ["t-online.de", "magenta.de"],
  webde_gmx: ["web.de", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "1und1.de"],
  freenet: ["freenet.de"],
  vodafone: ["vodafone.de", "arcor.de"],
  posteo: ["posteo.de", "posteo.net"],
  mailbox_org: ["mailbox.org"],
  proton: ["proton.me", "pm.me"],
  a1: ["a1.net", "aon.at"],
  bluewin: ["bluewin.ch"],
  sunrise: ["sunrise.ch"],
  orange_fr: ["orange.fr", "wanadoo.fr"],
  laposte: ["laposte.net"],
  libero: ["libero.it"],
  wp: ["wp.pl", "o2.pl"],
  onet: ["onet.pl", "op.pl"],
  seznam: ["seznam.cz"],
  yandex: ["yandex.ru", "yandex.com", "ya.ru"],
  mail_ru: ["mail.ru", "bk.ru"],
};

test("SND-12: consumer domains are gathered under the provider whose limits they share", () => {
  for (const [provider, domains] of Object.entries(expected))
    for (const domain of domains) assert.equal(providerOf(domain), provider, domain);
  assert.equal(providerName("webde_gmx"), "WEB.DE, GMX, 1&1");
});

test("SND-12: an unknown domain, and one that only begins like a provider's, stand for themselves", () => {
  for (const domain of [
    "musterbank.example",
    "yahoo.example",
    "gmx.musterbank.de",
    "live.firma.com",
    "localhost",
    "mygmail.com",
    "",
  ]) {
    assert.equal(providerOf(domain), domain);
    assert.equal(providerName(domain), domain);
  }
});

test("SND-12: every provider has one id and one name", () => {
  const known = knownProviders();
  assert.equal(new Set(known.map((one) => one.id)).size, known.length);
  assert.equal(new Set(known.map((one) => one.name)).size, known.length);
});
