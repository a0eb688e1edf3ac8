import { useEffect, useState, type ReactNode } from "react";
import { termGroups, terms, type Term, type TermGroup } from "../../../../../contract/terms.ts";
import {
  Card,
  defineTexts,
  Page,
  RuleTag,
  SearchField,
  useLocale,
  useSearch,
  useTexts,
} from "../../../ui/index.ts";
import { places } from "../places.ts";
import { texts as shared } from "../texts.ts";
import "../help.css";

const texts = defineTexts("help-glossary", {
  de: {
    title: "Begriffe und Zahlen",
    meta: "Jede Zahl der Berichte führt hierher: ein Klick auf ihre Basis genügt.",
    search: "Begriff oder Formel suchen",
    formula: "So ist gerechnet",
    none: "Dazu steht hier nichts. Versuchen Sie ein anderes Wort.",
    found_one: "Ein Begriff",
    found_other: "{{count, number}} Begriffe",
  },
  en: {
    title: "Terms and figures",
    meta: "Every figure of the reports leads here: a click on its base is enough.",
    search: "Search for a term or formula",
    formula: "How this is computed",
    none: "Nothing about it here. Try another word.",
    found_one: "One term",
    found_other: "{{count, number}} terms",
  },
});

/** All terms, in the groups of the workplace, each with an anchor that figures lead to. */
export default function GlossaryPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const locale = useLocale();
  const [search, setSearch] = useSearch();
  const q = (search["q"] ?? "").trim().toLocaleLowerCase(locale);
  const marked = useAnchor();
  const groups = (Object.keys(terms) as TermGroup[]).map((group) => {
    const all = Object.entries<Term>(terms[group]);
    const found = all.filter(([, term]) => matches(term, q, locale));
    return {
      group,
      found: found.sort(([, a], [, b]) => a.label[locale].localeCompare(b.label[locale], locale)),
    };
  });
  const count = groups.reduce((sum, { found }) => sum + found.length, 0);
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: places.help }]}
      meta={t("meta")}
    >
      <div className="k-stack-lg">
        <div className="hp-search k-noprint">
          <SearchField
            label={t("search")}
            placeholder={t("search")}
            value={search["q"] ?? ""}
            onChange={(value) => setSearch({ q: value })}
          />
          <p className="k-small k-muted" role="status">
            {count === 0 ? t("none") : t("found", { count })}
          </p>
        </div>
        {groups
          .filter(({ found }) => found.length > 0)
          .map(({ group, found }) => (
            <Card key={group} title={termGroups[group][locale]}>
              <dl className="hp-terms">
                {found.map(([id, term]) => (
                  <div key={id} id={id} data-marked={id === marked || undefined}>
                    <dt>
                      <a href={`#${id}`}>{term.label[locale]}</a>
                      {term.rule && <RuleTag rule={term.rule} />}
                    </dt>
                    <dd>
                      {term.text && <p>{term.text[locale]}</p>}
                      {term.formula && (
                        <p className="hp-formula">
                          <span className="k-cap">{t("formula")}</span>
                          {term.formula[locale]}
                        </p>
                      )}
                    </dd>
                  </div>
                ))}
              </dl>
            </Card>
          ))}
      </div>
    </Page>
  );
}

function matches(term: Term, q: string, locale: "de" | "en"): boolean {
  if (q === "") return true;
  const words = [term.label, term.text, term.formula].map((each) => each?.[locale] ?? "");
  return words.join(" ").toLocaleLowerCase(locale).includes(q);
}

/** The term named in the address, brought into view: the page is loaded after the browser looked for it. */
function useAnchor(): string {
  const [anchor, setAnchor] = useState(() => window.location.hash.slice(1));
  useEffect(() => {
    const follow = (): void => setAnchor(window.location.hash.slice(1));
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    if (anchor) document.getElementById(anchor)?.scrollIntoView({ block: "center" });
  }, [anchor]);
  return anchor;
}
