import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runInNewContext } from "node:vm";
import { pageElements } from "../../../test/support/page-elements.ts";
import {
  sampleContext,
  sampleManage,
  samplePages,
} from "../../../test/support/public-page-samples.ts";
import {
  accessSentPage,
  manageFields,
  managePage,
  unsubscribedPage,
  unsubscribeScript,
  type ManageModel,
} from "./index.ts";

const page = (name: string, locale: "de" | "en" = "de") => pageElements(samplePages(locale)[name]!);
const manage = (change: Partial<ManageModel> = {}) =>
  pageElements(managePage(sampleContext("de"), { ...sampleManage("de"), ...change }));
const mainText = (elements: ReturnType<typeof page>) =>
  elements.find((each) => each.tag === "main")?.text ?? "";

describe("unsubscribing", () => {
  test("UNS-03 UNS-05: exactly one button and no input, by POST, in both languages", () => {
    for (const locale of ["de", "en"] as const) {
      for (const name of ["unsubscribe", "unsubscribe-auto", "unsubscribe-campaign"]) {
        const elements = page(name, locale);
        assert.deepEqual(
          elements.filter((each) => each.tag === "button").map((each) => each.text),
          [locale === "de" ? "Jetzt abmelden" : "Unsubscribe now"],
        );
        for (const tag of ["input", "select", "textarea"])
          assert.ok(!elements.some((each) => each.tag === tag), tag);
        assert.equal(elements.find((each) => each.tag === "form")?.attributes.method, "post");
      }
    }
  });

  test("UNS-04: only the variant with the script asks to be pressed by itself", () => {
    assert.ok(page("unsubscribe-auto").some((each) => "data-auto-submit" in each.attributes));
    for (const name of ["unsubscribe", "unsubscribe-campaign"]) {
      assert.ok(
        !page(name).some((each) => "data-auto-submit" in each.attributes || each.tag === "script"),
      );
    }
  });

  test("UNS-03: the script presses once, only when seen, never after going back", () => {
    const press = (visibilityState: string, type: string, isOnPage = true): number => {
      let pressed = 0;
      const listeners: (() => void)[] = [];
      runInNewContext(unsubscribeScript, {
        performance: { getEntriesByType: () => [{ type }] },
        document: {
          visibilityState,
          prerendering: false,
          querySelector: () => (isOnPage ? { submit: () => (pressed += 1) } : null),
          addEventListener: (_: string, listener: () => void) => listeners.push(listener),
        },
      });
      for (const listener of listeners) listener();
      return pressed;
    };
    assert.equal(press("visible", "navigate"), 1);
    assert.equal(press("hidden", "navigate"), 0);
    assert.equal(press("visible", "back_forward"), 0);
    assert.equal(press("visible", "navigate", false), 0);
  });

  test("UNS-07 T-3: this newsletter has ended, others continue", () => {
    const text = mainText(page("unsubscribed"));
    assert.match(text, /„Marktblick“ abgemeldet/);
    assert.match(text, /nur für diesen Newsletter\. Andere Newsletter, .* kommen weiterhin\./);
  });

  test("UNS-08 T-4: after a campaign others on the address may still get mail", () => {
    const text = mainText(page("unsubscribed-campaign"));
    assert.match(text, /andere Personen diese E‑Mail-Adresse/);
    assert.doesNotMatch(text, /nur für diesen Newsletter/);
  });

  test("UNS-04 UNS-09: undo with its end, all newsletters and no advertising are one POST each", () => {
    const elements = page("unsubscribed");
    assert.deepEqual(
      elements.filter((each) => each.tag === "button").map((each) => each.text),
      ["Rückgängig machen", "Von allen Newslettern abmelden", "Keine Werbung mehr erhalten"],
    );
    assert.match(mainText(elements), /Versehentlich abgemeldet\? Bis 14:35 Uhr/);
    assert.ok(
      elements
        .filter((each) => each.tag === "form")
        .every((each) => each.attributes.method === "post"),
    );
  });

  test("UNS-10: the page says that no mail follows", () => {
    for (const name of ["unsubscribed", "unsubscribed-campaign", "receipt-all"])
      assert.match(mainText(page(name)), /Bestätigung per E‑Mail senden wir Ihnen nicht/);
  });

  test("A11Y-07: the account's approved text takes the place of the product's", () => {
    const text = unsubscribedPage(sampleContext("de"), {
      kind: "newsletter",
      approvedText: "Freigegebene Fassung.",
    });
    assert.match(text, /Freigegebene Fassung\./);
    assert.doesNotMatch(text, /nur für diesen Newsletter/);
  });
});

