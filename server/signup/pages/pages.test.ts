import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pageElements } from "../../../test/support/page-elements.ts";
import {
  sampleContext,
  sampleForm,
  samplePages,
} from "../../../test/support/public-page-samples.ts";
import { signupFields, signupFormPage, signupThanksPage } from "./index.ts";

const locales = ["de", "en"] as const;
const form = (locale: "de" | "en" = "de", change: object = {}) =>
  pageElements(signupFormPage(sampleContext(locale), { ...sampleForm(locale), ...change }));
const boxes = (elements: ReturnType<typeof form>) =>
  elements.filter((each) => each.attributes.type === "checkbox");

describe("sign-up form", () => {
  test("CON-02: no consent box is ever ticked, not even after an error or with values", () => {
    const values = { email: "a@example.org", lists: "lst_1", profiling: "1", checked: "checked" };
    for (const change of [{}, { values }, { values, problems: ["list_missing"], checked: true }]) {
      const found = boxes(form("de", change));
      assert.equal(found.length, 3);
      for (const box of found) assert.ok(!("checked" in box.attributes));
    }
  });

  test("CON-03: the way to withdraw stands in the fieldset of each box and is named by it", () => {
    for (const locale of locales) {
      const elements = form(locale);
      for (const box of boxes(elements)) {
        const fieldset = box.ancestors.find((each) => each.tag === "fieldset");
        const named = (box.attributes["aria-describedby"] ?? "").split(" ");
        const withdrawal = elements.find(
          (each) =>
            named.includes(each.attributes.id ?? "-") && /widerrufen|withdraw/.test(each.text),
        );
        assert.ok(withdrawal !== undefined && withdrawal.ancestors.includes(fieldset!));
      }
    }
  });

  test("CON-04 CON-07: every wording is shown in full, the shared one once", () => {
    const model = sampleForm("de");
    const elements = form();
    for (const { wording } of model.lists)
      assert.ok(elements.some((each) => each.text === wording));
    assert.ok(elements.some((each) => each.text === model.tracking?.wording));
    const same = model.lists.map((list) => ({
      ...list,
      wording: "Ja, ich möchte die angekreuzten Newsletter.",
    }));
    const shared = form("de", { lists: same });
    const wording = shared.filter((each) => each.text === same[0]?.wording);
    assert.equal(wording.length, 1);
    for (const box of boxes(shared).slice(0, 2))
      assert.ok(
        box.attributes["aria-describedby"]?.split(" ").includes(wording[0]?.attributes.id ?? "-"),
      );
  });

  test("CON-08: tracking is a box of its own in a fieldset of its own, and only where it is asked", () => {
    const elements = form();
    const [first, , tracking] = boxes(elements);
    assert.equal(tracking?.attributes.name, signupFields.profiling);
    const fieldset = (box: typeof first) => box?.ancestors.find((each) => each.tag === "fieldset");
    assert.notEqual(fieldset(first), fieldset(tracking));
    assert.equal(boxes(form("de", { tracking: undefined })).length, 2);
  });

  test("CON-11: only the address is required; the salutation has an empty choice", () => {
    const elements = form();
    const required = elements.filter((each) => "required" in each.attributes);
    assert.deepEqual(
      required.map((each) => each.attributes.name),
      [signupFields.email],
    );
    const options = elements.filter((each) => each.tag === "option").map((each) => each.text);
    assert.deepEqual(options, ["keine Angabe", "Frau", "Herr", "divers"]);
  });

  test("A11Y-02: an error is told at the top, leads to its field, and stands at the field", () => {
    const elements = form("de", {
      problems: ["email_invalid", "list_missing"],
      values: { email: "a@" },
    });
    const links = elements.filter(
      (each) =>
        each.ancestors.some((parent) => parent.attributes.role === "alert") && each.tag === "a",
    );
    assert.deepEqual(
      links.map((each) => each.attributes.href),
      ["#email", "#liste-1"],
    );
    const email = elements.find((each) => each.attributes.id === "email");
    assert.equal(email?.attributes["aria-invalid"], "true");
    assert.equal(email?.attributes.value, "a@");
    assert.match(email?.attributes["aria-describedby"] ?? "", /^email-fehler /);
    assert.match(elements.find((each) => each.tag === "title")?.text ?? "", /^Fehler: /);
  });

  test("DOI-11 A11Y-04: the trap for programs is out of reach of keyboard and screen reader", () => {
    const trap = form().find((each) => each.attributes.name === signupFields.honeypot);
    assert.equal(trap?.attributes.tabindex, "-1");
    assert.equal(trap?.attributes.autocomplete, "off");
    assert.ok(trap?.ancestors.some((each) => each.attributes["aria-hidden"] === "true"));
    assert.equal(trap?.attributes.value, undefined);
  });

  test("what visitors type is shown as text", () => {
    const page = signupFormPage(sampleContext("de"), {
      ...sampleForm("de"),
      values: { email: '"><script>x</script>' },
    });
    assert.doesNotMatch(page, /<script/);
  });
});

describe("pages of confirming", () => {
  test("DOI-07: the landing page has one POST button, no script, and carries the nonce", () => {
    for (const locale of locales) {
      const elements = pageElements(samplePages(locale)["confirm-landing"]!);
      const forms = elements.filter((each) => each.tag === "form");
      assert.equal(forms.length, 1);
      assert.equal(forms[0]?.attributes.method, "post");
      const buttons = elements.filter((each) => each.tag === "button");
      assert.deepEqual(
        buttons.map((each) => each.text),
        [locale === "de" ? "Jetzt bestätigen" : "Confirm now"],
      );
      assert.ok(
        elements.some(
          (each) => each.attributes.name === "nonce" && each.attributes.type === "hidden",
        ),
      );
      assert.ok(!elements.some((each) => each.tag === "script"));
    }
  });

  test("DOI-17 T-9: the landing page names every newsletter, the tracking consent and the wordings", () => {
    const text =
      pageElements(samplePages("de")["confirm-landing"]!).find((each) => each.tag === "main")
        ?.text ?? "";
    for (const word of [
      "Marktblick",
      "Bauen & Wohnen",
      "Auswertung meiner Nutzung: erlaubt",
      "Messgrafik",
    ])
      assert.ok(text.includes(word), word);
    assert.match(text, /bis Samstag, 28\. November 2026, 14:05 Uhr/);
  });

  test("DOI-11 T-7: the neutral page is the same for every address", () => {
    const page = signupThanksPage(sampleContext("de"), { formUrl: "/f/1" });
    assert.equal(page, signupThanksPage(sampleContext("de"), { formUrl: "/f/1" }));
    assert.doesNotMatch(page, /Meinten Sie/);
    const typo = { found: "gmial.com", likely: "gmail.com" };
    assert.match(
      signupThanksPage(sampleContext("de"), { formUrl: "/f/1", typo }),
      /„gmial\.com“\. Meinten Sie „gmail\.com“\?/,
    );
    assert.match(page, /Wenn eine Bestätigung nötig ist/);
  });

  test("DOI-15: not me is a POST, too", () => {
    const elements = pageElements(samplePages("de")["not-me"]!);
    assert.equal(
      elements.filter((each) => each.tag === "form" && each.attributes.method === "post").length,
      1,
    );
  });
});
