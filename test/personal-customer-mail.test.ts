import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { CategoryView, EntityView } from "../contract/purchases.ts";
import {
  correspondenceWorld,
  refusal,
  type CorrespondenceWorld,
} from "./support/correspondence.ts";

let world: CorrespondenceWorld;
let offer: { categoryId: string; entityId: string };
let foreign: { categoryId: string; entityId: string };
let bags: CategoryView;
before(async () => {
  world = await correspondenceWorld();
  const { ask } = world;
  bags = await ask<CategoryView>("POST", "/product-categories", { name: "Handtaschen" });
  const shoes = await ask<CategoryView>("POST", "/product-categories", { name: "Schuhe" });
  const pans = await ask<CategoryView>("POST", "/product-categories", { name: "Haushaltsgeräte" });
  await ask("PUT", "/product-similarities", {
    purchasedId: bags.id,
    advertisedId: shoes.id,
    similar: true,
  });
  const [company] = (await ask<{ items: EntityView[] }>("GET", "/legal-entities")).items;
  const entityId = company!.id;
  offer = { categoryId: shoes.id, entityId };
  foreign = { categoryId: pans.id, entityId };
});
after(() => world.close());

const DAY = "2026-03-01";
async function customer(email: string, change: object = {}) {
  const made = await world.person(email);
  await world.ask("POST", "/purchases", {
    orderNumber: email,
    email,
    contactId: made.publicId,
    categoryId: bags.id,
    concludedOn: DAY,
    addressGiven: true,
    notice: { version: "2026-01", shownOn: DAY, place: "unter dem Feld E-Mail" },
    ...change,
  });
  return made;
}
const LETTER = {
  reason: "offer",
  reasonText: "Sie haben bei uns eine Handtasche gekauft.",
  subject: "Passende Schuhe",
  text: "Guten Tag Frau Beispiel,\n\nzu Ihrer Tasche sind passende Schuhe eingetroffen.",
};

test("LEG-13 LEG-05 LEG-08: a customer may be offered something similar in person, also in Germany, and reads why and how to object", async () => {
  const anna = await customer("kundin@laden.de");
  const send = (change: object) =>
    world.ask<{ id: string; basis: string }>("POST", `${anna.path}/one-to-one`, {
      ...LETTER,
      ...change,
    });
  assert.equal((await refusal(send({}))).reason, "one_to_one_basis");
  assert.equal((await refusal(send({ offer: foreign }))).reason, "one_to_one_basis");
  const sent = await send({ offer });
  assert.equal(sent.basis, "customer_7_3_uwg");
  const end = await world.ended(sent.id);
  assert.deepEqual([end.outcome, end.basis], ["accepted", "customer_7_3_uwg"]);
  const mail = await world.received(anna.email);
  assert.match(mail.text, /eine Handtasche gekauft/);
  assert.match(mail.text, /eigene ähnliche Angebote/);
  await world.suppress(anna, { scope: "customer_7_3_address" });
  assert.equal((await refusal(send({ offer }))).reason, "one_to_one_basis");
  const unknown = { offer: { ...offer, categoryId: `pct_${"0".repeat(32)}` } };
  assert.equal((await refusal(send(unknown))).code, "no_such_category");
});

test("LEG-19 LEG-04: a part that advertises something similar stays for a customer, and for nobody who did not buy", async () => {
  await world.ask("POST", "/transactional-templates", {
    name: "order.shipped",
    category: "order",
    locale: "de",
    subject: "Unterwegs {{ nr }}",
    html: "<p>Ihr Paket {{ nr }} ist unterwegs.</p><!-- werbung --><p>Dazu passende Schuhe</p><!-- /werbung -->",
    advertisingOffer: offer,
  });
  const buyer = await customer("paket@laden.de");
  const cancelled = await customer("storno@laden.de", { cancelledOn: "2026-03-05" });
  const stranger = await world.person("fremd@laden.de");
  for (const [who, isOffered] of [
    [buyer, true],
    [cancelled, false],
    [stranger, false],
  ] as const) {
    await world.ask("POST", "/transactional", {
      template: "order.shipped",
      variables: { nr: "12" },
      contactId: who.publicId,
    });
    const mail = await world.received(who.email, /Unterwegs/);
    assert.equal(/passende Schuhe/.test(mail.html), isOffered, who.email);
    assert.equal(/passende Schuhe/.test(mail.text), isOffered, who.email);
  }
});