describe("Verwalten", () => {
  test("DSR-12: each newsletter and the analysis have a switch that shows the stored state", () => {
    const switches = manage().filter((each) => each.attributes.role === "switch");
    assert.deepEqual(
      switches.map((each) => [
        each.attributes["aria-checked"],
        each.attributes.name,
        each.attributes.value,
      ]),
      [
        ["true", manageFields.set, "off"],
        ["true", manageFields.set, "off"],
        ["false", manageFields.set, "on"],
        ["true", manageFields.set, "off"],
      ],
    );
  });

  test("DSR-17 CON-03: joining shows the whole wording and how to withdraw, named by the switch", () => {
    const elements = manage();
    const off = elements.find(
      (each) => each.attributes.role === "switch" && each.attributes["aria-checked"] === "false",
    );
    const named = (off?.attributes["aria-describedby"] ?? "").split(" ");
    const text = elements
      .filter((each) => named.includes(each.attributes.id ?? "-"))
      .map((each) => each.text)
      .join(" ");
    assert.ok(text.includes(sampleManage("de").lists[2]!.wording));
    assert.match(text, /widerrufen/);
  });

  test("TRK-15 T-10: unknown, refused and withdrawn are off; on names the accepted wording and since when", () => {
    for (const state of ["unknown", "refused", "withdrawn"] as const) {
      const tracking = { state, target: { action: "/t" }, offeredWording: "Ja, Sie dürfen." };
      const own = manage({ tracking }).filter(
        (each) => each.attributes["aria-labelledby"] === "h-tr" && each.tag === "button",
      );
      assert.deepEqual(
        own.map((each) => each.attributes["aria-checked"]),
        ["false"],
      );
    }
    const text = mainText(manage());
    assert.match(
      text,
      /Fassung 2, erteilt am 3\. Februar 2026 um 09:12 Uhr über das Anmeldeformular/,
    );
    assert.match(text, /Gespeicherte Auswertungsdaten löschen wir dabei/);
  });

  test("DSR-13: a mail's link shows switches, but no copy, erasure, history or new address, and cannot grant tracking", () => {
    const elements = page("manage-from-mail");
    const text = mainText(elements);
    assert.doesNotMatch(
      text,
      /Verlauf meiner Einwilligungen|Alles löschen|Neue E‑Mail-Adresse|Kopie meiner Daten/,
    );
    assert.ok(
      !elements.some(
        (each) => each.tag === "button" && each.attributes["aria-labelledby"] === "h-tr",
      ),
    );
    assert.ok(
      elements.some((each) => each.tag === "button" && each.text === "Frischen Link zusenden"),
    );
  });

  test("DSR-13: an old link shows no data, renews without typing, and still switches off and leaves", () => {
    const elements = page("stale-link");
    assert.ok(!elements.some((each) => each.tag === "input" && each.attributes.type !== "hidden"));
    assert.doesNotMatch(mainText(elements), /adresse@example\.org|Marktblick/);
    assert.deepEqual(
      elements.filter((each) => each.tag === "button").map((each) => each.text),
      ["Neuen Link zusenden", "Auswertung ausschalten", "Abmelden"],
    );
  });

  test("DSR-03 TRK-17: stored facts name their origin, events are given to the hour", () => {
    const text = mainText(manage());
    assert.match(text, /über das Anmeldeformular, 3\. Februar 2026/);
    assert.match(text, /20\.11\.2026, 8 Uhr/);
    assert.match(text, /16 weitere Einträge stehen in Ihrer Kopie/);
  });

  test("DSR-11 DSR-17 T-7: the answer to an access request is the same for everybody", () => {
    const sent = accessSentPage(sampleContext("de"), { accessUrl: "/v" });
    assert.match(sent, /Wenn wir die angegebene Adresse kennen/);
    assert.equal(sent, accessSentPage(sampleContext("de"), { accessUrl: "/v" }));
  });

  test("DSR-06: before erasing it says what stays and why, and offers the way back", () => {
    const text = mainText(page("erase"));
    assert.match(text, /Das bleibt, und warum.*Sperrliste/);
    assert.match(text, /Nichts löschen, zurück/);
  });
});

describe("the question for tracking", () => {
  test("CON-25 CON-26: two POST buttons of one look and one description, the wording in full", () => {
    for (const locale of ["de", "en"] as const) {
      const elements = page("tracking-question", locale);
      const [agree, decline, ...others] = elements.filter((each) => each.tag === "button");
      assert.equal(others.length, 0);
      assert.equal(agree?.attributes.class, decline?.attributes.class);
      assert.equal(agree?.attributes["aria-describedby"], decline?.attributes["aria-describedby"]);
      const length = (text = ""): number => text.length;
      assert.ok(Math.abs(length(agree?.text) - length(decline?.text)) <= 4);
      assert.equal(
        elements.filter((each) => each.tag === "form" && each.attributes.method === "post").length,
        2,
      );
    }
    assert.match(mainText(page("tracking-question")), /Messgrafik \(Zählpixel\)/);
  });

  test("CON-03 T-17: voluntary, without disadvantage, how to withdraw, in the fieldset of the buttons", () => {
    const elements = page("tracking-question");
    const button = elements.find((each) => each.tag === "button");
    const fieldset = button?.ancestors.find((each) => each.tag === "fieldset");
    assert.match(fieldset?.text ?? "", /jederzeit mit Wirkung für die Zukunft widerrufen/);
    assert.match(mainText(elements), /ohne Nachteil/);
  });

  test("TRK-14: switching off is receipted with what was deleted and what is kept", () => {
    const text = mainText(page("receipt-tracking"));
    assert.match(text, /14 Öffnungen, 1 Klick und 3 maschinelle/);
    assert.match(text, /21\. November 2026 um 14:05 Uhr/);
    assert.match(text, /nur der Nachweis/);
  });
});
