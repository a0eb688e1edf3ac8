import assert from "node:assert/strict";
import { test } from "node:test";
import { consentInput, declarationInput, emptyConsent, spokenNumber } from "./draft.ts";

const person = { email: " anna@leser.example ", firstName: "Anna", lastName: "" };
const context = {
  wordingId: "wrv_1",
  trackingWordingId: "wrv_2",
  attachments: [],
  now: "2026-11-21T10:00:00.000Z",
  saveIncomplete: false,
};

test("CON-02 CON-08: nothing that a person has to declare is preset", () => {
  const draft = emptyConsent("Ina Koch", "de");
  assert.deepEqual(
    [draft.lists, draft.tracking, draft.readOut, draft.signed],
    [[], false, false, false],
  );
  const input = consentInput(person, draft, context);
  assert.equal(input.tracking, false);
  assert.equal(input.trackingWordingId, undefined);
});

test("CON-12: a request carries what its channel asks for and nothing left over from another", () => {
  const draft = { ...emptyConsent("Ina Koch", "de"), script: "4", message: "Ja", readOut: true };
  const phone = consentInput(person, draft, context);
  assert.deepEqual(
    [phone.email, phone.script, phone.message, phone.declaredAt, "lastName" in phone],
    ["anna@leser.example", "4", undefined, context.now, false],
  );
  const sms = consentInput(person, { ...draft, channel: "sms" }, context);
  assert.deepEqual([sms.script, sms.message, sms.declaredAt], [undefined, "Ja", undefined]);
});

test("LEG-16: a list is named only where one list is meant; the number can be told on the phone", () => {
  const draft = {
    scope: "newsletters" as const,
    listId: "lst_1",
    channel: "fax" as const,
    receivedAt: null,
    note: " ",
  };
  assert.deepEqual(declarationInput(person, draft, []), {
    email: "anna@leser.example",
    scope: "newsletters",
    channel: "fax",
    name: "Anna",
    attachments: [],
  });
  assert.equal(declarationInput(person, { ...draft, scope: "list" }, []).listId, "lst_1");
  assert.equal(spokenNumber("led_ab12cd34ef56"), "AB12-CD34");
});
