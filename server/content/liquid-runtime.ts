import { Drop, Liquid } from "liquidjs";
import type { Locale } from "../platform/index.ts";
import { longDay } from "./locale.ts";
import { MAY_BE_ASKED, RAW_PREFIX, type MergeValues } from "./merge-fields.ts";
import { escapeHtml } from "./pieces.ts";
import { filterText, ownFilters, type Shown } from "./template-filters.ts";
import { ALLOWED_FILTERS, ALLOWED_TAGS } from "./template-language.ts";

/** Values that are the same for all recipients of a mailing. */
export interface MailingConstants {
  locale: Locale;
  accountName: string;
  listName: string;
  /** ISO day. */
  mailingDate: string;
}

/** Bounds for one rendering: characters, milliseconds, members of ranges. A second net under the check of the template's grammar. */
const LIMITS = {
  parseLimit: 2_000_000,
  renderLimit: 200,
  memoryLimit: 2_000_000,
};

/**
 * LiquidJS with nothing but the allowed tags and filters, all filters being our own. Every output is
 * escaped in HTML and there is no way to say otherwise. Runs inside the killable worker only.
 */
export function buildLiquid(html: boolean, constants: MailingConstants): Liquid {
  const liquid = new Liquid({
    templates: {},
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    jsTruthy: true,
    dynamicPartials: false,
    relativeReference: false,
    cache: false,
    outputEscape: (value: unknown) => (html ? escapeHtml(filterText(value)) : filterText(value)),
    ...LIMITS,
  });
  const tags = { ...liquid.tags };
  for (const name of Object.keys(liquid.tags)) delete liquid.tags[name];
  for (const name of ALLOWED_TAGS) liquid.tags[name] = tags[name]!;
  for (const name of Object.keys(liquid.filters)) delete liquid.filters[name];
  const filters = ownFilters(constants);
  for (const name of ALLOWED_FILTERS) liquid.registerFilter(name, filters[name]);
  return liquid;
}

/** A field whose value is compared in another form than it is shown in: 1234.5 and "1.234,5". */
class Comparable extends Drop implements Shown {
  readonly shown: string;
  readonly #raw: unknown;

  constructor(shown: string, raw: unknown) {
    super();
    this.shown = shown;
    this.#raw = raw;
  }

  override valueOf(): unknown {
    return this.#raw;
  }
}

/** The scope a template sees: own properties only; texts, one boolean, and values that are compared in a form of their own. */
export function liquidScope(values: MergeValues, constants: MailingConstants): object {
  const contact: Record<string, unknown> = { may_be_asked: Boolean(values[MAY_BE_ASKED]) };
  const custom: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const isRaw = name.startsWith(RAW_PREFIX);
    const field = isRaw ? name.slice(RAW_PREFIX.length) : name;
    const [, second, third] = field.split(".");
    const raw = values[RAW_PREFIX + field];
    if (!second || field === MAY_BE_ASKED || (!isRaw && raw !== undefined)) continue;
    const seen = isRaw ? new Comparable(values[field] ?? "", JSON.parse(value)) : value;
    if (third) custom[third] = seen;
    else contact[second] = seen;
  }
  contact["custom"] = custom;
  return {
    contact,
    list: { name: constants.listName },
    account: { name: constants.accountName },
    mailing: { date: longDay(constants.mailingDate, constants.locale) },
  };
}
