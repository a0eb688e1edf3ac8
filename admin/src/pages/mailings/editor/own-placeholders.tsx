import type { ReactNode } from "react";
import type { FieldView } from "../../../../../contract/contact-fields.ts";
import type { FeedView } from "../../../../../contract/feeds.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import { defineTexts, useTexts } from "../../../ui/index.ts";
import { feedLoop } from "./feed-loop.ts";
import { placeholderOf } from "./merge-fields.ts";
import { useWays } from "./places-in-draft.ts";

const ownTexts = defineTexts("mailing-own-placeholders", {
  de: {
    fields: "Eigene Felder",
    conditions: "Bedingungen",
    conditionsHelp:
      "Was dazwischen steht, sieht nur, auf wen die Bedingung zutrifft. Schlagwörter und Status selbst stehen nie in der E-Mail.",
    hasField: "wenn „{{label}}“ bekannt ist",
    hasTag: "mit Schlagwort „{{name}}“",
    customer: "nur Kunden",
    prospect: "nur Interessenten",
    hasCompany: "mit Firma",
    otherwise: "Für alle anderen",
    feeds: "Feeds",
  },
  en: {
    fields: "Own fields",
    conditions: "Conditions",
    conditionsHelp:
      "What stands between is seen only by those for whom the condition holds. Tags and stage themselves never stand in the e-mail.",
    hasField: "where “{{label}}” is known",
    hasTag: "tagged “{{name}}”",
    customer: "customers only",
    prospect: "prospects only",
    hasCompany: "with a company",
    otherwise: "For everybody else",
    feeds: "Feeds",
  },
});

interface Token {
  key: string;
  label: string;
  code: string;
}

/** Placeholders of this account: its own contact fields, conditions on them, and its feeds. */
export function OwnPlaceholders(): ReactNode {
  const t = useTexts(ownTexts);
  const can = useCan();
  const own = { enabled: can("contacts.read") };
  const fields = useApiQuery<{ items: FieldView[] }>("/contact-fields", undefined, own);
  const tags = useApiQuery<{ items: { id: string; name: string }[] }>(
    "/contact-tags",
    undefined,
    own,
  );
  const feeds = useApiQuery<{ items: FeedView[] }>("/feeds");
  const known = fields.data?.items ?? [];
  const otherwise = t("otherwise");
  const condition = (key: string, label: string, test: string): Token => ({
    key,
    label,
    code: `{% if ${test} %}\n…\n{% else %}\n${otherwise} …\n{% endif %}`,
  });
  return (
    <>
      <Tokens
        title={t("fields")}
        tokens={known.map((field) => ({
          key: field.id,
          label: field.label,
          code: placeholderOf(`contact.custom.${field.key}`),
        }))}
      />
      <Tokens
        title={t("conditions")}
        help={t("conditionsHelp")}
        tokens={[
          condition("company", t("hasCompany"), "contact.company"),
          condition("customer", t("customer"), 'contact.stage == "customer"'),
          condition("prospect", t("prospect"), 'contact.stage == "prospect"'),
          ...(tags.data?.items ?? [])
            .filter(({ name }) => !name.includes('"'))
            .slice(0, 12)
            .map(({ id, name }) =>
              condition(id, t("hasTag", { name }), `contact.tags contains "${name}"`),
            ),
          ...known.map((field) =>
            condition(
              `if-${field.id}`,
              t("hasField", { label: field.label }),
              `contact.custom.${field.key}`,
            ),
          ),
        ]}
      />
      <Tokens
        title={t("feeds")}
        tokens={(feeds.data?.items ?? []).map((feed) => ({
          key: feed.id,
          label: feed.name,
          code: feedLoop(feed.key),
        }))}
      />
    </>
  );
}

function Tokens(props: { title: string; help?: string; tokens: readonly Token[] }): ReactNode {
  const ways = useWays();
  if (props.tokens.length === 0) return null;
  return (
    <div role="group" aria-label={props.title}>
      <p className="k-cap m-fold-cap">{props.title}</p>
      {props.help && <p className="k-base">{props.help}</p>}
      <div className="m-tokens">
        {props.tokens.map((token) => (
          <button
            key={token.key}
            type="button"
            className="m-token"
            title={token.code}
            onClick={() => ways.insert(token.code)}
          >
            {token.label}
          </button>
        ))}
      </div>
    </div>
  );
}
