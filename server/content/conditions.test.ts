import assert from "node:assert/strict";
import { after, test } from "node:test";
import { SAMPLE_FACTS } from "../../test/support/content-samples.ts";
import { compileContent } from "./compile-content.ts";
import { startTemplateEngine, type RenderOutcome } from "./liquid-engine.ts";
import { mergeValues, type MergeValues } from "./merge-fields.ts";

const engine = startTemplateEngine();
after(() => engine.close());

async function render(source: string, values: MergeValues): Promise<RenderOutcome> {
  const [outcome] = await engine.render({
    templates: [{ source, html: true }],
    constants: {
      locale: "de",
      accountName: "Musterbank",
      listName: "Marktblick",
      mailingDate: "2026-11-21",
    },
    recipients: [values],
  });
  return outcome!;
}

test("conditions ask own fields as what they are, tags, stage and language; none of these is ever shown", async () => {
  const values = mergeValues(
    {
      email: "a@b.de",
      mayBeAsked: false,
      custom: {
        kinder: "2",
        betrag: "1234.5",
        termin: "2026-12-31",
        vip: "false",
        hobbys: '["Wandern"]',
      },
      tags: ["Bauherr", "Erbe"],
      stage: "customer",
      locale: "en",
      salutation: "frau",
    },
    {
      locale: "de",
      fieldTypes: {
        kinder: "number",
        betrag: "number",
        termin: "date",
        vip: "boolean",
        hobbys: "choices",
      },
    },
  );
  const answers = [
    "contact.custom.kinder >= 2",
    "contact.custom.betrag > 1000",
    "contact.custom.termin < '2027-01-01'",
    "contact.custom.vip == false",
    "contact.custom.hobbys contains 'Wandern'",
    "contact.tags contains 'Bauherr'",
    "contact.stage == 'customer'",
    "contact.locale == 'en'",
    "contact.salutation == 'frau'",
    "contact.custom.kinder == 3",
    "contact.custom.vip",
    "contact.tags contains 'Bau'",
    "contact.custom.fehlt",
  ].map((condition) => `{% if ${condition} %}1{% else %}0{% endif %}`);
  assert.deepEqual(await render(answers.join(""), values), {
    ok: true,
    outputs: ["1111111110000"],
  });
  assert.deepEqual(
    await render(
      `{{ contact.custom.betrag | default: "x" }} {{ contact.custom.termin | date: "%d.%m.%Y" }} {{ contact.custom.hobbys | upcase }} [{{ contact.tags }}{{ contact.stage }}]`,
      values,
    ),
    { ok: true, outputs: ["1.234,5 31.12.2026 WANDERN []"] },
  );
  const compiled = compileContent(
    {
      subject: "x",
      preheader: "",
      html: "<p>{{ contact.tags }} {{ contact.stage }}</p>",
      text: "",
    },
    SAMPLE_FACTS,
  );
  assert.deepEqual(!compiled.ok && compiled.findings.map((each) => each.rule), [
    "LINT-FIELD",
    "LINT-FIELD",
  ]);
});

test("CNT-06: comparisons that a field is known stand in front and hold for all that follows", async () => {
  const asked = async (condition: string, custom: Record<string, string>) => {
    const values = mergeValues(
      { email: "a@b.de", mayBeAsked: false, custom },
      { locale: "de", fieldTypes: { kinder: "number" } },
    );
    const outcome = await render(`{% if ${condition} %}some{% else %}all{% endif %}`, values);
    return outcome.ok ? outcome.outputs[0] : outcome.detail;
  };
  const few = "contact.custom.kinder != blank and contact.custom.kinder <= 2";
  assert.equal(await asked(few, { kinder: "0" }), "some");
  assert.equal(await asked(few, { kinder: "3" }), "all");
  assert.equal(await asked(few, {}), "all");
  assert.equal(await asked(few, { kinder: "" }), "all");
  assert.equal(await asked("contact.custom.kinder <= 2", { kinder: "" }), "some", "unguarded");
  const other = 'contact.custom.ort != blank and contact.custom.ort != "Nord"';
  assert.equal(await asked(other, { ort: "Süd" }), "some");
  assert.equal(await asked(other, { ort: "Nord" }), "all");
  assert.equal(await asked(other, {}), "all");
  const either = `contact.custom.ort != blank and contact.custom.art == "A" or contact.custom.ort != "Nord"`;
  assert.equal(await asked(either, { ort: "Nord", art: "A" }), "some");
  assert.equal(await asked(either, { ort: "Süd", art: "B" }), "some");
  assert.equal(await asked(either, { ort: "Nord", art: "B" }), "all");
  assert.equal(
    await asked(either, { art: "A" }),
    "all",
    "what is unknown leads to the neutral words",
  );
  assert.equal(await asked("contact.custom.ort == blank", {}), "some");
  assert.equal(await asked("contact.custom.ort == blank", { ort: "Nord" }), "all");
});
