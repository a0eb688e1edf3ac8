/** Markup that is already safe to send. Only `html` and `raw` make one. */
export class SafeHtml {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
  toString(): string {
    return this.markup;
  }
}

/** What may stand in a `${}` of a template. `true` is left out on purpose: it has no text. */
export type HtmlValue =
  | SafeHtml
  | string
  | number
  | false
  | null
  | undefined
  | readonly HtmlValue[];

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text made safe for element content and for attributes in double quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function toMarkup(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof SafeHtml) return value.markup;
  if (typeof value === "string") return escapeHtml(value);
  if (typeof value === "number") return String(value);
  return value.map(toMarkup).join("");
}

/**
 * Builds markup: `` html`<p>${text}</p>` ``. Every value is escaped unless it is markup itself;
 * lists are joined, `false`, `null` and `undefined` vanish. Attributes must stand in double quotes.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): SafeHtml {
  let markup = parts[0] ?? "";
  for (let index = 0; index < values.length; index += 1) {
    markup += toMarkup(values[index]) + (parts[index + 1] ?? "");
  }
  return new SafeHtml(markup);
}

/** Marks a constant of the program as markup. Never for anything that came from outside. */
export function raw(constant: string): SafeHtml {
  return new SafeHtml(constant);
}

/**
 * An address for `href`, `src` or `action`. Schemes other than http, https, mailto and tel
 * (`javascript:` above all) become `#`, because imprint, privacy and logo links are typed in by people.
 */
export function safeUrl(url: string): string {
  // Browsers ignore white space and control characters inside a scheme, so they are dropped before looking.
  // oxlint-disable-next-line no-control-regex
  const compact = url.replace(/[\u0000-\u0020\u007f]/g, "");
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(compact)?.[1]?.toLowerCase();
  if (scheme === undefined || ["http", "https", "mailto", "tel"].includes(scheme)) return compact;
  return "#";
}

/** A boolean attribute: `${flag("autofocus", wanted)}`. */
export function flag(name: string, on: boolean): SafeHtml {
  return on ? new SafeHtml(` ${name}`) : new SafeHtml("");
}

/** An attribute that is left out when it has no value. */
export function attribute(name: string, value: string | undefined): SafeHtml {
  return value === undefined || value === ""
    ? new SafeHtml("")
    : new SafeHtml(` ${name}="${escapeHtml(value)}"`);
}
